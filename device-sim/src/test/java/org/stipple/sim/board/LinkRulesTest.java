package org.stipple.sim.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.stipple.controller.wire.Frame;
import org.stipple.controller.wire.FrameScanner;
import org.stipple.controller.wire.Vlq;
import tools.jackson.databind.JsonNode;

class LinkRulesTest {

  private final ScriptedPins pins = new ScriptedPins();

  @Test
  void answersTheProbeOfAFreshBoardWithNibbleZero() {
    TestHost host = new TestHost(new SimulatedBoard(BoardKind.PICO, 1, pins, 0));
    host.probe();
    assertThat(host.sequence).isZero();
  }

  @Test
  void startsWithTheStartingMessage() {
    TestHost host = TestHost.connected(BoardKind.PICO, pins);
    assertThat(host.received.getFirst().sequence()).isZero();
    assertThat(host.board.boots()).isEqualTo(1);
    host.send("reset");
    host.run(400_000_000);
    assertThat(host.all("starting")).hasSize(1);
  }

  @Test
  void describesItselfWithIdsOfEveryForm() {
    for (long seed = 0; seed < 50; seed++) {
      TestHost host = new TestHost(new SimulatedBoard(BoardKind.AVR, seed, pins, 0));
      host.connect();
      assertThat(host.commands().values()).as("seed %d", seed).anyMatch(id -> id < 0);
      assertThat(host.commands().values()).as("seed %d", seed).anyMatch(id -> id >= 128);
      assertThat(host.responses().keySet()).as("seed %d", seed).anyMatch(id -> id < 0);
      assertThat(host.responses().keySet()).as("seed %d", seed).anyMatch(id -> id >= 128);
      assertThat(host.commands().values()).doesNotHaveDuplicates();
    }
  }

  @Test
  void namesPinsAndConstantsOfItsKind() {
    JsonNode pico = Objects.requireNonNull(TestHost.connected(BoardKind.PICO, pins).dictionary);
    assertThat(pico.at("/config/CLOCK_FREQ").asInt()).isEqualTo(12_000_000);
    assertThat(pico.at("/config/MCU").asString()).isEqualTo("rp2040");
    assertThat(pico.at("/config/RECEIVE_WINDOW").isMissingNode()).isTrue();
    assertThat(pico.at("/enumerations/pin/gpio0/1").asInt()).isEqualTo(30);
    JsonNode avr = Objects.requireNonNull(TestHost.connected(BoardKind.AVR, pins).dictionary);
    assertThat(avr.at("/config/RECEIVE_WINDOW").asInt()).isEqualTo(192);
    assertThat(avr.at("/config/SERIAL_BAUD").asInt()).isEqualTo(250_000);
    assertThat(avr.at("/config/PWM_MAX").asInt()).isEqualTo(255);
    assertThat(avr.at("/enumerations/pin/PH0/0").asInt()).isEqualTo(56);
    int lowest = Integer.MAX_VALUE;
    for (JsonNode id : avr.at("/enumerations/static_string_id")) {
      lowest = Math.min(lowest, id.asInt());
    }
    assertThat(lowest).isEqualTo(2);
  }

  @Test
  void canLackCommandsOrAWholeDictionary() {
    TestHost host = TestHost.connected(BoardKind.PICO.without("config_counter"), pins);
    assertThat(host.knows("config_counter")).isFalse();
    assertThat(host.knows("query_counter")).isTrue();
    TestHost broken =
        new TestHost(new SimulatedBoard(BoardKind.PICO.withBrokenDictionary(), 1, pins, 0));
    org.assertj.core.api.Assertions.assertThatThrownBy(broken::connect)
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(java.util.zip.DataFormatException.class);
  }

  /**
   * The dialogue recorded with real firmware: to every block the same frames, by nibble and by
   * message, or silence. Ids and clock values are the board's own.
   */
  @Test
  void repeatsTheRecordedErrorDialogue() {
    TestHost host = TestHost.connected(BoardKind.AVR, pins);
    while (host.sequence % 16 != 8) {
      host.send("debug_nop");
    }
    String clock = frame(8, id(host, "get_clock"));
    assertThat(answers(host, clock)).containsExactly("9 clock", "9");
    assertThat(answers(host, clock)).containsExactly("9");
    assertThat(answers(host, frame(11, id(host, "get_clock")))).containsExactly("9");
    String damaged = damaged(frame(9, id(host, "get_clock")));
    assertThat(answers(host, damaged)).containsExactly("9");
    assertThat(answers(host, damaged)).isEmpty();
    assertThat(answers(host, frame(9, id(host, "get_clock")))).containsExactly("10 clock", "10");
    host.sequence = 10;
    host.send("debug_nop");
    host.send("debug_nop");
    assertThat(answers(host, "0102030405060708")).containsExactly("12");
    assertThat(answers(host, frame(12, id(host, "get_clock")))).isEmpty();
    assertThat(answers(host, frame(12, id(host, "get_clock")))).containsExactly("13 clock", "13");
    host.sequence = 13;
    host.send("debug_nop");
    String resent = frame(14, id(host, "get_clock"));
    assertThat(answers(host, resent.substring(0, 8))).isEmpty();
    assertThat(answers(host, "7e" + resent)).containsExactly("14", "15 clock", "15");
    host.sequence = 15;
    host.send("debug_nop");
    assertThat(answers(host, frame(0, 5000))).containsExactly("1 shutdown", "1");
    assertThat(host.shutdownText()).isEqualTo("Invalid command");
    assertThat(
            answers(
                host,
                frame(
                    1, id(host, "debug_nop"), id(host, "allocate_oids"), 3, id(host, "get_clock"))))
        .containsExactly("2 is_shutdown", "2 clock", "2");
  }

