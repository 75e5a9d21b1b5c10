package org.stipple.controller.calibration;

/**
 * What the idle needle needed to keep one frequency, in the mean over a second or more.
 *
 * @param frequencyHz measured
 * @param duty of the bridge, 0 to 1
 * @param supplyVolts measured under that load
 * @param currentMilliamps measured
 */
public record SweepPoint(
    double frequencyHz, double duty, double supplyVolts, double currentMilliamps) {

  /** Volts across the bridge. */
  public double volts() {
    return duty * supplyVolts;
  }
}
