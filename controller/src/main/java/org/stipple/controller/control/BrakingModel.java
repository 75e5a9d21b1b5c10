package org.stipple.controller.control;

/**
 * How far a braked shaft still turns.
 *
 * <p>The joined ends of the motor brake in proportion to speed, friction brakes always: d(omega)/dt
 * = -omega/lag - a. From f down to g that makes lag * (f - g - A ln((f + A)/(g + A))) turns with A
 * = a * lag in Hz. A is learned from every landing, since it is what differs between cartridges and
 * drifts with the seal.
 */
final class BrakingModel {

  /** Cam, seal and bar of the reference drive: 4650 rad/s2 times 20 ms. */
  private static final double FRICTION_HZ = 14.8;

  private static final double FRICTION_HZ_MIN = 4;
  private static final double FRICTION_HZ_MAX = 40;

  /** Share of a landing's surprise that is learned. */
  private static final double LEARNED = 0.25;

  private final double lagSeconds;
  private double frictionHz = FRICTION_HZ;

  BrakingModel(double lagSeconds) {
    this.lagSeconds = lagSeconds;
  }

  /** Turns from one frequency down to another, both Hz. */
  double turns(double fromHz, double toHz) {
    if (fromHz <= toHz) {
      return 0;
    }
    double logarithm = StrictMath.log((fromHz + frictionHz) / (toHz + frictionHz));
    return lagSeconds * (fromHz - toHz - frictionHz * logarithm);
  }

  /** From {@code fromHz} it went {@code beyondTurns} farther to its rest than was thought. */
  void learn(double fromHz, double beyondTurns) {
    double step = 0.01 * frictionHz;
    double before = turns(fromHz, 0);
    frictionHz += step;
    double slope = (turns(fromHz, 0) - before) / step;
    frictionHz -= step;
    if (slope < 0) {
      double wanted = LEARNED * beyondTurns / slope;
      double most = 0.2 * frictionHz;
      frictionHz =
          Math.clamp(
              frictionHz + Math.clamp(wanted, -most, most), FRICTION_HZ_MIN, FRICTION_HZ_MAX);
    }
  }
}
