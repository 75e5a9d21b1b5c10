package org.stipple.controller.estimate;

/**
 * Which way a braked shaft turns; the counters do not tell.
 *
 * <p>A shaft that nobody drives and that moves away from needle-up works against its spring: it can
 * only slow down. Where it gets faster again although it was slowest before needle-down, the spring
 * has turned it round. A shaft that made it over needle-down is slowest beyond it, since friction
 * holds it longer than the spring pushes there.
 */
final class CoastingDirection {

  /** Faster by this much than the slowest is faster for certain: polls and jitter make 10 %. */
  private static final double FASTER = 1.15;

  /** So much faster at once, the slowest edge was the last one before the turning point. */
  private static final double BOUNCED = 2.5;

  /**
   * Longest time of one edge on the way up the spring, s, for 32 edges a turn: friction and spring
   * stop the reference drive with 4000 rad/s2 and more, so a longer time had a turning point in it.
   */
  private static final double UPHILL_S = 0.008;

  /** The same where the spring hardly pushes and friction alone stops it, 2500 rad/s2 and more. */
  private static final double FLAT_S = 0.013;

  private final double half;
  private final double flatSeconds;
  private final double uphillSeconds;
  private int direction = 1;
  private double slowest;
  private long edgesSince;
  private boolean open;

  CoastingDirection(double edgesPerHalfTurn) {
    half = edgesPerHalfTurn;
    flatSeconds = FLAT_S * StrictMath.sqrt(16 / edgesPerHalfTurn);
    uphillSeconds = UPHILL_S * StrictMath.sqrt(16 / edgesPerHalfTurn);
  }

  /** The motor drives: forward, whatever was before. */
  void drive() {
    direction = 1;
    open = false;
  }

  /** 1 = forward, -1 = pushed back by the spring. */
  int direction() {
    return direction;
  }

  /** Whether edges counted lately may yet turn out to have been backward. */
  boolean open() {
    return open;
  }

  /**
   * Signed edges by which the position changes, corrections of earlier ones among them.
   *
   * @param more edges just reported
   * @param rate their rate, edges per second
   * @param phase edges from needle-up before them, -half to 2 half
   */
  long edges(long more, double rate, double phase) {
    double away = direction * phase;
    boolean uphill = away > 0.5 && away + more <= half + 0.5;
    boolean steep = away > half / 8 && away + more < 0.85 * half;
    double longest = steep ? uphillSeconds : flatSeconds;
    if (uphill && rate * longest < 1) {
      direction = -direction;
      open = false;
    } else if (uphill && (!open || rate <= slowest)) {
      open = true;
      slowest = rate;
      edgesSince = 0;
    } else if (open && (rate <= slowest || away > 1.5 * half)) {
      open = false;
    } else if (open) {
      edgesSince += more;
      if (rate > FASTER * slowest) {
        return turnRound(more, rate);
      }
    }
    return direction * more;
  }

  private long turnRound(long more, double rate) {
    long wrong = edgesSince - more;
    if (wrong > 0 || rate < BOUNCED * slowest) {
      wrong++;
    }
    direction = -direction;
    open = false;
    return direction * (2 * wrong + more);
  }
}
