package org.stipple.controller.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.profile.Needle;

/** A shaft turned by the test; its counters polled each 50 us and reported each 2 ms. */
final class ShaftTest {

  private static final int SEED = 4711;

  private final Reports reports = new Reports();
  private final Shaft shaft = new Shaft(Needle.reference(), Equipment.all());
  private final SplittableRandom random = new SplittableRandom(SEED);
  private double turns;
  private double farthest;
  private long truth;
  private long clock = 1_000_000;
  private long nowNs = 1_000_000_000;
  private int polls;
  private boolean tach;
  private boolean index;
  private long tachEdges;
  private long tachTicks;
  private long indexEdges;
  private long indexTicks;
  private double lossOfReports;
  private double halfWindowTurns = 0.2 / StrictMath.TAU;

  ShaftTest() {
    reports.ticksPerSecond = 12e6;
    look();
  }

  private void look() {
    double seen = (turns + 0.1 / StrictMath.TAU) * 16;
    boolean tachNow = seen - StrictMath.floor(seen) < 0.5;
    boolean indexNow = Math.abs(turns - StrictMath.floor(turns + 0.5)) < halfWindowTurns;
    if (tachNow != tach) {
      tach = tachNow;
      tachEdges++;
      tachTicks = clock;
    }
    if (indexNow != index) {
      index = indexNow;
      indexEdges++;
      indexTicks = clock;
    }
    if (turns > farthest) {
      truth += (long) (StrictMath.floor(turns + 0.5) - StrictMath.floor(farthest + 0.5));
      farthest = turns;
    }
  }

  private void turn(double hz, int ms, boolean driven) {
    for (int i = 0; i < ms * 20; i++) {
      turns += hz * 50e-6;
      clock += 600;
      look();
      if (++polls % 20 == 0) {
        report(driven);
      }
    }
  }

  private void report(boolean driven) {
    nowNs += 1_000_000;
    reports.beginTick();
    if (polls % 40 == 0) {
      if (random.nextDouble() >= lossOfReports) {
        reports.tach.add(tachEdges, tachTicks, clock);
      }
      if (random.nextDouble() >= lossOfReports) {
        reports.index.add(indexEdges, indexTicks, clock);
      }
    }
    shaft.update(nowNs, reports, driven);
  }

  @Test
  void strokesAreThoseOfTheShaftOverAnHourOfStartsAndStops() {
    turn(0, 100, false);
    for (int press = 0; press < 1500; press++) {
      double hz = 20 + 160 * random.nextDouble();
      turn(hz, 200 + random.nextInt(2000), true);
      for (double v = hz; v > 4; v *= 0.9) {
        turn(v, 2, false);
      }
      toParked();
      turn(0, 60, false);
      assertThat(shaft.strokes()).as("press %d, seed %d", press, SEED).isEqualTo(truth);
    }
  }

  private void toParked() {
    while (Math.abs(turns - StrictMath.floor(turns + 0.5)) > 0.1) {
      turn(8, 1, true);
    }
  }

  @Test
  void lostReportsLoseNoStroke() {
    lossOfReports = 0.05;
    turn(0, 100, false);
    for (int press = 0; press < 200; press++) {
      turn(20 + 160 * random.nextDouble(), 500, true);
      toParked();
      turn(0, 80, false);
      assertThat(shaft.strokes()).as("press %d, seed %d", press, SEED).isEqualTo(truth);
    }
  }

  @Test
  void tremblingAtRestAddsNone() {
    turn(0, 100, false);
    turn(50, 1000, true);
    turn(0, 60, false);
    long before = shaft.strokes();
    for (int i = 0; i < 500; i++) {
      turn(-5, 6, false);
      turn(5, 6, false);
    }
    assertThat(shaft.strokes()).isEqualTo(before).isEqualTo(truth);
    turn(50, 1000, true);
    turn(0, 60, false);
    assertThat(shaft.strokes()).isEqualTo(truth);
  }

  @Test
  void tremblingAtTheEdgeOfTheIndexAddsNone() {
    turn(0, 100, false);
    turn(50, 1014, true);
    toParked();
    while (Math.abs(turns - StrictMath.floor(turns + 0.5)) > halfWindowTurns) {
      turn(1, 1, true);
    }
    long before = shaft.strokes();
    for (int i = 0; i < 500; i++) {
      turn(-5, 6, false);
      turn(5, 6, false);
    }
    turn(0, 60, false);
    assertThat(shaft.strokes()).isEqualTo(before).isEqualTo(truth);
  }

  @Test
  void aShaftPushedBackByItsSpringIsNotCountedForward() {
    turn(0, 100, false);
    turn(60, 1000, true);
    double toGo = 0.33 - (turns - StrictMath.floor(turns));
    turn(60, (int) StrictMath.round((toGo + 1) / 60 * 1000), true);
    for (double hz = 40; hz > 1; hz -= 6) {
      turn(hz, 1, false);
    }
    for (double hz = 0; hz > -6; hz -= 0.3) {
      turn(hz, 2, false);
    }
    turn(-6, 20, false);
    turn(0, 60, false);
    double part = 360 * (turns - StrictMath.floor(turns + 0.5));
    assertThat(shaft.strokes()).isEqualTo(truth);
    assertThat(shaft.angleDegrees()).isCloseTo(part, within(35.0));
  }

  @Test
  void frequencyIsExactWhileRunningAndZeroAtRest() {
    turn(0, 100, false);
    for (double hz : new double[] {25, 60, 100, 150, 180}) {
      turn(hz, 500, true);
      assertThat(shaft.frequencyHz()).isCloseTo(hz, within(0.006 * hz));
    }
    turn(0, 60, false);
    assertThat(shaft.frequencyHz()).isZero();
    assertThat(shaft.standstill()).isTrue();
  }

  @Test
  void aNewLifeKeepsTheTotalAndKnowsTheAngleFromTheNextIndexOn() {
    turn(0, 100, false);
    turn(100, 1000, true);
    toParked();
    turn(20, 8, true);
    turn(0, 60, false);
    long before = shaft.strokes();
    shaft.beginLife();
    tachEdges = tach ? 1 : 0;
    indexEdges = index ? 1 : 0;
    tachTicks = clock;
    indexTicks = clock;
    turn(0, 60, false);
    assertThat(shaft.phaseKnown()).isFalse();
    assertThat(shaft.angleDegrees()).isNaN();
    assertThat(shaft.strokes()).isEqualTo(before);
    turn(100, 1000, true);
    toParked();
    turn(0, 60, false);
    assertThat(shaft.phaseKnown()).isTrue();
    assertThat(shaft.strokes()).isEqualTo(truth);
  }

  @Test
  void theWidthOfTheIndexIsLearnt() {
    halfWindowTurns = 30.0 / 360;
    turn(0, 100, false);
    turn(40, 2000, true);
    toParked();
    turn(0, 60, false);
    double part = 360 * (turns - StrictMath.floor(turns + 0.5));
    assertThat(shaft.angleDegrees()).isCloseTo(part, within(9.0));
  }
}
