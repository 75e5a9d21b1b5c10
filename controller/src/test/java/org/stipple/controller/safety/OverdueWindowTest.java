package org.stipple.controller.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class OverdueWindowTest {

  private final OverdueWindow window = new OverdueWindow();
  private long nowNs = 5_000_000_000L;

  private void ticks(int count, double everyMs) {
    for (int i = 0; i < count; i++) {
      nowNs += (long) (everyMs * 1e6);
      window.tick(nowNs);
    }
  }

  @Test
  void ticksOnTimeOweNothing() {
    ticks(3_000, 1);
    assertThat(window.percent()).isZero();
  }

  @Test
  void everyThirdTickMissingIsAQuarterOfTheTime() {
    for (int i = 0; i < 1_000; i++) {
      ticks(1, 1);
      ticks(1, 2);
    }
    // 0.5 ms of every 3 ms are owed.
    assertThat(window.percent()).isCloseTo(100.0 / 6, within(2.0));
  }

  @Test
  void aPauseIsForgottenAfterASecond() {
    ticks(1_000, 1);
    ticks(1, 300);
    assertThat(window.percent()).isCloseTo(29.85, within(0.1));
    ticks(800, 1);
    assertThat(window.percent()).isGreaterThan(20);
    ticks(300, 1);
    assertThat(window.percent()).isZero();
  }

  @Test
  void aPauseOfMinutesIsForgottenToo() {
    ticks(10, 1);
    ticks(1, 200_000);
    assertThat(window.percent()).isGreaterThan(100);
    ticks(1_100, 1);
    assertThat(window.percent()).isZero();
  }
}
