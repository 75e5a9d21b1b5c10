package org.stipple.controller.profile;

/**
 * The motor behind the needle drive, as far as control must know it.
 *
 * @param resistanceOhms of the winding with its leads, 0.5 to 100 ohm
 * @param torqueMillinewtonMetresPerAmp torque constant, 1 to 50 mNm/A
 * @param lagMs mechanical time constant of the whole drive at a low-ohmic source: inertia times
 *     resistance over the torque constant squared, 2 to 200 ms
 * @param currentMaxMilliamps most current a spin-up may ask for, 50 to 20,000 mA
 */
public record Motor(
    double resistanceOhms,
    double torqueMillinewtonMetresPerAmp,
    double lagMs,
    double currentMaxMilliamps) {

  /** Checks the ranges. */
  public Motor {
    Checks.range("resistance (ohm)", resistanceOhms, 0.5, 100);
    Checks.range("torque constant (mNm/A)", torqueMillinewtonMetresPerAmp, 1, 50);
    Checks.range("mechanical lag (ms)", lagMs, 2, 200);
    Checks.range("most current (mA)", currentMaxMilliamps, 50, 20_000);
  }

  /**
   * The reference handpiece (machine.md section 3): 1.87e-7 kg m2 of rotor and eccentric, 13.7 ohm,
   * 11.4 mNm/A.
   */
  public static Motor reference() {
    return new Motor(13.7, 11.4, 20, 600);
  }

  /** Volts across the winding at which a standing motor has that torque. */
  public double voltsForTorque(double millinewtonMetres) {
    return resistanceOhms * millinewtonMetres / torqueMillinewtonMetresPerAmp;
  }

  /** Volts across the winding at that current. */
  public double voltsAt(double milliamps) {
    return resistanceOhms * milliamps * 1e-3;
  }
}
