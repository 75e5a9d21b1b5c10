package org.stipple.sim.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stipple.sim.world.SimulatedMachine;

/** A running machine whose host falls silent, resets the board, or pulls the cable. */
class SilentHostTest {

  private static final long MS = 1_000_000;

  private final SimulatedMachine machine = new SimulatedMachine(BoardKind.PICO, 5, 0);
  private final TestHost host = new TestHost(machine.board());

  private void runMotor() {
    host.connect();
    host.send("allocate_oids count=5");
    host.send(
        "config_digital_out oid=0 pin=gpio3 value=0 default_value=0 max_duration=600000",
        "config_pwm_out oid=1 pin=gpio2 cycle_ticks=200 value=0 default_value=0"
            + " max_duration=720000");
    host.send(
        "config_digital_out oid=2 pin=gpio4 value=0 default_value=0 max_duration=600000",
        "config_digital_out oid=3 pin=gpio10 value=0 default_value=1 max_duration=0");
    host.send("config_counter oid=4 pin=gpio5 pull_up=0");
    host.send("finalize_config crc=1");
    host.send(
        "query_counter oid=4 clock=" + host.clockIn(10) + " poll_ticks=600 sample_ticks=24000");
    for (int i = 0; i < 100; i++) {
      host.write(
          "update_digital_out oid=0 value=1",
          "update_digital_out oid=2 value=1",
          "queue_pwm_out oid=1 clock=" + host.clockIn(15) + " value=" + (20_000 + i % 2));
      host.run(10 * MS);
    }
    machine.advanceTo(host.nowNs);
    assertThat(machine.board().shutdownReason()).isNull();
    assertThat(machine.plant().lastStrokeHz()).isGreaterThan(80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"silence", "stop", "reset", "unplug"})
  void driveIsOffWithin100AndStandsWithin200Milliseconds(String cause) {
    runMotor();
    long from = host.nowNs;
    switch (cause) {
      case "stop" -> host.write("emergency_stop");
      case "reset" -> machine.board().reset(from);
      case "unplug" -> machine.board().unplug(from);
      default -> {}
    }
    for (long at = from; at <= from + 400 * MS; at += MS) {
      machine.advanceTo(at);
    }
    assertThat(machine.wiring().drive().isOn()).isFalse();
    assertThat(machine.wiring().bridgeDuty()).isZero();
    assertThat(machine.wiring().drive().offNs() - from).isLessThanOrEqualTo(100 * MS);
    assertThat(machine.silenceAtDriveOffNs()).isBetween(0L, 100 * MS);
    assertThat(machine.wiring().drive().standstillNs() - from).isBetween(1L, 200 * MS);
    assertThat(machine.wiring().isSupplyOn()).isFalse();
    boolean powered = cause.equals("silence") || cause.equals("stop");
    assertThat(machine.wiring().isBuzzing()).isEqualTo(powered);
  }
}
