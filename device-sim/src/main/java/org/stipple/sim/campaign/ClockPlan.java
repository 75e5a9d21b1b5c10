package org.stipple.sim.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What is done to the time of day during a session.
 *
 * @param startAheadS by how much it is ahead of the truth when the session begins, s
 * @param jumps in their order, at least a second apart
 */
record ClockPlan(double startAheadS, List<Jump> jumps) {

  /** What a session's time of day would be if nobody touched it. */
  static final Instant TRUTH = Instant.parse("2026-11-23T09:00:00Z");

  /**
   * The clock is set.
   *
   * @param atMs virtual ms
   * @param aheadS by how much it is ahead of the truth from then on, s
   */
  record Jump(long atMs, double aheadS) {}

  private static final long FIRST_MS = 3_000;
  private static final long LAST_MS = 55_000;
  private static final double HOUR_S = 3_600;

  ClockPlan {
    jumps = List.copyOf(jumps);
  }

  /** Nobody touches it. */
  static ClockPlan none() {
    return new ClockPlan(0, List.of());
  }

  /**
   * Three to eight jumps: an hour forward or back, into the year 1970, and back to the truth. Every
   * fourth session begins in 1970, as one on a computer whose clock has no battery.
   */
  static ClockPlan draw(long seed) {
    Random random = new Random(seed);
    double start = random.nextInt(4) == 0 ? in1970(random) : 0;
    int count = random.nextInt(3, 9);
    List<Jump> jumps = new ArrayList<>();
    double ahead = start;
    for (int i = 0; i < count; i++) {
      long slotMs = (LAST_MS - FIRST_MS) / count;
      long atMs = FIRST_MS + i * slotMs + random.nextLong(slotMs - 1_000);
      double next =
          switch (random.nextInt(4)) {
            case 0 -> ahead + HOUR_S;
            case 1 -> ahead - HOUR_S;
            case 2 -> in1970(random);
            default -> 0;
          };
      ahead = next == ahead ? ahead + HOUR_S : next;
      jumps.add(new Jump(atMs, ahead));
    }
    return new ClockPlan(start, jumps);
  }

  /** Somewhere in the first of January, two hours and more after its beginning. */
  private static double in1970(Random random) {
    double toTheEpoch = -(double) Duration.between(Instant.EPOCH, TRUTH).toSeconds();
    return toTheEpoch + 2 * HOUR_S + random.nextInt(36_000);
  }

  /** The time of day at a moment of the session. */
  Instant at(long nowNs) {
    return TRUTH.plusNanos(nowNs).plusMillis((long) (aheadS(nowNs) * 1e3));
  }

  private double aheadS(long nowNs) {
    double ahead = startAheadS;
    for (Jump jump : jumps) {
      if (nowNs >= jump.atMs() * 1_000_000) {
        ahead = jump.aheadS();
      }
    }
    return ahead;
  }

  /** The steps that were made up to that moment, s each. */
  List<Double> steps(long untilNs) {
    List<Double> steps = new ArrayList<>();
    double ahead = startAheadS;
    for (Jump jump : jumps) {
      if (untilNs >= jump.atMs() * 1_000_000) {
        steps.add(jump.aheadS() - ahead);
        ahead = jump.aheadS();
      }
    }
    return steps;
  }
}
