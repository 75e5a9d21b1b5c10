package org.stipple.sim.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.stipple.sim.world.SimulatedMachine;

/** What a simulated second costs: two counters polled 20,000 times, analog, buttons, reports. */
class FootprintTest {

  private static final long MS = 1_000_000;
  private static final int SECONDS = 10;

  /** About twenty times what it takes on an idle core: it notices a mistake, not a busy machine. */
  private static final double CPU_MS_PER_SECOND_MAX = 30;

  private final SimulatedMachine machine = new SimulatedMachine(BoardKind.PICO, 5, 0);
  private final TestHost host = new TestHost(machine.board());
  private final byte[] bytes = new byte[4096];
  private long received;

  @Test
  void runsCheaplyAndWithoutAllocating() {
    configure();
    run(2 * SECONDS);
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = thread.getCurrentThreadAllocatedBytes();
    long cpuNs = thread.getCurrentThreadCpuTime();
    run(SECONDS);
    double cpuMs = (thread.getCurrentThreadCpuTime() - cpuNs) / 1e6;
    long allocatedSince = thread.getCurrentThreadAllocatedBytes() - allocated;
    assertThat(allocatedSince).as("bytes in %d s", SECONDS).isLessThan(10_000);
    assertThat(cpuMs / SECONDS).as("ms of CPU a second").isLessThan(CPU_MS_PER_SECOND_MAX);
    assertThat(received).as("bytes of %d s", 3 * SECONDS).isGreaterThan(3L * SECONDS * 10_000);
    assertThat(machine.board().shutdownReason()).isNull();
    assertThat(machine.plant().lastStrokeHz()).isGreaterThan(80);
  }

  private void run(int seconds) {
    for (int i = 0; i < seconds * 1000; i++) {
      host.nowNs += MS;
      machine.advanceTo(host.nowNs);
      received += machine.board().transmit(bytes, 0, bytes.length);
    }
  }

  private void configure() {
    host.connect();
    host.send("allocate_oids count=7");
    host.send(
        "config_counter oid=0 pin=gpio5 pull_up=0",
        "config_counter oid=1 pin=gpio6 pull_up=0",
        "config_buttons oid=2 button_count=1",
        "buttons_add oid=2 pos=0 pin=gpio7 pull_up=1",
        "config_analog_in oid=3 pin=gpio26");
    host.send(
        "config_digital_out oid=4 pin=gpio3 value=1 default_value=0 max_duration=0",
        "config_digital_out oid=5 pin=gpio4 value=1 default_value=0 max_duration=0");
    host.send(
        "config_pwm_out oid=6 pin=gpio2 cycle_ticks=200 value=20000 default_value=0 max_duration=0",
        "finalize_config crc=1");
    for (int oid = 0; oid < 2; oid++) {
      host.send(
          "query_counter oid="
              + oid
              + " clock="
              + host.clockIn(10)
              + " poll_ticks=600 sample_ticks=24000");
    }
    host.send(
        "buttons_query oid=2 clock="
            + host.clockIn(10)
            + " rest_ticks=12000 retransmit_count=50 invert=0",
        "query_analog_in oid=3 clock="
            + host.clockIn(10)
            + " sample_ticks=1200 sample_count=8 rest_ticks=24000 bytes_per_report=4"
            + " min_value=0 max_value=65535 range_check_count=4");
  }
}
