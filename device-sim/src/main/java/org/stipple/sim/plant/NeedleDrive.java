package org.stipple.sim.plant;

/**
 * Shaft, eccentric and needle bar.
 *
 * <p>Speed first, then angle (a symplectic step). All dry friction is one torque that at most stops
 * the shaft within a step: it comes to exact rest and stays there until the driving torque exceeds
 * the friction of a standing shaft. The angle is kept as whole turns plus a part of -pi..pi, so
 * needle-down is where the part wraps; its sine and cosine are carried on by rotation and made
 * exact again at each wrap.
 */
final class NeedleDrive {
  private static final double TURN = 2 * StrictMath.PI;
  private final NeedleDriveParameters parameters;
  private final double crankMetres;
  private final double rotorKgM2;
  private final double ownFrictionNm;
  private double camDrift;
  private double extraNm;
  private double partRad;
  private long turns;
  private double sin;
  private double cos;
  private double speedRadPerS;

  NeedleDrive(NeedleDriveParameters parameters, MotorParameters motor) {
    this.parameters = parameters;
    this.crankMetres = parameters.strokeMetres() / 2;
    this.rotorKgM2 = motor.rotorInertiaKgM2() + parameters.eccentricInertiaKgM2();
    this.ownFrictionNm = motor.frictionNewtonMetres();
    this.partRad = parameters.startAngleRad();
    this.sin = StrictMath.sin(partRad);
    this.cos = StrictMath.cos(partRad);
  }

  void extraLoad(double newtonMetres) {
    extraNm = newtonMetres;
  }

  void camDrift(double relative) {
    camDrift = relative;
  }

  double speedRadPerS() {
    return speedRadPerS;
  }

  /** Angle from the nearest needle-up, -pi to below pi. */
  double partRad() {
    return partRad;
  }

  /** Whole turns; grows by one at each needle-down passed forward. */
  long turns() {
    return turns;
  }

  double angleRad() {
    return turns * TURN + partRad;
  }

  /** Travel of the bar from needle-up, 0 to the stroke. */
  double travelMetres() {
    return crankMetres * (1 - cos);
  }

  double barSpeedMPerS() {
    return crankMetres * sin * speedRadPerS;
  }

  /**
   * One step.
   *
   * @param motorNm the motor's torque
   * @param pushNewton force against the bar's way out, of either sign
   * @param dragNewton further dry friction at the bar, not negative
   */
  void step(double dtS, double motorNm, double pushNewton, double dragNewton) {
    double arm = crankMetres * sin;
    double load = barLoadNewton() + pushNewton;
    double inertia = rotorKgM2 + parameters.barMassKg() * arm * arm;
    double damped = inertia + dtS * parameters.barFrictionNewtonSPerM() * arm * arm;
    double free = (inertia * speedRadPerS + dtS * (motorNm - load * arm)) / damped;
    double dry = dryNm(arm, dragNewton);
    if (speedRadPerS == 0) {
      dry *= parameters.stictionRatio();
    }
    double most = dtS * dry / damped;
    speedRadPerS = Math.abs(free) <= most ? 0 : free - Math.copySign(most, free);
    if (speedRadPerS != 0) {
      turn(dtS * speedRadPerS);
    }
  }

  /** Spring and the bar's own inertia as it is turned round at its ends. */
  private double barLoadNewton() {
    double travel = crankMetres * (1 - cos);
    return parameters.springPreloadNewton()
        + parameters.springNewtonPerMetre() * travel
        + parameters.barMassKg() * crankMetres * cos * speedRadPerS * speedRadPerS;
  }

  private double dryNm(double arm, double dragNewton) {
    return ownFrictionNm
        + parameters.camFrictionNewtonMetres() * (1 + camDrift)
        + extraNm
        + (parameters.barFrictionNewton() + dragNewton) * Math.abs(arm);
  }

  private void turn(double byRad) {
    double s = smallSin(byRad);
    double c = smallCos(byRad);
    double turnedSin = sin * c + cos * s;
    double turnedCos = cos * c - sin * s;
    double unit = 1.5 - 0.5 * (turnedSin * turnedSin + turnedCos * turnedCos);
    sin = turnedSin * unit;
    cos = turnedCos * unit;
    partRad += byRad;
    if (partRad >= StrictMath.PI) {
      partRad -= TURN;
      turns++;
      resync();
    } else if (partRad < -StrictMath.PI) {
      partRad += TURN;
      turns--;
      resync();
    }
  }

  /** Exact again just beyond needle-down. */
  private void resync() {
    double beyondDownRad = partRad < 0 ? partRad + StrictMath.PI : partRad - StrictMath.PI;
    sin = -smallSin(beyondDownRad);
    cos = -smallCos(beyondDownRad);
  }

  /**
   * Taylor series, to double precision below 0.1 rad: what a shaft turns in a step. The library's
   * sine allocates a scratch array a call.
   */
  private static double smallSin(double rad) {
    double q = rad * rad;
    return rad * (1 - q * (1.0 / 6) * (1 - q * (1.0 / 20) * (1 - q * (1.0 / 42))));
  }

  private static double smallCos(double rad) {
    double q = rad * rad;
    return 1 - q * 0.5 * (1 - q * (1.0 / 12) * (1 - q * (1.0 / 30) * (1 - q * (1.0 / 56))));
  }
}
