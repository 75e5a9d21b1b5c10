package org.stipple.controller.session;

import java.util.List;
import java.util.Optional;
import org.stipple.controller.catalogue.CartridgeType;
import org.stipple.controller.catalogue.Catalogue;
import org.stipple.controller.catalogue.MountedCartridge;
import org.stipple.controller.catalogue.Preset;
import org.stipple.controller.catalogue.Skin;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.profile.Limits;

/**
 * What a person can ask about cartridges and presets. Any cold thread; each call waits for its
 * outcome, at most a few seconds.
 */
public final class Mounting {

  private final Requests requests;
  private final Keeper keeper;
  private final Asker asker;
  private final Limits machine;
  private volatile Limits inForce;

  Mounting(Requests requests, Keeper keeper, Asker asker, Limits machine) {
    this.requests = requests;
    this.keeper = keeper;
    this.asker = asker;
    this.machine = machine;
    inForce = machine;
  }

  /** What may be asked of the machine with what is mounted. */
  Limits limits() {
    return inForce;
  }

  /** The cartridges there are. */
  public List<CartridgeType> cartridges() {
    return List.copyOf(keeper.catalogue().cartridges().values());
  }

  /** The presets there are. */
  public List<Preset> presets() {
    return List.copyOf(keeper.catalogue().presets().values());
  }

  /** A cartridge is in the handpiece: refused where it is unknown, expired or used. */
  public Answer mount(CartridgeRequest request) {
    return Asker.refusing(() -> {
      MountedCartridge wanted = request.checked(keeper.catalogue());
      Keeper.Before before = asker.value(keeper.checked(wanted));
      Answer fitted = fit(wanted, before.skin());
      if (!fitted.done()) {
        return fitted;
      }
      inForce = machine.with(wanted.type().facts());
      asker.value(keeper.mount(Optional.of(wanted)));
      asker.clear();
      return new Answer(
          true,
          "cartridge %s mounted; it allows %s to %s Hz and up to %s mm%s"
              .formatted(
                  wanted,
                  inForce.frequencyHzMin(),
                  inForce.frequencyHzMax(),
                  inForce.depthMmMax(),
                  moved(before.frequencyHz(), before.depthMm())));
    });
  }

  /** What the tick moved to the nearest limit, so that nobody is surprised. */
  private String moved(double hzBefore, double mmBefore) {
    double hz = Math.clamp(hzBefore, inForce.frequencyHzMin(), inForce.frequencyHzMax());
    double mm = Math.min(mmBefore, inForce.depthMmMax());
    return (hz == hzBefore ? "" : "; frequency set to %s Hz".formatted(hz))
        + (mm == mmBefore ? "" : "; depth set to %s mm".formatted(mm));
  }

  private Answer fit(MountedCartridge cartridge, Skin skin) {
    if (!machine.leaveAnything(cartridge.type().facts())) {
      return Answer.refused(
          "cartridge %s needs %s to %s Hz; this machine's limits are %s to %s Hz, from %s mm"
              .formatted(
                  cartridge.type().name(),
                  cartridge.type().facts().frequencyHzMin(),
                  cartridge.type().facts().frequencyHzMax(),
                  machine.frequencyHzMin(),
                  machine.frequencyHzMax(),
                  machine.depthMmMin()));
    }
    return asker.send(
        id ->
            new OperatorCommand.Mount(
                id, cartridge.type().facts(), Fitting.tissue(cartridge, skin)),
        "mounted");
  }

  /** The cartridge is out: disarms, and nothing arms before another is mounted. */
  public Answer remove() {
    return Asker.refusing(() -> {
      Optional<MountedCartridge> mounted = asker.value(keeper.mounted());
      if (mounted.isEmpty()) {
        return Answer.refused("no cartridge is mounted");
      }
      asker.value(keeper.mount(Optional.empty()));
      asker.clear();
      return new Answer(true, "cartridge %s removed".formatted(mounted.get()));
    });
  }

  /** Sets everything as the preset of that name says, or nothing. */
  public Answer use(String name) {
    return Asker.refusing(() -> {
      Catalogue catalogue = keeper.catalogue();
      Preset preset = catalogue.preset(name.strip());
      MountedCartridge cartridge =
          asker
              .value(keeper.mounted())
              .orElseThrow(() ->
                  new IllegalStateException(
                      "preset %s is for cartridge %s; none is mounted"
                          .formatted(preset.name(), preset.cartridge())));
      check(preset, cartridge);
      Answer fitted = fit(cartridge, catalogue.skin(preset.skin()));
      return fitted.done() ? set(preset) : fitted;
    });
  }

  private void check(Preset preset, MountedCartridge cartridge) {
    if (!preset.cartridge().equals(cartridge.type().name())) {
      throw new IllegalStateException(
          "preset %s is for cartridge %s; mounted is %s"
              .formatted(preset.name(), preset.cartridge(), cartridge.type().name()));
    }
    keeper
        .status()
        .session()
        .map(session -> session.zone().label())
        .filter(zone -> !Catalogue.kindOf(zone).equals(preset.zone()))
        .ifPresent(zone -> {
          throw new IllegalStateException(
              "preset %s is for zone %s; the work is in %s"
                  .formatted(preset.name(), preset.zone(), zone));
        });
    Limits limits = inForce;
    if (preset.frequencyHz() < limits.frequencyHzMin()
        || preset.frequencyHz() > limits.frequencyHzMax()
        || preset.depthMm() < limits.depthMmMin()
        || preset.depthMm() > limits.depthMmMax()) {
      throw new IllegalStateException(
          "preset %s asks for %s Hz and %s mm; this machine allows %s to %s Hz, %s to %s mm"
              .formatted(
                  preset.name(),
                  preset.frequencyHz(),
                  preset.depthMm(),
                  limits.frequencyHzMin(),
                  limits.frequencyHzMax(),
                  limits.depthMmMin(),
                  limits.depthMmMax()));
    }
  }

  private Answer set(Preset preset) {
    Preset.Strokes strokes = preset.strokes();
    for (Answer answer :
        List.of(
            requests.setStrokes(strokes.mode().label(), strokes.tapStrokes(), strokes.tapPeriodS()),
            requests.setDepth(preset.depthMm()),
            requests.setFrequency(preset.frequencyHz()))) {
      if (!answer.done()) {
        return new Answer(
            false, "preset %s is not set as a whole: %s".formatted(preset.name(), answer.words()));
      }
    }
    asker.value(keeper.choose(preset));
    return new Answer(
        true,
        "preset %s: %s Hz, %s mm, %s, %s skin"
            .formatted(
                preset.name(),
                preset.frequencyHz(),
                preset.depthMm(),
                strokes.mode().taps()
                    ? strokes.mode().label() + " of " + strokes.tapStrokes()
                    : strokes.mode().label(),
                preset.skin()));
  }
}
