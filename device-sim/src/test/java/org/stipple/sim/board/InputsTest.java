package org.stipple.sim.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InputsTest {

  private static final int MS = 12_000;
  private static final long NS_PER_MS = 1_000_000;

  private final ScriptedPins pins = new ScriptedPins();
  private final TestHost host = TestHost.connected(BoardKind.PICO.withClockErrorPpm(0), pins);

  private void counter(long pollTicks, long sampleTicks) {
    host.send("allocate_oids count=1");
    host.send("config_counter oid=0 pin=gpio5 pull_up=1");
    host.send(
        "query_counter oid=0 clock="
            + host.clockIn(10)
            + " poll_ticks="
            + pollTicks
            + " sample_ticks="
            + sampleTicks);
  }

  @Test
  void counterMeasuresAFrequencyExactly() {
    pins.levels.put(5, ns -> ns / (5 * NS_PER_MS) % 2 == 1);
    counter(600, 5L * MS);
    host.runSeconds(2);
    List<Message> states = host.all("counter_state");
    Message first = states.get(10);
    Message last = states.getLast();
    double edges = last.unsigned("count") - first.unsigned("count");
    double ticks = last.number("count_clock") - first.number("count_clock");
    assertThat(edges / ticks * 12e6 / 2).isEqualTo(100.0);
    assertThat(pins.pulls.get(5)).isEqualTo(1);
  }

  @Test
  void counterReportsAtThePollAfterItsSampleTime() {
    counter(1200, 5L * MS);
    host.runSeconds(2);
    List<Message> states = host.all("counter_state");
    int gap = states.get(5).number("next_clock") - states.get(4).number("next_clock");
    assertThat(gap).as("5 ms and one poll of 0.1 ms").isEqualTo(5 * MS + 1200);
  }

  @Test
  void bitZeroOfTheCountIsTheLevel() {
    pins.levels.put(5, ns -> true);
    counter(600, MS);
    host.run(100 * NS_PER_MS);
    assertThat(host.last("counter_state").number("count")).isEqualTo(1);
    long edgeNs = host.nowNs + 3_333_333;
    pins.levels.put(5, ns -> ns < edgeNs);
    host.run(10 * NS_PER_MS);
    Message low = host.last("counter_state");
    assertThat(low.number("count")).isEqualTo(2);
    long pollNs = host.board.nsOfClock(low.number("count_clock"));
    assertThat(pollNs - edgeNs).as("the poll after the edge").isBetween(0L, 50_000L);
  }

  @Test
  void retunedCounterKeepsItsCountAndShutdownSilencesIt() {
    pins.levels.put(5, ns -> ns / (5 * NS_PER_MS) % 2 == 1);
    counter(600, MS);
    host.run(200 * NS_PER_MS);
    int count = host.last("counter_state").number("count");
    host.send(
        "query_counter oid=0 clock=" + host.clockIn(5) + " poll_ticks=1200 sample_ticks=" + MS);
    host.run(50 * NS_PER_MS);
    assertThat(host.last("counter_state").number("count")).isGreaterThan(count);
    host.send("emergency_stop");
    host.send("clear_shutdown");
    int reports = host.all("counter_state").size();
    host.runSeconds(0.5);
    assertThat(host.all("counter_state")).hasSize(reports);
  }

  @Test
  void pollingFasterThanAnyChipCouldIsAnError() {
    counter(1, MS);
    assertThat(host.shutdownText()).isEqualTo("Rescheduled timer in the past");
  }

  private void buttons(int retransmitCount, int initial) {
    host.send("allocate_oids count=1");
    host.send("config_buttons oid=0 button_count=3");
    host.send(
        "buttons_add oid=0 pos=0 pin=gpio7 pull_up=1",
        "buttons_add oid=0 pos=1 pin=gpio8 pull_up=1",
        "buttons_add oid=0 pos=2 pin=gpio9 pull_up=1");
    host.send(
        "buttons_query oid=0 clock="
            + host.clockIn(5)
            + " rest_ticks="
            + 2 * MS
            + " retransmit_count="
            + retransmitCount
            + " invert="
            + initial);
  }

  @Test
  void levelsEqualToTheInitialMaskGiveNoReport() {
    pins.levels.put(7, ns -> true);
    buttons(50, 1);
    host.runSeconds(0.5);
    assertThat(host.all("buttons_state")).isEmpty();
  }

  @Test
  void unacknowledgedChangesAreRepeatedEvery102Milliseconds() {
    buttons(50, 0);
    pins.levels.put(8, ns -> true);
    host.runSeconds(1);
    List<Message> reports = host.all("buttons_state");
    assertThat(reports).hasSizeBetween(9, 10);
    assertThat(reports.getFirst().text("state")).isEqualTo("02");
    assertThat(reports.getFirst().number("ack_count")).isZero();
    assertThat(reports.get(3).timeNs() - reports.get(2).timeNs())
        .isBetween(101_800_000L, 102_200_000L);
    host.send("buttons_ack oid=0 count=1");
    int before = host.all("buttons_state").size();
    host.runSeconds(0.5);
    assertThat(host.all("buttons_state")).hasSize(before);
    pins.levels.put(8, ns -> false);
    host.run(10 * NS_PER_MS);
    assertThat(host.last("buttons_state").text("state")).isEqualTo("00");
    assertThat(host.last("buttons_state").number("ack_count")).isEqualTo(1);
  }

  @Test
  void aPulseShorterThanTheDebounceIsIgnored() {
    buttons(50, 0);
    host.run(20 * NS_PER_MS);
    long from = host.nowNs + NS_PER_MS;
    pins.levels.put(7, ns -> ns >= from && ns < from + 1_900_000);
    host.run(50 * NS_PER_MS);
    assertThat(host.all("buttons_state")).isEmpty();
  }

  @Test
  void keepsEightUnacknowledgedChangesAndDropsTheNinth() {
    buttons(100, 0);
    long from = host.nowNs;
    pins.levels.put(7, ns -> (ns - from) / (10 * NS_PER_MS) % 2 == 1);
    host.run(105 * NS_PER_MS);
    assertThat(host.last("buttons_state").text("state")).isEqualTo("0100010001000100");
    host.send("buttons_ack oid=0 count=3");
    host.run(300 * NS_PER_MS);
    assertThat(host.last("buttons_state").number("ack_count")).isEqualTo(3);
  }

  @Test
  void tooManyRepeatsAndWrongPositionsAreErrors() {
    buttons(128, 0);
    assertThat(host.shutdownText()).isEqualTo("Invalid buttons retransmit count");
    host.send("clear_shutdown");
    host.send("buttons_add oid=0 pos=3 pin=gpio7 pull_up=1");
    assertThat(host.shutdownText()).isEqualTo("Set button past maximum button count");
  }

  private static String analog(TestHost host, String form, int min, int max, int checks) {
    return "query_analog_in oid=0 clock="
        + host.clockIn(5)
        + " sample_ticks=1200 sample_count=4 rest_ticks="
        + 10 * MS
        + form
        + " min_value="
        + min
        + " max_value="
        + max
        + " range_check_count="
        + checks;
  }

  @Test
  void analogReportsSumsOfSeveralSamples() {
    pins.analog.put(26, ns -> 0.25);
    host.send("allocate_oids count=1");
    host.send("config_analog_in oid=0 pin=gpio26");
    host.send(analog(host, " bytes_per_report=6", 0, 65_535, 0));
    host.runSeconds(0.5);
    List<Message> reports = host.all("analog_in_state");
    assertThat(reports).hasSizeBetween(15, 17);
    byte[] values = reports.getLast().bytes("values");
    assertThat(values).hasSize(6);
    assertThat((values[0] & 0xFF) | (values[1] & 0xFF) << 8).isEqualTo(4 * 1024);
    int gap = reports.get(6).number("next_clock") - reports.get(5).number("next_clock");
    assertThat(gap).isEqualTo(3 * 10 * MS);
  }

  @Test
  void analogHasAnOlderForm() {
    TestHost old =
        TestHost.connected(BoardKind.PICO.withClockErrorPpm(0).withOldAnalogForm(), pins);
    pins.analog.put(27, ns -> 0.5);
    old.send("allocate_oids count=1");
    old.send("config_analog_in oid=0 pin=gpio27");
    old.send(analog(old, "", 0, 65_535, 0));
    old.runSeconds(0.2);
    assertThat(old.last("analog_in_state").number("value")).isEqualTo(4 * 2048);
  }

  @Test
  void rangeTripsTheBoardAfterItsCountInARow() {
    host.send("allocate_oids count=1");
    host.send("config_analog_in oid=0 pin=gpio26");
    host.send(analog(host, " bytes_per_report=2", 0, 6000, 3));
    long overNs = host.nowNs + 101 * NS_PER_MS;
    pins.analog.put(26, ns -> ns >= overNs ? 0.9 : 0.1);
    host.run(300 * NS_PER_MS);
    assertThat(host.shutdownText()).isEqualTo("ADC out of range");
    BoardEvent trip =
        host.board.events(0).stream()
            .filter(event -> event.what() == BoardEvent.What.SHUTDOWN)
            .findFirst()
            .orElseThrow();
    assertThat(trip.timeNs() - overNs).isBetween(20 * NS_PER_MS, 31 * NS_PER_MS);
  }

  @Test
  void shortExcursionsDoNotTrip() {
    host.send("allocate_oids count=1");
    host.send("config_analog_in oid=0 pin=gpio26");
    host.send(analog(host, " bytes_per_report=2", 0, 6000, 3));
    pins.analog.put(26, ns -> ns / (20 * NS_PER_MS) % 2 == 0 ? 0.9 : 0.1);
    host.runSeconds(1);
    assertThat(host.board.shutdownReason()).isNull();
  }

  @Test
  void analogGoesOnThroughAShutdownAndAfterIt() {
    host.send("allocate_oids count=1");
    host.send("config_analog_in oid=0 pin=gpio26");
    host.send(analog(host, " bytes_per_report=2", 0, 65_535, 0));
    host.send("emergency_stop");
    int before = host.all("analog_in_state").size();
    host.run(200 * NS_PER_MS);
    host.send("clear_shutdown");
    int between = host.all("analog_in_state").size();
    assertThat(between).isGreaterThan(before + 15);
    host.run(200 * NS_PER_MS);
    assertThat(host.all("analog_in_state")).hasSizeGreaterThan(between + 15);
  }
}
