package org.stipple.controller.control;

/**
 * How far a braked shaft still turns.
 *
 * <p>The joined ends of the motor brake in proportion to speed, friction brakes always: d(omega)/dt
 * = -omega/lag - a. From f down to g that makes lag * (f - g - A ln((f + A)/(g + A))) turns with A
 * = a * lag in Hz. With lag = J R / kt2 this A is the volts at which the needle would just not move
 * over the volts per Hz, which calibration and the regulator know.
 */
final class BrakingModel {

  private static final double FRICTION_HZ_MIN = 2;

  private final double lagSeconds;
  private double frictionHz = FRICTION_HZ_MIN;

  BrakingModel(double lagSeconds) {
    this.lagSeconds = lagSeconds;
  }

  /** What friction is worth now, Hz. */
  void friction(double hz) {
    frictionHz = Math.max(FRICTION_HZ_MIN, hz);
  }

  /** Turns from one frequency down to another, both Hz. */
  double turns(double fromHz, double toHz) {
    if (!(fromHz > toHz)) {
      return 0;
    }
    double logarithm = StrictMath.log((fromHz + frictionHz) / (toHz + frictionHz));
    return lagSeconds * (fromHz - toHz - frictionHz * logarithm);
  }
}
