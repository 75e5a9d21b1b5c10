package org.stipple.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.stipple.controller.control.Mode;
import org.stipple.controller.safety.Fault;

/** 0 bytes a tick: the loop thread never has a reason to wait for the collector. */
final class AllocationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static long bytesOfThousandTicks(Bench bench) {
    for (int i = 0; i < 30; i++) {
      bench.ms(1000);
    }
    long most = 0;
    for (int window = 0; window < 3; window++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      bench.ms(1000);
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      most = Math.max(most, bytes);
    }
    return most;
  }

  @Test
  void theTickAllocatesNothingWhileDisarmed() {
    Bench bench = new Bench();
    assertThat(bytesOfThousandTicks(bench)).isZero();
    assertThat(bench.sample.mode).isEqualTo(Mode.DISARMED);
  }

  @Test
  void theTickAllocatesNothingWhileRunning() {
    Bench bench = new Bench().running();
    assertThat(bytesOfThousandTicks(bench)).isZero();
    assertThat(bench.sample.mode).isEqualTo(Mode.RUNNING);
  }

  @Test
  void theTickAllocatesNothingWhileFaulted() {
    Bench bench = new Bench().running();
    bench.machine.estopOpen = true;
    assertThat(bytesOfThousandTicks(bench)).isZero();
    assertThat(bench.sample.fault).isEqualTo(Fault.ESTOP);
  }

  @Test
  void theMeasurementSeesAnAllocation() {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    byte[] some = new byte[1000];
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
        .isGreaterThanOrEqualTo(some.length);
  }
}
