package org.stipple.sim.plant;

/**
 * The supply's open voltage at the bridge, behind the relay. The voltage under load follows from it
 * and the motor's current, see {@link Winding#supplyVolts}.
 */
final class Supply {
  private static final double SETTLED_VOLTS = 1e-3;
  private final SupplyParameters parameters;
  private double givenVolts;
  private double openVolts;
  private double targetVolts;
  private boolean on;

  Supply(SupplyParameters parameters) {
    this.parameters = parameters;
    this.givenVolts = parameters.openVolts();
  }

  void relay(boolean closed) {
    on = closed;
    targetVolts = closed ? givenVolts : 0;
  }

  void given(double volts) {
    givenVolts = volts;
    relay(on);
  }

  boolean on() {
    return on;
  }

  double openVolts() {
    return openVolts;
  }

  boolean settled() {
    return openVolts == targetVolts;
  }

  /** One step; only while the voltage is on its way does it cost anything. */
  void step(double dtS) {
    if (openVolts == targetVolts) {
      return;
    }
    double seconds = targetVolts > openVolts ? parameters.riseSeconds() : parameters.fallSeconds();
    openVolts += (targetVolts - openVolts) * (1 - StrictMath.exp(-dtS / seconds));
    if (Math.abs(targetVolts - openVolts) < SETTLED_VOLTS) {
      openVolts = targetVolts;
    }
  }
}
