package org.stipple.sim.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LifeCycleTest {

  private final ScriptedPins pins = new ScriptedPins();
  private final TestHost host = TestHost.connected(BoardKind.PICO, pins);

  @Test
  void remembersItsConfigurationUntilReset() {
    Message fresh = host.ask("get_config", "config");
    assertThat(fresh.number("is_config")).isZero();
    assertThat(fresh.number("move_count")).isZero();
    host.send("allocate_oids count=1");
    host.send("finalize_config crc=3735928559");
    Message done = host.ask("get_config", "config");
    assertThat(done.number("is_config")).isEqualTo(1);
    assertThat(done.unsigned("crc")).isEqualTo(3_735_928_559L);
    assertThat(done.number("move_count")).isEqualTo(1024);
    host.send("reset");
    host.run(400_000_000);
    host.probe();
    assertThat(host.sequence).as("sequence starts anew").isZero();
    assertThat(host.ask("get_config", "config").number("is_config")).isZero();
  }

  @Test
  void resetSendsNoAcknowledgementAndGoesOffTheUsb() {
    int before = host.received.size();
    host.write("reset");
    host.run(10_000_000);
    assertThat(host.received).hasSize(before);
    assertThat(host.board.isAttached()).isFalse();
    assertThat(pins.releases).isEqualTo(2);
    host.run(400_000_000);
    assertThat(host.board.isAttached()).isTrue();
    assertThat(host.board.boots()).isEqualTo(2);
    assertThat(host.last("starting").sequence()).isZero();
  }

  @Test
  void uartBoardReboots15MillisecondsLaterWithoutLeavingTheLine() {
    TestHost avr = TestHost.connected(BoardKind.AVR, pins);
    int starts = avr.all("starting").size();
    avr.write("reset");
    avr.run(14_000_000);
    assertThat(avr.board.isAttached()).isTrue();
    assertThat(avr.all("starting")).hasSize(starts);
    avr.run(5_000_000);
    assertThat(avr.all("starting")).hasSize(starts + 1);
  }

  @Test
  void configResetWorksOnlyWhileShutDown() {
    TestHost process = TestHost.connected(BoardKind.PICO.withConfigReset(), pins);
    process.send("config_reset");
    assertThat(process.shutdownText()).isEqualTo("config_reset only available when shutdown");
    process.send("config_reset");
    process.run(400_000_000);
    assertThat(process.board.boots()).isEqualTo(2);
    assertThat(process.board.shutdownReason()).isNull();
  }

  @Test
  void keepsTheFirstReasonAndAnswersIsShutdownPerSkippedCommand() {
    host.send("allocate_oids count=1");
    host.send("emergency_stop");
    host.send("allocate_oids count=1");
    assertThat(host.last("is_shutdown").text("static_string_id")).isEqualTo("Command request");
    int before = host.all("is_shutdown").size();
    host.send("finalize_config crc=1", "finalize_config crc=1", "debug_nop", "get_clock");
    assertThat(host.all("is_shutdown")).hasSize(before + 2);
    host.send("emergency_stop");
    assertThat(host.shutdownText()).isEqualTo("Command request");
    assertThat(host.ask("get_config", "config").number("is_shutdown")).isEqualTo(1);
  }

  @Test
  void identifiesWhileShutDown() {
    host.send("emergency_stop");
    TestHost second = new TestHost(host.board);
    second.connect();
    assertThat(second.knows("queue_step")).isTrue();
  }

  @Test
  void clearShutdownKeepsTheConfiguration() {
    host.send("allocate_oids count=1");
    host.send("finalize_config crc=9");
    host.send("emergency_stop");
    host.send("clear_shutdown");
    Message config = host.ask("get_config", "config");
    assertThat(config.number("is_shutdown")).isZero();
    assertThat(config.number("is_config")).isEqualTo(1);
    assertThat(config.number("crc")).isEqualTo(9);
  }

  @Test
  void outputsGoToTheirDefaultsOnShutdown() {
    host.send("allocate_oids count=2");
    host.send(
        "config_digital_out oid=0 pin=gpio10 value=0 default_value=1 max_duration=0",
        "config_pwm_out oid=1 pin=gpio2 cycle_ticks=200 value=100 default_value=0 max_duration=0");
    assertThat(pins.output(10)).isZero();
    host.send("emergency_stop");
    assertThat(pins.output(10)).as("the buzzer sounds").isEqualTo(1);
    assertThat(pins.output(2)).isZero();
  }

  @Test
  void clockStartsASecondBelowTheWrapAndRunsOverIt() {
    SimulatedBoard board = new SimulatedBoard(BoardKind.PICO.withClockErrorPpm(0), 1, pins, 0);
    TestHost fresh = new TestHost(board);
    fresh.connect();
    Message before = fresh.ask("get_uptime", "uptime");
    assertThat(before.number("high")).isZero();
    assertThat(before.number("clock")).as("sent in its short negative form").isNegative();
    fresh.runSeconds(1.2);
    Message after = fresh.ask("get_uptime", "uptime");
    assertThat(after.number("high")).isEqualTo(1);
    assertThat(after.unsigned("clock")).isLessThan(12_000_000L);
    assertThat(fresh.ask("get_clock", "clock").unsigned("clock"))
        .isBetween(after.unsigned("clock"), after.unsigned("clock") + 200_000);
  }

  @Test
  void timedEventsRunAcrossTheWrap() {
    SimulatedBoard board = new SimulatedBoard(BoardKind.PICO.withClockErrorPpm(0), 1, pins, 0);
    TestHost fresh = new TestHost(board);
    fresh.connect();
    fresh.send("allocate_oids count=1");
    fresh.send("config_digital_out oid=0 pin=gpio3 value=0 default_value=0 max_duration=0");
    fresh.send("finalize_config crc=0");
    fresh.run(950_000_000 - fresh.nowNs);
    fresh.send("queue_digital_out oid=0 clock=600000 on_ticks=1");
    fresh.run(200_000_000);
    assertThat(pins.changesOf(3).getLast().value()).isEqualTo(1);
    assertThat(pins.changesOf(3).getLast().timeNs()).isEqualTo(1_050_000_000L);
  }

  @Test
  void clockErrorIsThatOfItsCrystal() {
    TestHost fast = TestHost.connected(BoardKind.PICO.withClockErrorPpm(100), pins);
    long from = fast.board.clock();
    fast.runSeconds(10);
    assertThat(fast.board.clock() - from).isBetween(120_011_900L, 120_012_100L);
  }

  @Test
  void tellsItsLoadEveryFiveSeconds() {
    host.runSeconds(20.5);
    assertThat(host.all("stats")).hasSizeBetween(3, 4);
    assertThat(host.last("stats").number("count")).isBetween(45, 60);
  }

  @Test
  void answersPings() {
    assertThat(host.ask("debug_ping data=0102ff7e", "pong").text("data")).isEqualTo("0102ff7e");
  }

  @Test
  void unpluggedBoardReleasesItsPinsAndComesBackFresh() {
    host.send("allocate_oids count=1");
    int releases = pins.releases;
    host.board.unplug(host.nowNs);
    assertThat(host.board.isAttached()).isFalse();
    assertThat(pins.releases).isEqualTo(releases + 1);
    host.board.plug(host.nowNs);
    host.run(400_000_000);
    host.probe();
    host.send("allocate_oids count=1");
    assertThat(host.board.shutdownReason()).isNull();
  }
}
