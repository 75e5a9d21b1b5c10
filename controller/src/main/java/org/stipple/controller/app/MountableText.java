package org.stipple.controller.app;

import java.util.List;
import java.util.Locale;
import org.stipple.controller.catalogue.Preset;
import org.stipple.controller.profile.Cartridge;
import org.stipple.controller.session.Mounting;

/** Tables of what may be mounted and chosen, for people. */
final class MountableText {

  private MountableText() {}

  static String cartridges(Mounting mounting) {
    String row = "%-12s %-8s %7s %10s %10s %9s  %s";
    List<String> rows =
        mounting.cartridges().stream()
            .map(type -> {
              Cartridge facts = type.facts();
              return row.formatted(
                  type.name(),
                  type.grouping(),
                  facts.needles(),
                  number(facts.frequencyHzMin()) + " Hz",
                  number(facts.frequencyHzMax()) + " Hz",
                  number(facts.depthMmMax()) + " mm",
                  type.singleUse() ? "single use" : "");
            })
            .toList();
    return row.formatted("cartridge", "grouping", "needles", "from", "to", "depth to", "")
            .stripTrailing()
        + "\n"
        + String.join("\n", rows);
  }

  static String presets(Mounting mounting) {
    String row = "%-20s %-17s %-10s %-10s %7s %7s  %s";
    List<String> rows =
        mounting.presets().stream()
            .map(preset ->
                row.formatted(
                    preset.name(),
                    preset.zone(),
                    preset.skin(),
                    preset.cartridge(),
                    number(preset.frequencyHz()) + " Hz",
                    number(preset.depthMm()) + " mm",
                    strokes(preset.strokes())))
            .toList();
    return row.formatted("preset", "zone", "skin", "cartridge", "", "depth", "a press")
        + "\n"
        + String.join("\n", rows);
  }

  private static String strokes(Preset.Strokes strokes) {
    return switch (strokes.mode()) {
      case TAPS -> "%d strokes".formatted(strokes.tapStrokes());
      case PULSED ->
          "%d strokes every %s s".formatted(strokes.tapStrokes(), number(strokes.tapPeriodS()));
      case CONTINUOUS, LATCHED, PRIMING -> strokes.mode().label();
    };
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.1f", value);
  }
}
