package org.stipple.controller.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class LoopTimerTest {

  @Test
  void neverReturnsBeforeTheDeadline() {
    LoopTimer timer = new LoopTimer();
    for (int i = 0; i < 50; i++) {
      long dueNs = timer.nowNs() + 300_000;
      timer.sleepUntilNs(dueNs);
      assertThat(timer.nowNs()).isGreaterThanOrEqualTo(dueNs);
    }
  }

  @Test
  void aDeadlineThatHasPassedIsNotWaitedFor() {
    LoopTimer timer = new LoopTimer();
    long beforeNs = timer.nowNs();
    for (int i = 0; i < 1_000; i++) {
      timer.sleepUntilNs(beforeNs - 1_000_000_000L);
    }
    assertThat(timer.nowNs() - beforeNs).isLessThan(1_000_000_000L);
  }

  @Test
  void theSpinFollowsTheKernelWithinItsBounds() {
    LoopTimer timer = new LoopTimer();
    for (int i = 0; i < 200; i++) {
      timer.sleepUntilNs(timer.nowNs() + 200_000);
      assertThat(timer.spinNs()).isBetween(LoopTimer.SPIN_NS_MIN, LoopTimer.SPIN_NS_MAX);
    }
  }

  @Test
  void aThreadKeptWaitingBetweenTheClocksDoesNotTakeThemForDifferentOnes() {
    assertThat(LoopTimer.aheadNs(1_000, 1_001, 5_000_000_000L)).isZero();
    assertThat(LoopTimer.aheadNs(1_000, 4_999_999_999L, 5_000_000_000L)).isZero();
    assertThat(LoopTimer.aheadNs(-3_000, 7_000, -1_000)).isEqualTo(9_000);
  }

  @Test
  void whatItWaitsForIsMostlySlept() {
    LoopTimer timer = new LoopTimer();
    long cpuNs = cpuNs();
    for (int i = 0; i < 200; i++) {
      timer.sleepUntilNs(timer.nowNs() + 1_000_000);
    }
    assertThat(cpuNs() - cpuNs).isLessThan(100_000_000L);
  }

  private static long cpuNs() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
