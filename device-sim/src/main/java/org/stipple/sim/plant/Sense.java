package org.stipple.sim.plant;

/**
 * The current monitor behind its filter. The filter sees the step's mean current and a noise that
 * is drawn anew each stroke (brushes, friction); what the filter leaves of the switching ripple
 * comes on top, at a phase that no converter is locked to.
 */
final class Sense {
  private static final double NIL_AMPS = 1e-6;
  private final SenseParameters parameters;
  private final MotorParameters motor;
  private final long seed;
  private double dtS;
  private double gain;
  private double noiseAmps;
  private double filteredAmps;

  Sense(SenseParameters parameters, MotorParameters motor, long seed) {
    this.parameters = parameters;
    this.motor = motor;
    this.seed = seed;
  }

  void noise(double normal) {
    noiseAmps = parameters.strokeNoiseAmps() * normal;
  }

  /** One step; {@code driven}: the bridge is connected to the motor, and is not braking it. */
  void step(double stepS, double amps, boolean connected, boolean driven) {
    if (stepS != dtS) {
      dtS = stepS;
      gain = 1 - StrictMath.exp(-2 * StrictMath.PI * parameters.filterHz() * stepS);
    }
    boolean seen = connected && (driven || parameters.showsBrakeCurrent());
    double shown = (seen ? Math.abs(amps) : 0) + (driven ? noiseAmps : 0);
    filteredAmps += (shown - filteredAmps) * gain;
  }

  boolean settled() {
    if (Math.abs(filteredAmps) < NIL_AMPS) {
      filteredAmps = 0;
    }
    return filteredAmps == 0;
  }

  /** What the converter sees at that time, amperes; never negative. */
  double amps(long nowNs, double duty, double openVolts) {
    double ripple = 0;
    if (duty > 0 && duty < 1) {
      // First harmonic of the triangle a square voltage drives through an inductance, after a
      // one-pole filter far above its corner; 4 d (1 - d) stands for sin(pi d).
      double unfiltered =
          openVolts
              * 4
              * duty
              * (1 - duty)
              / (StrictMath.PI * StrictMath.PI * motor.inductanceHenries() * parameters.pwmHz());
      double left = unfiltered * parameters.filterHz() / parameters.pwmHz();
      ripple = left * Noise.uniform(seed, nowNs);
    }
    return Math.max(0, filteredAmps + ripple);
  }
}
