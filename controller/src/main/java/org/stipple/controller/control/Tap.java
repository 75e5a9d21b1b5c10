package org.stipple.controller.control;

import org.stipple.controller.estimate.Estimate;

/**
 * One tap: an exact number of strokes from needle-up to needle-up, counted on the shaft.
 *
 * <p>How fast it runs follows from how much way there is: the strokes must suffice for spinning up
 * and for a landing, so that few strokes are slower ones.
 */
final class Tap {

  /** Spinning up makes about so many Hz a second: 6.8 mNm on 1.87e-7 kg m2 less friction. */
  private static final double RISE_HZ_PER_S = 4000;

  /** Way left over for what is not known exactly, turns. */
  private static final double RESERVE_TURNS = 0.25;

  /** So much earlier than it must the landing begins, turns; and by this share of its way. */
  private static final double EARLY_TURNS = 0.08;

  private static final double EARLY_SHARE = 0.15;

  private static final double HZ_STEP = 1;

  private int strokes;
  private long strokesBefore;
  private double targetTurns;
  private double mostHz;
  private boolean active;
  private long taps;
  private long miscounts;

  /** Begins one from where the shaft rests, which must be near needle-up. */
  void begin(Estimate estimate, int count, Landing landing) {
    strokes = count;
    strokesBefore = estimate.strokes;
    targetTurns = StrictMath.rint(estimate.turns) + count;
    mostHz = fastest(count, landing);
    active = true;
  }

  private static double fastest(int strokes, Landing landing) {
    double hz = Landing.APPROACH_HZ;
    while (hz < 200
        && hz * hz / (2 * RISE_HZ_PER_S) + (1 + EARLY_SHARE) * landing.turnsFrom(hz) + RESERVE_TURNS
            <= strokes) {
      hz += HZ_STEP;
    }
    return hz;
  }

  /** Whether the landing must begin now. */
  boolean mustLand(Estimate estimate, Landing landing) {
    return endsWithin(targetTurns - estimate.turns, estimate.momentaryHz, landing);
  }

  /**
   * What to ask for, for the time at which it will act: the setpoint as far as there is way for it,
   * the landing's own frequency near the end.
   *
   * @param turnsOnTheWay turns until then
   * @param hzThen frequency then
   */
  double askedHz(
      double setHz, double turnsOnTheWay, double hzThen, Estimate estimate, Landing landing) {
    double left = targetTurns - estimate.turns - turnsOnTheWay;
    return endsWithin(left, hzThen, landing)
        ? Math.min(setHz, Landing.APPROACH_HZ)
        : Math.min(setHz, mostHz);
  }

  private static boolean endsWithin(double left, double hz, Landing landing) {
    return !(left > (1 + EARLY_SHARE) * landing.turnsFrom(hz) + EARLY_TURNS);
  }

  /** It is over, the needle at rest: counts it, also where the strokes are not those asked for. */
  void end(Estimate estimate) {
    active = false;
    taps++;
    if (estimate.strokes - strokesBefore != strokes) {
      miscounts++;
    }
  }

  /** It was broken off: no tap. */
  void breakOff() {
    active = false;
  }

  boolean active() {
    return active;
  }

  /** Where it ends, in turns. */
  double targetTurns() {
    return targetTurns;
  }

  /** Taps since start. */
  long taps() {
    return taps;
  }

  /** Taps whose strokes, as counted, were not those asked for. */
  long miscounts() {
    return miscounts;
  }
}
