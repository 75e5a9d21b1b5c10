package org.stipple.controller.gpio;

import java.util.ArrayList;
import java.util.List;
import org.stipple.controller.io.PiLine;

/** What a machine on the Pi's own pins cannot promise, in words for the people who rely on it. */
public final class Shortcomings {

  private Shortcomings() {}

  /** All of them, the gravest first. */
  public static List<String> of(GpioSettings settings) {
    List<String> all = new ArrayList<>();
    all.add(
        "no second processor watches this one: what stops the motor without it is the heartbeat's"
            + " charge pump, within %.0f ms".formatted(settings.heartbeatHoldMs()));
    if (!settings.has(PiLine.ENABLE_SENSE)) {
      all.add("without enable_sense nobody sees whether that charge pump works");
    }
    all.add("the motor supply is neither switched nor seen");
    all.add(
        settings.current() == null
            ? "motor current is not measured: no over-current trip, no contact"
            : "over-current is cut off by this program, not by hardware");
    all.add("the end of a stop is timed by a tick of 1 ms, not by a board's clock");
    if (settings.servo() != null) {
      all.add("the depth axis tells nothing back: its place follows from the time it needs");
    }
    all.add(
        "lower limits: %.0f Hz at most, taps of %d strokes at least, depth moves only at rest"
            .formatted(GpioSettings.FREQUENCY_HZ_MAX, GpioSettings.TAP_STROKES_MIN));
    return List.copyOf(all);
  }
}
