package org.stipple.controller.profile;

/**
 * What may be asked of the needle and the depth axis.
 *
 * @param frequencyHzMin lowest settable needle frequency, 5 to 180 Hz
 * @param frequencyHzMax highest settable needle frequency, up to 180 Hz
 * @param depthMmMin smallest settable depth, 0.2 to 2.0 mm
 * @param depthMmMax largest settable depth, up to 2.0 mm
 * @param latchedAllowed whether the needle may be set to run on with the pedal up (H33)
 * @param tapStrokesMin fewest strokes a tap may have, 1 to 50: where the end of a tap cannot be
 *     timed finely, few strokes cannot be counted surely
 */
public record Limits(
    double frequencyHzMin,
    double frequencyHzMax,
    double depthMmMin,
    double depthMmMax,
    boolean latchedAllowed,
    int tapStrokesMin) {

  /** Most strokes a tap may have (machine.md section 2). */
  public static final int TAP_STROKES_MAX = 50;

  /** Least torque the needle may be limited to, mNm: the reference drive needs 1 to turn at all. */
  public static final double TORQUE_MNM_MIN = 1;

  /** Largest torque limit, mNm. */
  public static final double TORQUE_MNM_MAX = 20;

  /** Shortest time from tap to tap while the pedal is held, s. */
  public static final double TAP_PERIOD_S_MIN = 0.2;

  /** Longest time from tap to tap while the pedal is held, s. */
  public static final double TAP_PERIOD_S_MAX = 10;

  /** Limits that do not allow latched running. */
  public Limits(
      double frequencyHzMin, double frequencyHzMax, double depthMmMin, double depthMmMax) {
    this(frequencyHzMin, frequencyHzMax, depthMmMin, depthMmMax, false);
  }

  /** Limits that allow taps of any number of strokes. */
  public Limits(
      double frequencyHzMin,
      double frequencyHzMax,
      double depthMmMin,
      double depthMmMax,
      boolean latchedAllowed) {
    this(frequencyHzMin, frequencyHzMax, depthMmMin, depthMmMax, latchedAllowed, 1);
  }

  /** Checks the ranges. */
  public Limits {
    Checks.range("lowest frequency (Hz)", frequencyHzMin, 5, 180);
    Checks.range("highest frequency (Hz)", frequencyHzMax, frequencyHzMin, 180);
    Checks.range("smallest depth (mm)", depthMmMin, 0.2, 2.0);
    Checks.range("largest depth (mm)", depthMmMax, depthMmMin, 2.0);
    Checks.range("fewest strokes of a tap", tapStrokesMin, 1, TAP_STROKES_MAX);
  }

  /** The same, no deeper than where that needle can be parked. */
  public Limits parkable(Needle needle) {
    double deepest = Math.floor(20 * Math.min(depthMmMax, needle.parkableMm())) / 20;
    return deepest < depthMmMax && deepest >= depthMmMin
        ? new Limits(
            frequencyHzMin, frequencyHzMax, depthMmMin, deepest, latchedAllowed, tapStrokesMin)
        : this;
  }

  /** Whether anything is left to ask for with that cartridge mounted. */
  public boolean leaveAnything(Cartridge cartridge) {
    return Math.max(frequencyHzMin, cartridge.frequencyHzMin())
            <= Math.min(frequencyHzMax, cartridge.frequencyHzMax())
        && depthMmMin <= cartridge.depthMmMax();
  }

  /**
   * What may be asked with that cartridge mounted.
   *
   * @throws IllegalArgumentException where that is nothing
   */
  public Limits with(Cartridge cartridge) {
    return new Limits(
        Math.max(frequencyHzMin, cartridge.frequencyHzMin()),
        Math.min(frequencyHzMax, cartridge.frequencyHzMax()),
        depthMmMin,
        Math.min(depthMmMax, cartridge.depthMmMax()),
        latchedAllowed,
        tapStrokesMin);
  }

  /** 20 to 180 Hz and 0.2 to 2.0 mm (machine.md section 2). */
  public static Limits reference() {
    return new Limits(20, 180, 0.2, 2.0);
  }
}
