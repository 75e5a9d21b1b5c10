package org.stipple.sim.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.stipple.controller.wire.Crc16;
import org.stipple.controller.wire.Frame;
import org.stipple.controller.wire.FrameScanner;
import org.stipple.controller.wire.Vlq;

/** Frames recorded with real firmware, decoded and encoded again by the board's side. */
class GoldenVectorsTest {

  private static final HexFormat HEX = HexFormat.of();
  private static final int TIMER_TOO_CLOSE_IN_THE_RECORDING = 3;

  private static List<String> lines() {
    try (InputStream in =
        Objects.requireNonNull(
            GoldenVectorsTest.class.getResourceAsStream("/golden-vectors.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lines "frame | text" after the heading that begins so, up to the next "---". */
  private static List<String> section(String heading) {
    List<String> all = lines();
    int from = 0;
    while (!all.get(from).startsWith("--- " + heading)) {
      from++;
    }
    int to = from + 1;
    while (to < all.size() && !all.get(to).startsWith("---")) {
      to++;
    }
    return all.subList(from + 1, to).stream().filter(line -> line.contains(" | ")).toList();
  }

  private static FrameScanner scanned(String hex) {
    byte[] bytes = HEX.parseHex(hex);
    FrameScanner scanner = new FrameScanner(64);
    scanner.append(bytes, 0, bytes.length);
    assertThat(scanner.next()).as(hex).isEqualTo(FrameScanner.Found.FRAME);
    return scanner;
  }

  @Test
  void crcAndEveryEmptyBlock() {
    String crc = lines().stream().filter(line -> line.startsWith("CRC")).findFirst().orElseThrow();
    assertThat(crc)
        .endsWith(
            "-> "
                + HEX.toHexDigits(
                    (short) Crc16.of("123456789".getBytes(StandardCharsets.US_ASCII), 0, 9)));
    String acks =
        lines().stream().filter(line -> line.startsWith("ack/nak")).findFirst().orElseThrow();
    Matcher each = Pattern.compile("'([0-9a-f]+)'").matcher(acks);
    for (int sequence = 0; sequence < 16; sequence++) {
      assertThat(each.find()).isTrue();
      byte[] frame = new byte[5];
      Frame.seal(frame, 0, sequence, 0);
      assertThat(HEX.formatHex(frame)).isEqualTo(each.group(1));
      assertThat(scanned(each.group(1)).sequence()).isEqualTo(sequence);
    }
  }

  @Test
  void integersOfEveryLength() {
    List<String> table =
        lines().stream().filter(line -> line.matches("-?\\d+ [0-9a-f]+ u32 .*")).toList();
    assertThat(table).hasSizeGreaterThan(25);
    for (String line : table) {
      String[] words = line.split(" ");
      long value = Long.parseLong(words[0]);
      byte[] bytes = HEX.parseHex(words[1]);
      assertThat(Vlq.read(bytes, 0)).as(line).isEqualTo((int) value);
      assertThat(Vlq.read(bytes, 0) & 0xFFFF_FFFFL).as(line).isEqualTo(Long.parseLong(words[3]));
      assertThat(HEX.formatHex(encoded(value))).as(line).isEqualTo(words[1]);
    }
  }

  /** The recording holds a u32 of 2^31 or more in its unsigned form, of five bytes. */
  private static byte[] encoded(long value) {
    byte[] bytes = new byte[Vlq.MAX_LENGTH];
    if (value < 1L << 31) {
      return Arrays.copyOf(bytes, Vlq.write(bytes, 0, (int) value));
    }
    assertThat(decodedAgain((int) value)).isEqualTo((int) value);
    for (int i = 0; i < bytes.length; i++) {
      long group = (value >> (28 - 7 * i)) & 0x7F;
      bytes[i] = (byte) (i < bytes.length - 1 ? group | 0x80 : group);
    }
    return bytes;
  }

  private static int decodedAgain(int value) {
    byte[] bytes = new byte[Vlq.MAX_LENGTH];
    Vlq.write(bytes, 0, value);
    return Vlq.read(bytes, 0);
  }

  @Test
  void identifyFrames() {
    int seen = 0;
    MessageIds ids = new MessageIds(Map.of(Command.IDENTIFY, 1), Map.of());
    for (String line : lines()) {
      Matcher matcher =
          Pattern.compile("(\\d+) (identify offset=\\d+ count=\\d+) ([0-9a-f]+)").matcher(line);
      if (matcher.matches()) {
        checkCommands(ids, matcher.group(3), matcher.group(2), PinBank.ATMEGA2560);
        assertThat(scanned(matcher.group(3)).sequence())
            .isEqualTo(Integer.parseInt(matcher.group(1)));
        seen++;
      }
    }
    assertThat(seen).isEqualTo(5);
    String data =
        lines().stream()
            .filter(line -> line.startsWith("identify_response"))
            .findFirst()
            .orElseThrow();
    checkResponse(
        new MessageIds(Map.of(), Map.of(Response.IDENTIFY_RESPONSE, 0)),
        data.substring(data.lastIndexOf(' ') + 1),
        "identify_response offset=0 data=78da",
        2);
  }

  @Test
  void everyFrameOfTheAtmegaBuild() {
    checkBuild("atmega2560", BoardKind.AVR, PinBank.ATMEGA2560);
  }

  @Test
  void everyFrameOfTheLinuxBuild() {
    checkBuild("linux", BoardKind.PICO.withConfigReset(), PinBank.RP2040);
  }

  private static void checkBuild(String heading, BoardKind kind, PinBank pins) {
    List<String> section = section(heading);
    assertThat(section).hasSizeGreaterThan(45);
    MessageIds ids = idsOf(section, kind);
    int checked = 0;
    for (String line : section) {
      String hex = line.substring(0, line.indexOf(' '));
      String text = line.substring(line.indexOf(" | ") + 3);
      if (text.startsWith("3 commands")) {
        checkBlockOfThree(ids, hex);
      } else if (responseOf(text) != null) {
        checkResponse(ids, hex, text, 6);
      } else {
        checkCommands(ids, hex, text, pins);
      }
      checked++;
    }
    assertThat(checked).isEqualTo(section.size());
  }

  private static MessageIds idsOf(List<String> section, BoardKind kind) {
    Map<Command, Integer> commands = new EnumMap<>(Command.class);
    Map<Response, Integer> responses = new EnumMap<>(Response.class);
    for (String line : section) {
      String text = line.substring(line.indexOf(" | ") + 3);
      FrameScanner frame = scanned(line.substring(0, line.indexOf(' ')));
      int id = Vlq.read(frame.bytes(), frame.contentStart());
      Response response = responseOf(text);
      if (response != null) {
        responses.put(response, id);
      }
      for (Command command : Command.values()) {
        if (command.isIn(kind) && command.format(kind).split(" ")[0].equals(text.split(" ")[0])) {
          commands.put(command, id);
        }
      }
    }
    return new MessageIds(commands, responses);
  }

  private static @org.jspecify.annotations.Nullable Response responseOf(String text) {
    for (Response response : Response.values()) {
      if (response.format().split(" ")[0].equals(text.split(" ")[0])
          && response.isIn(BoardKind.PICO)) {
        return response;
      }
    }
    return null;
  }

  /** The board's parser reads what the text says, and the same values encode to the same bytes. */
  private static void checkCommands(MessageIds ids, String hex, String text, PinBank pins) {
    FrameScanner frame = scanned(hex);
    Arguments arguments = new Arguments();
    arguments.load(frame.bytes(), frame.contentStart(), frame.contentEnd());
    int id = arguments.readInteger();
    Command command = Objects.requireNonNull(ids.command(id), text);
    arguments.readParameters(command);
    assertThat(arguments.hasNext()).as(text).isFalse();
    byte[] again = new byte[64];
    int at = Vlq.write(again, Frame.HEADER_LENGTH, id);
    String[] words = text.split(" ");
    assertThat(words).as(text).hasSize(command.parameterCount() + 1);
    for (int i = 0; i < command.parameterCount(); i++) {
      String value = words[i + 1].substring(words[i + 1].indexOf('=') + 1);
      if (command.isBuffer(i)) {
        byte[] data =
            Arrays.copyOfRange(
                arguments.bytes(),
                arguments.bufferStart(),
                arguments.bufferStart() + arguments.bufferLength());
        assertThat(HEX.formatHex(data)).as(text).isEqualTo(value);
        again[at++] = (byte) data.length;
        System.arraycopy(data, 0, again, at, data.length);
        at += data.length;
      } else {
        long number = number(value, pins);
        assertThat(arguments.integer(i)).as(text).isEqualTo((int) number);
        byte[] bytes = encoded(number);
        System.arraycopy(bytes, 0, again, at, bytes.length);
        at += bytes.length;
      }
    }
    int length = Frame.seal(again, 0, frame.sequence(), at - Frame.HEADER_LENGTH);
    assertThat(HEX.formatHex(again, 0, length)).as(text).isEqualTo(hex);
  }

  private static long number(String value, PinBank pins) {
    if (value.equals("pwmchip0/pwm0")) {
      return 65_536;
    }
    int pin = pins.number(value);
    return pin >= 0 ? pin : Long.parseLong(value);
  }

  private static void checkBlockOfThree(MessageIds ids, String hex) {
    FrameScanner frame = scanned(hex);
    Arguments arguments = new Arguments();
    arguments.load(frame.bytes(), frame.contentStart(), frame.contentEnd());
    List<Command> commands = new ArrayList<>();
    while (arguments.hasNext()) {
      Command command = Objects.requireNonNull(ids.command(arguments.readInteger()));
      arguments.readParameters(command);
      commands.add(command);
    }
    assertThat(commands)
        .containsExactly(Command.SET_NEXT_STEP_DIR, Command.QUEUE_STEP, Command.QUEUE_STEP);
    assertThat(frame.sequence()).isEqualTo(6);
  }

  /** The board's own writer makes the recorded bytes of what the text says. */
  private static void checkResponse(MessageIds ids, String hex, String text, int sequence) {
    LinePacer line = new LinePacer(1, 0, 256);
    Outbox outbox = new Outbox(ids, line, 256);
    for (int i = 0; i < sequence; i++) {
      outbox.accepted();
    }
    String[] words =
        text.replace("Timer too close", Integer.toString(TIMER_TOO_CLOSE_IN_THE_RECORDING))
            .split(" ");
    Response response = Objects.requireNonNull(responseOf(text));
    String[] format = response.format().split(" ");
    assertThat(words).as(text).hasSameSizeAs(format);
    outbox.at(0);
    outbox.begin(response);
    for (int i = 1; i < words.length; i++) {
      String value = words[i].substring(words[i].indexOf('=') + 1);
      assertThat(words[i]).startsWith(format[i].substring(0, format[i].indexOf('=')));
      if (format[i].endsWith("s")) {
        byte[] data = HEX.parseHex(value);
        outbox.put(data, 0, data.length);
      } else {
        outbox.put((int) Long.parseLong(value));
      }
    }
    outbox.send();
    byte[] bytes = new byte[64];
    int length = line.receive(bytes, 0, bytes.length, 1_000);
    String golden = text.contains("=3000000000") ? inSignedForm(hex) : hex;
    assertThat(HEX.formatHex(bytes, 0, length)).as(text).isEqualTo(golden);
  }

  /** The board writes a u32 in its signed form; the recording shows the unsigned one. */
  private static String inSignedForm(String hex) {
    FrameScanner frame = scanned(hex);
    byte[] again = new byte[64];
    int at = Frame.HEADER_LENGTH;
    int from = frame.contentStart();
    while (from < frame.contentEnd()) {
      at = Vlq.write(again, at, Vlq.read(frame.bytes(), from));
      from = Vlq.end(frame.bytes(), from, frame.contentEnd());
    }
    int length = Frame.seal(again, 0, frame.sequence(), at - Frame.HEADER_LENGTH);
    return HEX.formatHex(again, 0, length);
  }
}
