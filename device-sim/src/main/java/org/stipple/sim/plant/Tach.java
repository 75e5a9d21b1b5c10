package org.stipple.sim.plant;

/** Levels of tachometer and index at an angle of the shaft. */
final class Tach {
  private final TachParameters parameters;
  private final double pulsesPerRad;
  private double jitterSeconds;

  Tach(TachParameters parameters) {
    this.parameters = parameters;
    this.pulsesPerRad = parameters.pulsesPerStroke() / (2 * StrictMath.PI);
  }

  /** Draws the coming stroke's error in time from a figure of -1..1. */
  void jitter(double uniform) {
    jitterSeconds = parameters.jitterSeconds() * uniform;
  }

  boolean pulse(double partRad, double speedRadPerS) {
    double seen = partRad + jitterSeconds * speedRadPerS + parameters.leadRad();
    double pulses = seen * pulsesPerRad;
    return pulses - Math.floor(pulses) < 0.5;
  }

  boolean index(double partRad, double speedRadPerS) {
    double seen = partRad + jitterSeconds * speedRadPerS;
    return parameters.indexPresent() && Math.abs(seen) * 2 < parameters.indexWidthRad();
  }
}
