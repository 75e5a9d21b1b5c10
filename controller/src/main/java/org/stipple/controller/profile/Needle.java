package org.stipple.controller.profile;

/**
 * The needle drive of the handpiece.
 *
 * @param strokeMm travel of the needle, 2.2 to 5.0 mm (machine.md section 3)
 * @param pulsesPerStroke tachometer pulses per stroke, 1 to 256
 * @param feedForwardOffsetVolts bridge volts at which the idle needle would just not move, 0 to 12
 * @param feedForwardVoltsPerHz bridge volts per Hz of needle frequency, 0.001 to 1
 * @param supplyVolts nominal motor supply, 3 to 48 V
 */
public record Needle(
    double strokeMm,
    int pulsesPerStroke,
    double feedForwardOffsetVolts,
    double feedForwardVoltsPerHz,
    double supplyVolts) {

  /** Checks the ranges. */
  public Needle {
    Checks.range("stroke (mm)", strokeMm, 2.2, 5.0);
    Checks.range("pulses per stroke", pulsesPerStroke, 1, 256);
    Checks.range("feed-forward offset (V)", feedForwardOffsetVolts, 0, 12);
    Checks.range("feed-forward slope (V/Hz)", feedForwardVoltsPerHz, 0.001, 1);
    Checks.range("supply (V)", supplyVolts, 3, 48);
  }

  /** Half a millimetre behind the tip is where a needle is parked (machine.md section 2). */
  public static final double PARKED_BEHIND_MM = 0.5;

  /** A landing comes to rest within this of needle-up, degrees. */
  private static final double LANDS_WITHIN_DEGREES = 45;

  /**
   * Largest protrusion, mm, at which every landing of this stroke ends behind the tip: a needle
   * that stands out further could not be parked.
   */
  public double parkableMm() {
    double risen = (1 + StrictMath.cos(StrictMath.toRadians(LANDS_WITHIN_DEGREES))) / 2;
    return strokeMm * risen - PARKED_BEHIND_MM;
  }

  /** The reference handpiece: through the check points 6 V at 66 Hz and 12 V at 148 Hz. */
  public static Needle reference() {
    return new Needle(3.0, 16, 1.17, 0.0732, 15.0);
  }
}
