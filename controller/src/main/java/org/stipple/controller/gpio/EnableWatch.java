package org.stipple.controller.gpio;

import org.jspecify.annotations.Nullable;
import org.stipple.controller.io.PiLine;

/**
 * Holds what the charge pump makes of the heartbeat against what it should: enabled soon after the
 * first toggle, not any more soon after the last one. Without a line that senses it, nothing is
 * seen.
 */
final class EnableWatch {

  static final String LAPSED = "the heartbeat stopped and its charge pump cut the drive off";
  static final String STUCK = "the drive stays enabled without a heartbeat";
  static final String ABSENT = "the drive is not enabled though the heartbeat runs";

  /** Some toggles charge the pump, ns. */
  private static final long CHARGES_NS = 50_000_000;

  /** For the look and the toggle at its ends, ns. */
  private static final long MARGIN_NS = 10_000_000;

  private final boolean fitted;
  private final long holdNs;
  private boolean toggled;
  private long firstNs;
  private long lastNs;

  EnableWatch(GpioSettings settings) {
    fitted = settings.has(PiLine.ENABLE_SENSE);
    holdNs = (long) (settings.heartbeatHoldMs() * 1e6);
  }

  /** The heartbeat was toggled. */
  void toggled(long nowNs) {
    if (!toggled) {
      firstNs = nowNs;
    }
    toggled = true;
    lastNs = nowNs;
  }

  /** It rests. */
  void rests() {
    toggled = false;
  }

  /**
   * What is wrong with the drive's enable; null = nothing.
   *
   * @param lapsing the heartbeat is withheld though the motor shall run, to see that it stops
   */
  @Nullable String wrong(long nowNs, int levels, boolean lapsing) {
    if (!fitted) {
      return null;
    }
    boolean enabled = (levels & PiLine.ENABLE_SENSE.bit()) != 0;
    if (lapsing) {
      return enabled ? null : LAPSED;
    }
    if (toggled) {
      return !enabled && nowNs - firstNs > CHARGES_NS && nowNs - lastNs < holdNs ? ABSENT : null;
    }
    return enabled && nowNs - lastNs > holdNs + MARGIN_NS ? STUCK : null;
  }
}
