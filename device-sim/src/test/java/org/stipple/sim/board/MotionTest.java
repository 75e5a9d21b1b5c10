package org.stipple.sim.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MotionTest {

  private static final long NS_PER_MS = 1_000_000;

  private final ScriptedPins pins = new ScriptedPins();
  private final TestHost host = TestHost.connected(BoardKind.AVR.withClockErrorPpm(0), pins);

  private void configure() {
    host.send("allocate_oids count=3");
    host.send(
        "config_stepper oid=0 step_pin=PC1 dir_pin=PC2 invert_step=0 step_pulse_ticks=32",
        "config_endstop oid=1 pin=PC4 pull_up=1",
        "config_trsync oid=2");
    host.send("finalize_config crc=1");
  }

  @Test
  void stepsAtTheTimesOfItsThreeSegments() {
    configure();
    long start = host.clockIn(50);
    host.write(
        "set_next_step_dir oid=0 dir=1",
        "reset_step_clock oid=0 clock=" + start,
        "queue_step oid=0 interval=16000 count=40 add=-200",
        "queue_step oid=0 interval=8000 count=200 add=0",
        "queue_step oid=0 interval=8000 count=40 add=200");
    host.run(400 * NS_PER_MS);
    assertThat(pins.stepsNs).hasSize(280);
    long spanTicks = (pins.stepsNs.getLast() - pins.stepsNs.getFirst()) * 16 / 1000;
    long computed = 40 * 16_000 - 200 * 780 + 200 * 8_000 + 40 * 8_000 + 200 * 780 - 16_000;
    assertThat(computed).isEqualTo(2_544_000);
    assertThat(spanTicks).isBetween(computed - 2, computed + 2);
    assertThat(pins.stepsNs.getFirst() - host.board.nsOfClock((int) start))
        .isBetween(999_998L, 1_000_002L);
    assertThat(host.ask("stepper_get_position oid=0", "stepper_position").number("pos"))
        .isEqualTo(280);
    assertThat(pins.output(host.board.kind().pinNumber("PC2"))).isEqualTo(1);
  }

  @Test
  void countsBackInTheOtherDirection() {
    configure();
    host.write(
        "set_next_step_dir oid=0 dir=1",
        "reset_step_clock oid=0 clock=" + host.clockIn(20),
        "queue_step oid=0 interval=8000 count=10 add=0",
        "set_next_step_dir oid=0 dir=0",
        "queue_step oid=0 interval=8000 count=25 add=0");
    host.run(100 * NS_PER_MS);
    assertThat(host.ask("stepper_get_position oid=0", "stepper_position").number("pos"))
        .isEqualTo(-15);
  }

  @Test
  void stepTimeInThePastIsTooClose() {
    configure();
    host.write(
        "reset_step_clock oid=0 clock=" + host.clockIn(1),
        "queue_step oid=0 interval=1000 count=2 add=0");
    host.run(100 * NS_PER_MS);
    host.send("queue_step oid=0 interval=8000 count=2 add=0");
    assertThat(host.shutdownText()).isEqualTo("Timer too close");
  }

  @Test
  void refusesWhatNoStepperCanDo() {
    configure();
    host.send("queue_step oid=0 interval=8000 count=0 add=0");
    assertThat(host.shutdownText()).isEqualTo("Invalid count parameter");
    host.send("clear_shutdown");
    host.send(
        "reset_step_clock oid=0 clock=" + host.clockIn(20),
        "queue_step oid=0 interval=80000 count=20 add=0",
        "reset_step_clock oid=0 clock=" + host.clockIn(90));
    assertThat(host.shutdownText()).isEqualTo("Can't reset time when stepper active");
    host.send("clear_shutdown");
    host.send(
        "reset_step_clock oid=0 clock=" + host.clockIn(20),
        "queue_step oid=0 interval=1000 count=10 add=-500");
    host.run(100 * NS_PER_MS);
    assertThat(host.shutdownText()).isEqualTo("Stepper too far in past");
  }

  @Test
  void shutdownStopsTheStepperUntilItsClockIsReset() {
    configure();
    host.write(
        "reset_step_clock oid=0 clock=" + host.clockIn(20),
        "queue_step oid=0 interval=16000 count=1000 add=0");
    host.run(100 * NS_PER_MS);
    host.send("emergency_stop");
    int steps = pins.stepsNs.size();
    assertThat(steps).isPositive();
    host.send("clear_shutdown");
    host.send("queue_step oid=0 interval=16000 count=10 add=0");
    host.run(100 * NS_PER_MS);
    assertThat(pins.stepsNs).hasSize(steps);
    host.send(
        "reset_step_clock oid=0 clock=" + host.clockIn(20),
        "queue_step oid=0 interval=16000 count=10 add=0");
    host.run(100 * NS_PER_MS);
    assertThat(pins.stepsNs).hasSize(steps + 10);
  }

  private void home(double timeoutMs) {
    host.send(
        "trsync_start oid=2 report_clock="
            + host.clockIn(20)
            + " report_ticks=800000 expire_reason=4");
    host.send("stepper_stop_on_trigger oid=0 trsync_oid=2");
    host.send("trsync_set_timeout oid=2 clock=" + host.clockIn(timeoutMs));
    host.send(
        "endstop_home oid=1 clock="
            + host.clockIn(20)
            + " sample_ticks=240 sample_count=4 rest_ticks=3200 pin_value=1 trsync_oid=2 trigger_reason=1");
    host.send("set_next_step_dir oid=0 dir=0");
    host.send("reset_step_clock oid=0 clock=" + host.clockIn(30));
    host.send("queue_step oid=0 interval=8000 count=5000 add=0");
  }

  @Test
  void homesInTheVerifiedOrder() {
    configure();
    home(5_000);
    pins.levels.put(host.board.kind().pinNumber("PC4"), ns -> pins.stepsNs.size() >= 680);
    host.run(900 * NS_PER_MS);
    assertThat(pins.stepsNs).hasSizeBetween(680, 681);
    Message report = host.last("trsync_state");
    assertThat(report.number("can_trigger")).isZero();
    assertThat(report.number("trigger_reason")).isEqualTo(1);
    Message endstop = host.ask("endstop_query_state oid=1", "endstop_state");
    assertThat(endstop.number("homing")).isEqualTo(1);
    assertThat(endstop.number("pin_value")).isEqualTo(1);
    long hitNs = host.board.nsOfClock(endstop.number("next_clock") - 3200);
    assertThat(hitNs - pins.stepsNs.get(679)).isBetween(0L, 200_000L);
    int reports = host.all("trsync_state").size();
    host.run(200 * NS_PER_MS);
    assertThat(host.all("trsync_state")).as("goes on until ended").hasSizeGreaterThan(reports);
    host.send(
        "endstop_home oid=1 clock=0 sample_ticks=0 sample_count=0 rest_ticks=0 pin_value=0 trsync_oid=0 trigger_reason=0");
    Message answer = host.ask("trsync_trigger oid=2 reason=2", "trsync_state");
    assertThat(answer.number("trigger_reason")).isEqualTo(1);
    assertThat(answer.number("clock")).isZero();
    assertThat(host.ask("endstop_query_state oid=1", "endstop_state").number("homing")).isZero();
    assertThat(host.ask("stepper_get_position oid=0", "stepper_position").number("pos"))
        .isEqualTo(-pins.stepsNs.size());
    int steps = pins.stepsNs.size();
    host.send("queue_step oid=0 interval=8000 count=5 add=0");
    host.run(100 * NS_PER_MS);
    assertThat(pins.stepsNs).as("ignored until its clock is reset").hasSize(steps);
  }

  @Test
  void expiryStopsTheStepperWhereTheHostFellSilent() {
    configure();
    home(300);
    host.runSeconds(1);
    assertThat(host.last("trsync_state").number("trigger_reason")).isEqualTo(4);
    assertThat(pins.stepsNs).hasSizeBetween(480, 620);
  }

  @Test
  void aGlitchOfTheEndstopDoesNotFire() {
    configure();
    home(5_000);
    long at = host.nowNs + 100 * NS_PER_MS;
    pins.levels.put(host.board.kind().pinNumber("PC4"), ns -> ns >= at && ns < at + 20_000);
    host.run(300 * NS_PER_MS);
    assertThat(host.last("trsync_state").number("can_trigger")).isEqualTo(1);
  }

  @Test
  void hostCanFireTheTrigger() {
    configure();
    home(5_000);
    host.run(100 * NS_PER_MS);
    Message answer = host.ask("trsync_trigger oid=2 reason=2", "trsync_state");
    assertThat(answer.number("trigger_reason")).isEqualTo(2);
    int steps = pins.stepsNs.size();
    host.run(100 * NS_PER_MS);
    assertThat(pins.stepsNs).hasSize(steps);
    host.send("stepper_stop_on_trigger oid=0 trsync_oid=2");
    host.send("stepper_stop_on_trigger oid=0 trsync_oid=2");
    assertThat(host.shutdownText()).isEqualTo("Can't add signal that is already active");
  }
}
