package org.stipple.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.control.Mode;
import org.stipple.controller.safety.Fault;

final class ControlLoopTest {

  @Test
  void pressOfThePedalRunsTheNeedleAtTheSetFrequency() {
    Bench bench = new Bench().armed();
    bench.machine.pedal = true;
    bench.ms(2000);
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      bench.tickAfterMs(1);
      sum += bench.sample.frequencyHz;
    }
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
    assertThat(bench.sample.mode).isEqualTo(Mode.RUNNING);
    assertThat(bench.machine.hz).isCloseTo(100, within(0.2));
    assertThat(sum / 10_000).isCloseTo(100, within(0.05));
  }

  @Test
  void releaseBrakesParksAndCountsTheStrokesOfTheStop() {
    Bench bench = new Bench().running();
    bench.machine.pedal = false;
    long before = bench.machine.truthStrokes;
    bench.ms(5);
    assertThat(bench.machine.runNow).isFalse();
    bench.until(Mode.ARMED, 1000);
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
    assertThat(bench.sample.parked).isTrue();
    double turn = bench.machine.angleTurns - StrictMath.floor(bench.machine.angleTurns + 0.5);
    assertThat(Math.abs(turn * 360)).isLessThan(72);
    assertThat(bench.sample.strokes).isEqualTo(bench.machine.truthStrokes);
    assertThat(bench.sample.strokesAfterRelease)
        .isBetween(0L, bench.machine.truthStrokes - before + 1);
  }

  @Test
  void nothingMovesBeforeSomebodyHasReset() {
    Bench bench = new Bench();
    bench.ms(200);
    assertThat(bench.sample.fault).isEqualTo(Fault.STARTED);
    assertThat(bench.clear(true)).isEqualTo(Outcome.DONE);
    assertThat(bench.arm()).isEqualTo(Outcome.LATCHED);
    assertThat(bench.reset()).isEqualTo(Outcome.DONE);
    assertThat(bench.arm()).isEqualTo(Outcome.DONE);
  }
}
