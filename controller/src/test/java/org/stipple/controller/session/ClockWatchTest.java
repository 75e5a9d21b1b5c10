package org.stipple.controller.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ClockWatchTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private long nowNs;
  private long lookNs;
  private double aheadS;

  /** Each reading of the monotonic clock takes its time. */
  private long reading() {
    nowNs += lookNs;
    return nowNs;
  }

  private final ClockWatch watch =
      new ClockWatch(() -> NOON.plusNanos(nowNs + (long) (aheadS * 1e9)), this::reading);

  private void pass(double seconds) {
    nowNs += (long) (seconds * 1e9);
  }

  @Test
  void aClockThatOnlyGoesOnNeverSteps() {
    for (int i = 0; i < 100; i++) {
      assertThat(watch.look()).isEmpty();
      pass(0.01 * i);
    }
  }

  @Test
  void aStepIsToldOnceWithItsSize() {
    watch.look();
    pass(1);
    aheadS = -3600;
    assertThat(watch.look()).hasValue(-3600.0);
    assertThat(watch.look()).isEmpty();
    aheadS = 0;
    assertThat(watch.look()).hasValue(3600.0);
  }

  @Test
  void aClockThatIsSlowlyBroughtRightIsNoStepHoweverFarItGoes() {
    for (int i = 0; i < 10_000; i++) {
      aheadS += 0.0005; // 500 ppm, the most that is slewed
      pass(1);
      assertThat(watch.look()).isEmpty();
    }
    assertThat(aheadS).isGreaterThan(4);
  }

  @Test
  void aLookThatWasInterruptedSaysNothingAndTheNextOneTells() {
    watch.look();
    aheadS = 60;
    lookNs = 20_000_000;
    assertThat(watch.look()).isEmpty();
    lookNs = 0;
    assertThat(watch.look()).hasValueSatisfying(step -> assertThat(step).isBetween(59.9, 60.1));
  }
}
