package org.stipple.controller.catalogue;

import java.util.List;
import org.stipple.telemetry.toml.Key;
import org.stipple.telemetry.toml.Quantity.Unit;
import org.stipple.telemetry.toml.Schema;

/** All keys of the catalogue's files; {@code docs/catalogue.md} lists them, and a test compares. */
public final class CatalogueKeys {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,39}";
  private static final String NAME_WORDS = "1 to 40 letters, digits and - _ .";

  private CatalogueKeys() {}

  /** {@code handpieces.toml}. */
  public static final Schema HANDPIECES =
      Schema.ofEntries(
          "the built-in handpieces.toml",
          1,
          List.of(
              measure("handpiece.stroke", Unit.MM, 2.2, 5, "travel of the needle"),
              new Key(
                  "handpiece.pulses_per_stroke",
                  new Key.Whole(1, 256),
                  "16",
                  "tachometer pulses per stroke"),
              measure("handpiece.supply", Unit.V, 3, 48, "nominal motor supply"),
              measure(
                  "handpiece.feed_forward_offset",
                  Unit.V,
                  0,
                  12,
                  "bridge volts at which the idle needle would just not move"),
              measure(
                  "handpiece.feed_forward_slope",
                  Unit.V_PER_HZ,
                  0.001,
                  1,
                  "bridge volts per Hz of needle frequency"),
              measure("handpiece.resistance", Unit.OHM, 0.5, 100, "of the winding with its leads"),
              measure(
                  "handpiece.torque_constant", Unit.MNM_PER_A, 1, 50, "torque per motor current"),
              measure(
                  "handpiece.lag", Unit.MS, 2, 200, "mechanical time constant of the whole drive"),
              measure(
                  "handpiece.current_max",
                  Unit.MA,
                  50,
                  20_000,
                  "most current a spin-up may ask for")));

  /** {@code cartridges.toml}. */
  public static final Schema CARTRIDGES =
      Schema.ofEntries(
          "the built-in cartridges.toml",
          1,
          List.of(
              name("cartridge.grouping", "how its needles stand, as in 3RL"),
              new Key(
                  "cartridge.needles", new Key.Whole(1, 7), "", "number of needles; must be given"),
              measure(
                  "cartridge.membrane",
                  Unit.N_PER_M,
                  20,
                  400,
                  "stiffness of membrane and return spring"),
              measure(
                  "cartridge.frequency_min", Unit.HZ, 5, 180, "lowest at which it runs steadily"),
              measure("cartridge.frequency_max", Unit.HZ, 5, 180, "highest it is made for"),
              measure("cartridge.depth_max", Unit.MM, 0.2, 2, "largest depth it is made for"),
              new Key(
                  "cartridge.single_use",
                  new Key.Choice(List.of("yes", "no")),
                  "yes",
                  "whether it is for one session only")));

  /** {@code presets.toml}. */
  public static final Schema PRESETS =
      Schema.ofEntries(
          "the built-in presets.toml",
          1,
          List.of(
              new Key(
                  "skin.stiffness",
                  new Key.Whole(60, 200),
                  "100",
                  "percent of normal skin's stiffness, for the estimate of the real depth"),
              new Key(
                  "skin.dose",
                  new Key.Whole(10, 100),
                  "100",
                  "percent of the dose that normal skin takes"),
              measure("zone.area", Unit.CM2, 0.5, 400, "usual area of the zone"),
              measure(
                  "zone.dose_soft",
                  Unit.STROKES_PER_CM2,
                  1,
                  20_000,
                  "from here on a warning stands"),
              measure(
                  "zone.dose_hard", Unit.STROKES_PER_CM2, 1, 20_000, "here the machine disarms"),
              name("preset.zone", "a zone of this file"),
              name("preset.skin", "a skin of this file"),
              name("preset.cartridge", "a cartridge of cartridges.toml"),
              measure("preset.frequency", Unit.HZ, 5, 180, "needle frequency"),
              measure("preset.depth", Unit.MM, 0.2, 2, "depth"),
              new Key(
                  "preset.strokes",
                  new Key.Choice(List.of("continuous", "taps", "pulsed")),
                  "continuous",
                  "what a press means"),
              new Key("preset.tap_strokes", new Key.Whole(1, 50), "4", "strokes of a tap"),
              new Key(
                  "preset.tap_period",
                  new Key.Measure(Unit.S, 0.2, 10),
                  "1 s",
                  "from tap to tap while the pedal is held")));

  private static Key measure(String name, Unit unit, double low, double high, String meaning) {
    return new Key(name, new Key.Measure(unit, low, high), "", meaning + "; must be given");
  }

  private static Key name(String name, String meaning) {
    return new Key(name, new Key.Text(NAME, NAME_WORDS), "", meaning + "; must be given");
  }
}
