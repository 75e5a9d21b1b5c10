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

  /** The reference handpiece: through the check points 6 V at 66 Hz and 12 V at 148 Hz. */
  public static Needle reference() {
    return new Needle(3.0, 16, 1.17, 0.0732, 15.0);
  }
}
