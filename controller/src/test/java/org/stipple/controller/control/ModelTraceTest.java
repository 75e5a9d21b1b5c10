package org.stipple.controller.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ModelTraceTest {

  private static final long MS = 1_000_000;

  @Test
  void aMeanIsTakenOverExactlyTheTimeAsked() {
    ModelTrace trace = new ModelTrace();
    trace.begin(0, 0, 0);
    for (int ms = 1; ms <= 100; ms++) {
      trace.add(ms * MS, ms, 2);
    }
    assertThat(trace.meanHz(20 * MS, 40 * MS)).isCloseTo(30, within(1e-9));
    assertThat(trace.meanLoad(20 * MS, 40 * MS)).isCloseTo(2, within(1e-9));
  }

  @Test
  void itKnowsHowFarBackItReaches() {
    ModelTrace trace = new ModelTrace();
    trace.begin(5 * MS, 50, 0);
    assertThat(trace.covers(4 * MS)).isFalse();
    for (int ms = 6; ms < 2_000; ms++) {
      trace.add(ms * MS, 50, 0);
    }
    assertThat(trace.covers(1_000 * MS)).as("half a second is kept").isFalse();
    assertThat(trace.covers(1_600 * MS)).isTrue();
    assertThat(trace.meanHz(1_600 * MS, 1_700 * MS)).isCloseTo(50, within(1e-9));
  }
}
