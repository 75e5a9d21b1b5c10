package org.stipple.controller.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StepRampTest {

  private static final double CLOCK_HZ = 12e6;
  private static final double STEPS_PER_MM = 640;

  @Test
  void everyLengthIsExactInSteps() {
    StepRamp ramp = new StepRamp();
    for (int steps = 1; steps < 20_000; steps += steps < 300 ? 1 : 97) {
      ramp.plan(steps, 12 * STEPS_PER_MM, 400 * STEPS_PER_MM, CLOCK_HZ);
      int sum = 0;
      for (int i = 0; i < ramp.size(); i++) {
        assertThat(ramp.count(i)).isBetween(1, 65_535);
        assertThat(ramp.interval(i)).isPositive();
        sum += ramp.count(i);
      }
      assertThat(sum).as(steps + " steps").isEqualTo(steps);
    }
  }

  @Test
  void aMillimetreTakesAtMost150Milliseconds() {
    StepRamp ramp = new StepRamp();
    ramp.plan((int) STEPS_PER_MM, 12 * STEPS_PER_MM, 400 * STEPS_PER_MM, CLOCK_HZ);
    assertThat(ramp.durationTicks() / CLOCK_HZ * 1e3).isBetween(80.0, 150.0);
  }

  @Test
  void speedRisesAndFallsByStairs() {
    StepRamp ramp = new StepRamp();
    ramp.plan(1_280, 12 * STEPS_PER_MM, 400 * STEPS_PER_MM, CLOCK_HZ);
    int fastest = 0;
    for (int i = 1; i < ramp.size(); i++) {
      if (ramp.interval(i) < ramp.interval(fastest)) {
        fastest = i;
      }
    }
    for (int i = 1; i < ramp.size(); i++) {
      if (i <= fastest) {
        assertThat(ramp.interval(i)).isLessThanOrEqualTo(ramp.interval(i - 1));
      } else {
        assertThat(ramp.interval(i)).isGreaterThanOrEqualTo(ramp.interval(i - 1));
      }
    }
  }
}