  private static int id(TestHost host, String name) {
    return Objects.requireNonNull(host.commands().get(name));
  }

  private static String frame(int sequence, int... numbers) {
    byte[] frame = new byte[64];
    int at = Frame.HEADER_LENGTH;
    for (int number : numbers) {
      at = Vlq.write(frame, at, number);
    }
    int length = Frame.seal(frame, 0, sequence, at - Frame.HEADER_LENGTH);
    return HexFormat.of().formatHex(frame, 0, length);
  }

  private static String damaged(String frame) {
    byte[] bytes = HexFormat.of().parseHex(frame);
    bytes[bytes.length - 2] ^= 1;
    return HexFormat.of().formatHex(bytes);
  }

  private static List<String> answers(TestHost host, String hex) {
    int before = host.received.size();
    host.sendRaw(hex);
    host.run(10_000_000);
    List<String> answers = new ArrayList<>();
    for (Message message : host.received.subList(before, host.received.size())) {
      answers.add((message.sequence() + " " + message.name()).strip());
    }
    return answers;
  }

  @Test
  void keepsItsSequenceWhenTheHostComesBack() {
    TestHost host = TestHost.connected(BoardKind.PICO, pins);
    int before = host.sequence % 16;
    TestHost second = new TestHost(host.board);
    second.probe();
    assertThat(second.sequence % 16).isEqualTo(before == 1 ? 2 : before);
  }

  @Test
  void ignoresExtraSyncBytes() {
    TestHost host = TestHost.connected(BoardKind.PICO, pins);
    int before = host.received.size();
    host.sendRaw("7e7e7e7e");
    host.run(10_000_000);
    assertThat(host.received).hasSize(before);
    assertThat(host.ask("get_clock", "clock")).isNotNull();
  }

  @Test
  void pacesBytesAtTheBaudRate() {
    SimulatedBoard board = new SimulatedBoard(BoardKind.AVR.withBaud(9600), 1, pins, 0);
    board.advanceTo(20_000_000);
    byte[] bytes = new byte[64];
    while (board.transmit(bytes, 0, bytes.length) > 0) {}
    byte[] probe = HexFormat.of().parseHex("05118f087e");
    board.receive(probe, 0, 5, 20_000_000);
    long byteNs = 1_041_666;
    long arrivalNs = 0;
    FrameScanner scanner = new FrameScanner(64);
    for (long at = 20_000_000; arrivalNs == 0 && at < 60_000_000; at += 10_000) {
      board.advanceTo(at);
      int got = board.transmit(bytes, 0, bytes.length);
      scanner.append(bytes, 0, got);
      if (scanner.next() == FrameScanner.Found.FRAME) {
        arrivalNs = at;
      }
    }
    assertThat(arrivalNs - 20_000_000).isBetween(10 * byteNs - 20_000, 10 * byteNs + 20_000);
  }

  @Test
  void dropsWholeMessagesWhenItsTransmitBufferIsFull() {
    TestHost host = TestHost.connected(BoardKind.AVR.withBaud(9600), pins);
    host.run(500_000_000);
    String[] many = new String[20];
    java.util.Arrays.fill(many, "get_uptime");
    int before = host.received.size();
    host.write(many);
    host.run(1_000_000_000);
    List<Message> got = host.received.subList(before, host.received.size());
    assertThat(host.board.droppedBlocks()).isPositive();
    assertThat(got).hasSizeBetween(5, 19).noneMatch(message -> message.name().equals("unknown"));
    assertThat(host.ask("get_clock", "clock")).isNotNull();
  }

  @Test
  void losesBytesWhenAStalledUartBoardIsFlooded() {
    TestHost host = TestHost.connected(BoardKind.AVR, pins);
    int before = host.sequence;
    host.board.stallTasks(50_000_000);
    for (int i = 0; i < 10; i++) {
      host.write("debug_ping data=" + "55".repeat(40));
    }
    host.run(100_000_000);
    assertThat((host.lastNibble - before) & 15).as("whole blocks in 192 bytes").isEqualTo(4);
    assertThat(host.board.overflowedBytes()).isPositive();
  }

  @Test
  void answersTheSameFromTheSameSeed() {
    assertThat(transcript(7)).isEqualTo(transcript(7)).isNotEqualTo(transcript(8));
  }

  private String transcript(long seed) {
    TestHost host = new TestHost(new SimulatedBoard(BoardKind.PICO, seed, new ScriptedPins(), 0));
    host.connect();
    host.send("get_clock", "get_config");
    host.runSeconds(6);
    return host.commands() + " " + host.received;
  }
}
