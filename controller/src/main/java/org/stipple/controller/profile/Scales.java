package org.stipple.controller.profile;

/**
 * What full scale of the analog inputs and one millimetre of the depth axis mean.
 *
 * @param currentFullScaleMilliamps motor current at full scale of the converter, 10 to 20,000 mA
 * @param supplyFullScaleVolts motor supply at full scale of the converter, 3 to 100 V
 * @param stepsPerMm microsteps of the depth axis per mm, 10 to 100,000
 * @param endstopMm protrusion at the endstop, which is full retraction, -5 to 0 mm
 */
public record Scales(
    double currentFullScaleMilliamps,
    double supplyFullScaleVolts,
    double stepsPerMm,
    double endstopMm) {

  /** Checks the ranges. */
  public Scales {
    Checks.range("current at full scale (mA)", currentFullScaleMilliamps, 10, 20_000);
    Checks.range("supply at full scale (V)", supplyFullScaleVolts, 3, 100);
    Checks.range("steps per mm", stepsPerMm, 10, 100_000);
    Checks.range("protrusion at the endstop (mm)", endstopMm, -5, 0);
  }

  /** 1 A and 20 V at full scale; 25 um a full step, 1/16 microstep (machine.md section 3). */
  public static Scales reference() {
    return new Scales(1000, 20, 640, -0.5);
  }
}
