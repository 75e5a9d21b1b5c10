package org.stipple.controller.session;

import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.catalogue.Catalogue;
import org.stipple.controller.catalogue.MountedCartridge;
import org.stipple.controller.catalogue.Skin;
import org.stipple.controller.catalogue.UsedCartridges;
import org.stipple.controller.profile.Tissue;
import org.stipple.telemetry.session.SessionId;

/**
 * What is in the handpiece and what skin it meets, and whether that may be used. Keeper thread
 * only.
 */
public final class Fitting {

  private final Catalogue catalogue;
  private final UsedCartridges used;
  private final InstantSource clock;
  private final ZoneId place;
  private @Nullable MountedCartridge cartridge;
  private boolean usedUp;
  private long strokesBefore;
  private Skin skin;

  /**
   * Nothing is mounted.
   *
   * @param skin name of the skin until a preset says another
   * @param place whose calendar tells the day
   */
  public Fitting(
      Catalogue catalogue, UsedCartridges used, String skin, InstantSource clock, ZoneId place) {
    this.catalogue = catalogue;
    this.used = used;
    this.clock = clock;
    this.place = place;
    this.skin = catalogue.skin(skin);
  }

  Catalogue catalogue() {
    return catalogue;
  }

  /** The day by the calendar of this place. */
  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), place);
  }

  /**
   * Why that cartridge must not be used, in words; empty where it may.
   *
   * @param sessions the open session and those that it goes on with
   */
  Optional<String> objection(MountedCartridge wanted, Set<SessionId> sessions) {
    LocalDate today = today();
    if (today.isAfter(wanted.expires())) {
      return Optional.of("cartridge %s: it is %s today".formatted(wanted, today));
    }
    return used.sessionOf(wanted)
        .filter(other -> sessions.stream().noneMatch(own -> own.value().equals(other)))
        .map(other -> "cartridge %s was used in session %s".formatted(wanted, other));
  }

  void mount(MountedCartridge wanted, long strokesNow) {
    cartridge = wanted;
    usedUp = false;
    strokesBefore = strokesNow;
  }

  void remove() {
    cartridge = null;
  }

  void expect(Skin other) {
    skin = other;
  }

  Skin skin() {
    return skin;
  }

  Optional<MountedCartridge> cartridge() {
    return Optional.ofNullable(cartridge);
  }

  /** What the needles meet, for the tick. */
  static Tissue tissue(MountedCartridge mounted, Skin skin) {
    return new Tissue(mounted.type().facts().needles(), skin.stiffness());
  }

  /** What is mounted is used in that session; on disk when this returns. */
  void useIn(SessionId session) throws IOException {
    if (cartridge != null) {
      used.use(cartridge, session.value());
    }
  }

  /** A session is over: what was for that one alone is used up. */
  void sessionClosed() {
    usedUp = cartridge != null && cartridge.type().singleUse();
  }

  /** Why the machine must not be armed with what is mounted; empty where it may. */
  Optional<String> refusal(Set<SessionId> sessions) {
    MountedCartridge mounted = cartridge;
    if (mounted == null) {
      return Optional.of("no cartridge is mounted");
    }
    return usedUp
        ? Optional.of("cartridge %s was used in the session before".formatted(mounted))
        : objection(mounted, sessions);
  }

  /** For the status. */
  Optional<Status.Cartridge> view(long strokesNow) {
    return cartridge()
        .map(mounted ->
            new Status.Cartridge(
                mounted.type().name(),
                mounted.lot(),
                mounted.expires(),
                mounted.serial(),
                strokesNow - strokesBefore));
  }
}
