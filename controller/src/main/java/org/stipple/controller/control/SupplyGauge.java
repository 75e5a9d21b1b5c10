package org.stipple.controller.control;

/** The supply voltage to divide by: measured, where the measurement can be believed. */
final class SupplyGauge {

  private static final double LAG_S = 0.050;
  private static final double BELIEVED_MIN = 0.70;
  private static final double BELIEVED_MAX = 1.25;

  private final double nominalVolts;
  private double volts;

  SupplyGauge(double nominalVolts) {
    this.nominalVolts = nominalVolts;
    volts = nominalVolts;
  }

  void update(double measuredVolts, double seconds) {
    boolean believed =
        measuredVolts > BELIEVED_MIN * nominalVolts && measuredVolts < BELIEVED_MAX * nominalVolts;
    double towards = believed ? measuredVolts : nominalVolts;
    volts += (towards - volts) * Math.min(1, seconds / LAG_S);
  }

  double volts() {
    return volts;
  }
}
