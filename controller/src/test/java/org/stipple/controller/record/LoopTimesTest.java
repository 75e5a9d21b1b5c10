package org.stipple.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.stipple.controller.io.LoopClock;
import org.stipple.controller.record.LoopTimes.Span;

final class LoopTimesTest {

  /** Each look takes 5 us. */
  private static final class SlowClock implements LoopClock {
    private long nowNs;

    @Override
    public long nowNs() {
      nowNs += 5_000;
      return nowNs;
    }

    @Override
    public void sleepUntilNs(long deadlineNs) {}
  }

  private static Histogram drained(LoopTimes times, Span span) {
    Histogram total = LoopTimes.histogram();
    times.drainInto(span, total, LoopTimes.histogram());
    return total;
  }

  @Test
  void aPauseCountsOnceForEveryTickThatWasDue() {
    LoopTimes times = LoopTimes.withoutStages();
    times.late(0);
    times.skipped(300, 300_000_000, 1_000_000);
    Histogram lateness = drained(times, Span.LATENESS);
    assertThat(lateness.getTotalCount()).isEqualTo(301);
    assertThat(lateness.getValueAtPercentile(50) / 1e6).isBetween(148.0, 153.0);
    assertThat(lateness.getMaxValue() / 1e6).isBetween(300.0, 303.0);
  }

  @Test
  void aPauseOfHoursStaysBounded() {
    LoopTimes times = LoopTimes.withoutStages();
    times.skipped(10_000_000, 10_000_000_000_000L, 1_000_000);
    assertThat(drained(times, Span.LATENESS).getTotalCount()).isEqualTo(60_000);
  }

  @Test
  void anEarlyTickIsOnTime() {
    LoopTimes times = LoopTimes.withoutStages();
    times.late(-5_000);
    assertThat(drained(times, Span.LATENESS).getMaxValue()).isZero();
  }

  @Test
  void aStageLastsFromTheOneBeforeToItsLap() {
    LoopTimes times = LoopTimes.by(new SlowClock());
    times.begin();
    times.lap(Span.READ);
    times.lap(Span.ESTIMATE);
    assertThat(drained(times, Span.READ).getMaxValue()).isBetween(5_000L, 5_100L);
    assertThat(drained(times, Span.ESTIMATE).getTotalCount()).isEqualTo(1);
    assertThat(drained(times, Span.WRITE).getTotalCount()).isZero();
  }

  @Test
  void whatWasDrainedIsNotDrainedAgain() {
    LoopTimes times = LoopTimes.withoutStages();
    times.worked(20_000);
    assertThat(drained(times, Span.WORK).getTotalCount()).isEqualTo(1);
    assertThat(drained(times, Span.WORK).getTotalCount()).isZero();
  }

  @Test
  void theFirstHundredTicksAfterArmingAreToldApart() {
    LoopTimes times = LoopTimes.withoutStages();
    times.worked(5);
    times.armed();
    for (int i = 0; i < 150; i++) {
      times.worked(i + 1);
    }
    Histogram first = drained(times, Span.FIRST);
    assertThat(first.getTotalCount()).isEqualTo(100);
    assertThat(first.getMaxValue()).isEqualTo(100);
  }
}
