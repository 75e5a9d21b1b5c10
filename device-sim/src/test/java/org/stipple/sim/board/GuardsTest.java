package org.stipple.sim.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardsTest {

  private static final int MS = 12_000;

  private final ScriptedPins pins = new ScriptedPins();
  private final TestHost host = TestHost.connected(BoardKind.PICO.withClockErrorPpm(0), pins);

  /** One digital output (oid 0, gpio3, 50 ms) and one PWM (oid 1, gpio2, 50 ms), finalized. */
  private void configure() {
    host.send("allocate_oids count=4");
    host.send(
        "config_digital_out oid=0 pin=gpio3 value=0 default_value=0 max_duration=" + 50 * MS,
        "config_pwm_out oid=1 pin=gpio2 cycle_ticks=200 value=0 default_value=0 max_duration="
            + 50 * MS);
    host.send("finalize_config crc=7");
  }

  private String reason() {
    host.runSeconds(0.3);
    return host.shutdownText();
  }

  @Test
  void digitalOutExpiresWhenItIsNotRefreshed() {
    configure();
    host.write("update_digital_out oid=0 value=1");
    host.run(5_000_000);
    long onNs = pins.changesOf(3).getLast().timeNs();
    assertThat(pins.output(3)).isEqualTo(1);
    assertThat(reason()).isEqualTo("Missed scheduling of next digital out event");
    assertThat(pins.output(3)).isZero();
    assertThat(pins.changesOf(3).getLast().timeNs() - onNs).isBetween(49_999_900L, 50_000_100L);
  }

  @Test
  void refreshedDigitalOutStaysOn() {
    configure();
    for (int i = 0; i < 30; i++) {
      host.write("update_digital_out oid=0 value=1");
      host.run(45_000_000);
    }
    assertThat(host.board.shutdownReason()).isNull();
    assertThat(pins.output(3)).isEqualTo(1);
    assertThat(pins.changesOf(3)).as("one change, no flicker").hasSize(2);
  }

  @Test
  void outputAtItsDefaultNeedsNoRefresh() {
    configure();
    host.write("update_digital_out oid=0 value=1");
    host.run(10_000_000);
    host.write("update_digital_out oid=0 value=0");
    host.runSeconds(1);
    assertThat(host.board.shutdownReason()).isNull();
  }

  @Test
  void pwmExpiresAfterItsExecutedEvent() {
    configure();
    host.write("queue_pwm_out oid=1 clock=" + host.clockIn(20) + " value=16384");
    host.run(25_000_000);
    assertThat(pins.output(2)).isEqualTo(0.5);
    long onNs = pins.changesOf(2).getLast().timeNs();
    assertThat(reason()).isEqualTo("Missed scheduling of next hard pwm event");
    assertThat(pins.output(2)).isZero();
    assertThat(pins.changesOf(2).getLast().timeNs() - onNs).isBetween(49_999_900L, 50_000_100L);
  }

  @Test
  void queuedEventsRunAtTheirClockAndGiveTheirNodesBack() {
    configure();
    long first = host.clockIn(10);
    for (int i = 0; i < 100; i++) {
      host.write(
          "queue_pwm_out oid=1 clock=" + (first + i * 5L * MS) + " value=" + (i % 2 + 1) * 1000);
      host.run(5_000_000);
    }
    assertThat(host.board.shutdownReason()).isNull();
    assertThat(pins.changesOf(2)).hasSizeGreaterThan(95);
    long gapNs = pins.changesOf(2).get(50).timeNs() - pins.changesOf(2).get(49).timeNs();
    assertThat(gapNs).isBetween(4_999_999L, 5_000_001L);
  }

  @Test
  void eventBeyondTheGuardIsRefusedWhenTheQueueIsEmpty() {
    configure();
    host.write("queue_pwm_out oid=1 clock=" + host.clockIn(5) + " value=100");
    host.run(10_000_000);
    host.write("queue_pwm_out oid=1 clock=" + host.clockIn(60) + " value=100");
    host.run(3_000_000);
    assertThat(host.shutdownText()).isEqualTo("Scheduled pwm event will exceed max_duration");
  }

  @Test
  void eventBeyondTheGuardIsRefusedWhenThePreviousRuns() {
    configure();
    host.write(
        "queue_digital_out oid=0 clock=" + host.clockIn(20) + " on_ticks=1",
        "queue_digital_out oid=0 clock=" + host.clockIn(90) + " on_ticks=1");
    host.run(15_000_000);
    assertThat(host.board.shutdownReason()).isNull();
    host.run(10_000_000);
    assertThat(host.shutdownText())
        .isEqualTo("Scheduled digital out event will exceed max_duration");
    assertThat(pins.output(3)).isZero();
  }

  @Test
  void clockInThePastIsTooClose() {
    configure();
    host.write("queue_pwm_out oid=1 clock=" + host.clockIn(-20) + " value=100");
    assertThat(reason()).isEqualTo("Timer too close");
  }

  @Test
  void queueOverflowsAtItsLastNode() {
    configure();
    assertThat(host.ask("get_config", "config").number("move_count")).isEqualTo(1024);
    long clock = host.clockIn(900);
    for (int i = 0; i < 256; i++) {
      String[] four = new String[4];
      for (int k = 0; k < 4; k++) {
        four[k] = "queue_pwm_out oid=1 clock=" + (clock + i * 4L + k) + " value=0";
      }
      host.write(four);
      host.run(500_000);
    }
    host.run(5_000_000);
    assertThat(host.board.shutdownReason()).isNull();
    host.send("queue_pwm_out oid=1 clock=" + (clock + 5000) + " value=0");
    assertThat(host.shutdownText()).isEqualTo("Move queue overflow");
  }

  @Test
  void thereIsNoQueueBeforeTheConfigurationIsFinal() {
    host.send("allocate_oids count=1");
    host.send(
        "config_pwm_out oid=0 pin=gpio2 cycle_ticks=200 value=0 default_value=0 max_duration=0");
    host.send("queue_pwm_out oid=0 clock=" + host.clockIn(20) + " value=0");
    assertThat(host.shutdownText()).isEqualTo("Move queue overflow");
  }

  @Test
  void softPwmTogglesFromItsEventOn() {
    configure();
    host.send("set_digital_out_pwm_cycle oid=0 cycle_ticks=" + 20 * MS);
    host.write("queue_digital_out oid=0 clock=" + host.clockIn(10) + " on_ticks=" + 5 * MS);
    host.run(45_000_000);
    var changes = pins.changesOf(3);
    assertThat(changes).hasSizeGreaterThanOrEqualTo(4);
    assertThat(changes.get(2).timeNs() - changes.get(1).timeNs()).isBetween(4_999_900L, 5_000_100L);
    assertThat(changes.get(3).timeNs() - changes.get(1).timeNs())
        .isBetween(19_999_900L, 20_000_100L);
  }

  @ParameterizedTest
  @CsvSource({
    "config_digital_out oid=3 pin=77 value=0 default_value=0 max_duration=0, Not an output pin",
    "config_pwm_out oid=3 pin=77 cycle_ticks=9 value=0 default_value=0 max_duration=0,"
        + " Not a valid PWM pin",
    "config_counter oid=3 pin=99 pull_up=0, Not a valid input pin",
    "config_analog_in oid=3 pin=gpio2, Not a valid ADC pin",
    "config_counter oid=4 pin=gpio5 pull_up=0, Can't assign oid",
    "config_buttons oid=3 button_count=9, Max of 8 buttons",
    "allocate_oids count=3, oids already allocated",
    "query_counter oid=1 clock=1 poll_ticks=1 sample_ticks=1, Invalid oid type",
    "query_counter oid=200 clock=1 poll_ticks=1 sample_ticks=1, Invalid oid type",
    "emergency_stop, Command request",
    "clear_shutdown, Shutdown cleared when not shutdown",
  })
  void refusesWithTheFirmwaresText(String command, String text) {
    host.send("allocate_oids count=4");
    host.send("config_buttons oid=0 button_count=1");
    host.send(command);
    assertThat(host.shutdownText()).isEqualTo(text);
  }

  @Test
  void refusesAfterTheConfigurationIsFinal() {
    configure();
    host.send("config_counter oid=2 pin=gpio5 pull_up=0");
    assertThat(host.shutdownText()).isEqualTo("Can't assign oid");
  }

  @Test
  void refusesToFinalizeTwice() {
    configure();
    host.send("finalize_config crc=7");
    assertThat(host.shutdownText()).isEqualTo("Already finalized");
  }

  @Test
  void refusesUpdatesAndCyclesBesideQueuedEvents() {
    configure();
    host.send("queue_digital_out oid=0 clock=" + host.clockIn(30) + " on_ticks=0");
    host.send("update_digital_out oid=0 value=0");
    assertThat(host.shutdownText()).isEqualTo("update_digital_out not valid with active queue");
    host.send("clear_shutdown");
    host.send(
        "queue_digital_out oid=0 clock=" + host.clockIn(30) + " on_ticks=0",
        "set_digital_out_pwm_cycle oid=0 cycle_ticks=100000");
    assertThat(host.shutdownText())
        .isEqualTo("Can not set soft pwm cycle ticks while updates pending");
  }

  @Test
  void atmegaHasNoPullDownAndFewPwmPins() {
    TestHost avr = TestHost.connected(BoardKind.AVR, pins);
    avr.send("allocate_oids count=2");
    avr.send("config_pwm_out oid=0 pin=PH3 cycle_ticks=9 value=0 default_value=0 max_duration=0");
    assertThat(avr.board.shutdownReason()).isNull();
    avr.send("config_counter oid=1 pin=PA0 pull_up=-1");
    assertThat(avr.shutdownText()).isEqualTo("Not a valid input pin");
    avr.send("clear_shutdown");
    avr.send("config_pwm_out oid=1 pin=PA0 cycle_ticks=9 value=0 default_value=0 max_duration=0");
    assertThat(avr.shutdownText()).isEqualTo("Not a valid PWM pin");
  }

  @Test
  void parserErrorWhereABufferRunsPastTheBlock() {
    Integer ping = host.commands().get("debug_ping");
    byte[] frame = new byte[64];
    int at =
        org.stipple.controller.wire.Vlq.write(frame, 2, java.util.Objects.requireNonNull(ping));
    frame[at++] = 30;
    frame[at++] = 1;
    int length = org.stipple.controller.wire.Frame.seal(frame, 0, host.sequence++, at - 2);
    host.board.receive(frame, 0, length, host.nowNs);
    assertThat(reason()).isEqualTo("Command parser error");
  }

  @Test
  void truncatedCommandSwallowsTheCrc() {
    configure();
    Integer id = host.commands().get("queue_digital_out");
    byte[] frame = new byte[64];
    int at = org.stipple.controller.wire.Vlq.write(frame, 2, java.util.Objects.requireNonNull(id));
    int length = org.stipple.controller.wire.Frame.seal(frame, 0, host.sequence++, at - 2);
    host.board.receive(frame, 0, length, host.nowNs);
    assertThat(reason()).isEqualTo("Invalid oid type");
  }
}
