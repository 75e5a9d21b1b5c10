package org.stipple.controller.app;

import java.util.List;
import org.stipple.controller.gpio.GpioSettings;
import org.stipple.controller.hardware.PiPins;
import org.stipple.controller.hardware.PinsRefused;
import org.stipple.controller.io.PiLine;

/** Takes the Pi's own pins as a start of the controller would, outputs at rest, and gives back. */
final class PinProbe {

  private PinProbe() {}

  static List<Finding> examine(Settings settings, GpioSettings gpio) {
    try (PiPins pins = PiPins.open(gpio, settings.onPins())) {
      boolean read = pins.look();
      return List.of(
          Finding.ok("pi", PiPins.model()),
          read
              ? Finding.ok("pins", "lines and PWM are there and free; " + levels(gpio, pins))
              : Finding.wrong("pins", "a line that was taken cannot be read", ""));
    } catch (PinsRefused e) {
      return List.of(Finding.wrong("pins", settings.at(e.key(), e.what()), e.advice()));
    }
  }

  private static String levels(GpioSettings gpio, PiPins pins) {
    StringBuilder words = new StringBuilder("active now:");
    int before = words.length();
    for (PiLine line : PiLine.values()) {
      if (gpio.has(line) && (pins.levels() & line.bit()) != 0) {
        words.append(' ').append(line.key());
      }
    }
    return words.length() == before ? words.append(" none").toString() : words.toString();
  }
}
