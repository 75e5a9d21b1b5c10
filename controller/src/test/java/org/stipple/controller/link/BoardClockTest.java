package org.stipple.controller.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BoardClockTest {

  private static final double HZ = 12_000_000;
  private static final long START_TICKS = 0xFFFF_FFFFL - 6_000_000;

  /** A board whose crystal is off by 50 ppm. */
  private static long trueTicks(long ns) {
    return START_TICKS + Math.round(ns * 1e-9 * HZ * 1.000050);
  }

  private static BoardClock started() {
    BoardClock clock = new BoardClock();
    clock.start(HZ, 0, (int) trueTicks(0), 0);
    return clock;
  }

  @Test
  void followsADriftingCrystalThroughTheWrapOf32Bits() {
    long seed = 42;
    SplittableRandom random = new SplittableRandom(seed);
    BoardClock clock = started();
    for (long ns = 500_000_000L; ns < 120_000_000_000L; ns += 500_000_000L) {
      long answeredNs = ns + random.nextLong(1_000_000);
      clock.sample((int) trueTicks(answeredNs), ns);
    }
    long atNs = 121_000_000_000L;
    double errorMs = (clock.ticksAt(atNs) - trueTicks(atNs)) / HZ * 1e3;
    assertThat(errorMs).as("seed " + seed).isBetween(-0.3, 1.0);
    assertThat(clock.measuredHz())
        .isCloseTo(HZ * 1.00005, org.assertj.core.data.Offset.offset(HZ * 3e-5));
    assertThat(clock.extend((int) trueTicks(atNs))).isEqualTo(trueTicks(atNs));
  }

  @Test
  void anAnswerThatCameLateDoesNotMoveTheClock() {
    BoardClock clock = started();
    for (int i = 1; i < 40; i++) {
      clock.sample((int) trueTicks(i * 500_000_000L), i * 500_000_000L);
    }
    long before = clock.ticksAt(25_000_000_000L);
    clock.sample((int) trueTicks(20_300_000_000L), 20_000_000_000L);
    assertThat(clock.ticksAt(25_000_000_000L)).isEqualTo(before);
  }

  @Test
  void aTimeBeforeTheLastReadingExtendsBackwards() {
    BoardClock clock = started();
    clock.sample((int) trueTicks(2_000_000_000L), 2_000_000_000L);
    long earlier = trueTicks(300_000_000L);
    assertThat(clock.extend((int) earlier)).isEqualTo(earlier);
  }

  @Test
  void aBoardThatRunsFarOffItsNameIsFollowedAfterAFewReadings() {
    for (double pace : new double[] {0.9, 1.1}) {
      BoardClock clock = new BoardClock();
      clock.start(HZ, 0, 0, 0);
      for (int i = 1; i < 40; i++) {
        clock.sample((int) Math.round(i * 0.5 * HZ * pace), i * 500_000_000L);
      }
      double errorMs = (clock.ticksAt(20_000_000_000L) / (HZ * pace) - 20) * 1e3;
      assertThat(errorMs).as("pace " + pace).isBetween(-1.0, 1.0);
    }
  }

  @Test
  void aBusyHostWhoseReadingsJitterByMillisecondsKeepsTheClock() {
    long seed = 11;
    SplittableRandom random = new SplittableRandom(seed);
    BoardClock clock = started();
    double worstMs = 0;
    for (long ns = 500_000_000L; ns < 120_000_000_000L; ns += 500_000_000L) {
      long delayNs = random.nextInt(3) == 0 ? random.nextLong(9_000_000) : random.nextLong(500_000);
      clock.sample((int) trueTicks(ns + delayNs), ns);
      long soonNs = ns + 500_000_000L;
      worstMs = Math.max(worstMs, Math.abs(clock.ticksAt(soonNs) - trueTicks(soonNs)) / HZ * 1e3);
    }
    assertThat(worstMs).as("worst error over two minutes, ms, seed " + seed).isLessThan(5);
  }
}
