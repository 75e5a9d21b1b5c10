package org.stipple.controller.control;

/**
 * The load as volts at the bridge, with its rate: an alpha-beta tracker (a constant-velocity
 * observer), led by the time until what is sent acts.
 */
final class LoadTracker {

  /**
   * The observer's natural frequency times the horizon: as quick as delays and a model wrong by a
   * third allow, found on the plant by contacts (no overshoot) and friction ramps (least error).
   */
  private static final double QUICKNESS = 1.6;

  private static final double DAMPING = 1.4;

  /** Share of the horizon the rate is trusted for: a step looks like a rate at first. */
  private static final double TRUSTED = 0.85;

  /** Most that load may add or take, volts. */
  private static final double VOLTS_MAX = 5;

  /** Fastest change that is believed, V/s: the whole friction range of a handpiece in half a s. */
  private static final double RATE_MAX = 2.5;

  private final double horizonSeconds;
  private final double radPerS;
  private double level;
  private double rate;
  private long lastNs;

  LoadTracker(double horizonSeconds) {
    this.horizonSeconds = TRUSTED * horizonSeconds;
    radPerS = QUICKNESS / horizonSeconds;
  }

  /** A load was seen, volts. */
  void see(long nowNs, double seen) {
    double seconds = Math.clamp((nowNs - lastNs) / 1e9, 0.0, 0.020);
    lastNs = nowNs;
    double away = seen - (level + rate * seconds);
    level += rate * seconds + Math.min(0.5, 2 * DAMPING * radPerS * seconds) * away;
    rate += radPerS * radPerS * seconds * away;
    level = Math.clamp(level, -VOLTS_MAX, VOLTS_MAX);
    rate = Math.clamp(rate, -RATE_MAX, RATE_MAX);
  }

  /** Nothing can be seen now: the level stands. */
  void hold(long nowNs) {
    lastNs = nowNs;
    rate = 0;
  }

  /** The load expected when what is sent now acts, volts. */
  double volts() {
    return level + rate * horizonSeconds;
  }

  /** What was seen came from something that cannot be believed: the calibration's own load. */
  void forget() {
    level = 0;
    rate = 0;
  }

  /** The load without its rate, for a new start. */
  double atRest() {
    rate = 0;
    return level;
  }
}
