package org.stipple.sim.plant;

/**
 * Tachometer and index at the shaft.
 *
 * @param pulsesPerStroke 1 to 256, half of each period high
 * @param leadRad a rising edge comes this long before needle-up, 0 to pi
 * @param indexPresent whether there is an index at needle-up
 * @param indexWidthRad window of the index, centred on needle-up, 0.02 to 1.5
 * @param jitterSeconds largest error in time of either, drawn anew each stroke, 0 to 20e-6
 */
public record TachParameters(
    int pulsesPerStroke,
    double leadRad,
    boolean indexPresent,
    double indexWidthRad,
    double jitterSeconds) {

  /** Refuses values outside the ranges above. */
  public TachParameters {
    Allowed.between("tach pulsesPerStroke", pulsesPerStroke, 1, 256);
    Allowed.between("tach leadRad", leadRad, 0, StrictMath.PI);
    Allowed.between("tach indexWidthRad", indexWidthRad, 0.02, 1.5);
    Allowed.between("tach jitterSeconds", jitterSeconds, 0, 20e-6);
  }

  /** Sixteen pulses and an index. */
  public static TachParameters defaults() {
    return new TachParameters(16, 0.1, true, 0.4, 5e-6);
  }

  /** One pulse a stroke and no index. */
  public static TachParameters onePulse() {
    return new TachParameters(1, 0.6, false, 0.4, 5e-6);
  }
}
