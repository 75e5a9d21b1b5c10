package org.stipple.controller.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The host's end of the wire against frames recorded from real firmware. The id table of each build
 * is derived from the lines themselves.
 */
final class GoldenVectorsTest {

  private static final HexFormat HEX = HexFormat.of();

  /** One recorded frame: its bytes and what it says. */
  private record Vector(String hex, String text, boolean response) {
    byte[] frame() {
      return HEX.parseHex(hex);
    }
  }

  private static List<String> lines() {
    try (InputStream in =
        Objects.requireNonNull(
            GoldenVectorsTest.class.getResourceAsStream("/golden-vectors.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, List<Vector>> builds() {
    Map<String, List<Vector>> builds = new LinkedHashMap<>();
    List<Vector> current = new ArrayList<>();
    boolean responses = false;
    for (String line : lines()) {
      if (line.startsWith("---")) {
        current = new ArrayList<>();
        builds.put(line, current);
        responses = false;
      } else if (line.startsWith("responses")) {
        responses = true;
      } else if (line.contains(" | ")) {
        String[] halves = line.split(" \\| ", 2);
        current.add(new Vector(halves[0], halves[1], responses));
      }
    }
    builds.values().removeIf(List::isEmpty);
    return builds;
  }

  @Test
  void crcHasItsCheckValue() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(lines().get(1)).endsWith(Integer.toHexString(Crc16.of(digits, 0, digits.length)));
  }

  @Test
  void everyVlqOfTheTableDecodesAndEncodes() {
    int seen = 0;
    for (String line : lines()) {
      String[] words = line.split(" ", -1);
      if (words.length != 6 || !words[2].equals("u32")) {
        continue;
      }
      seen++;
      byte[] bytes = HEX.parseHex(words[1]);
      int value = Vlq.read(bytes, 0);
      assertThat(Integer.toUnsignedLong(value)).as(line).isEqualTo(Long.parseLong(words[3]));
      assertThat(Vlq.end(bytes, 0, bytes.length)).as(line).isEqualTo(bytes.length);
      byte[] again = new byte[Vlq.MAX_LENGTH];
      int end = Vlq.write(again, 0, value);
      if (Long.parseLong(words[0]) == value) {
        assertThat(HEX.formatHex(again, 0, end)).as(line).isEqualTo(words[1]);
      } else {
        // A u32 of 2^31 or more in its unsigned form: ours is the signed one, the same 32 bits.
        assertThat(Vlq.read(again, 0)).as(line).isEqualTo(value);
        assertThat(end).as(line).isLessThanOrEqualTo(bytes.length);
      }
    }
    assertThat(seen).isGreaterThan(30);
  }

  @Test
  void emptyBlocksAreTheRecordedOnes() {
    String line = lines().stream().filter(l -> l.startsWith("ack/nak")).findFirst().orElseThrow();
    for (int sequence = 0; sequence < 16; sequence++) {
      byte[] frame = new byte[Frame.MIN_LENGTH];
      Frame.seal(frame, 0, sequence, 0);
      assertThat(line).contains("'" + HEX.formatHex(frame) + "'");
    }
  }

  @Test
  void everyFrameIsSoundAndSealsToTheSameBytes() {
    for (List<Vector> build : builds().values()) {
      for (Vector vector : build) {
        FrameScanner scanner = new FrameScanner(64);
        scanner.append(vector.frame(), 0, vector.frame().length);
        assertThat(scanner.next()).as(vector.text).isEqualTo(FrameScanner.Found.FRAME);
        int content = scanner.contentEnd() - scanner.contentStart();
        byte[] again = new byte[Frame.MAX_LENGTH];
        System.arraycopy(
            scanner.bytes(), scanner.contentStart(), again, Frame.HEADER_LENGTH, content);
        int length = Frame.seal(again, 0, scanner.sequence(), content);
        assertThat(HEX.formatHex(again, 0, length)).as(vector.text).isEqualTo(vector.hex);
      }
    }
  }

  @Test
  void identifyNeedsNoDictionary() throws DictionaryException {
    Command identify = Command.of(DataDictionary.bootstrap(), "identify", "offset", "count");
    int seen = 0;
    for (String line : lines()) {
      String[] words = line.split(" ", -1);
      if (words.length == 5 && words[1].equals("identify")) {
        seen++;
        MessageWriter writer = new MessageWriter();
        writer.start(identify).put(argument(words[2])).put(argument(words[3])).end();
        assertThat(sealed(writer, Integer.parseInt(words[0]))).isEqualTo(words[4]);
      }
    }
    assertThat(seen).isEqualTo(5);
  }

  private static int argument(String word) {
    return (int) Long.parseLong(word.substring(word.indexOf('=') + 1));
  }

  private static String sealed(MessageWriter writer, int sequence) {
    byte[] frame = new byte[Frame.MAX_LENGTH];
    System.arraycopy(writer.bytes(), 0, frame, Frame.HEADER_LENGTH, writer.length());
    int length = Frame.seal(frame, 0, sequence, writer.length());
    return HEX.formatHex(frame, 0, length);
  }

  @Test
  void commandsEncodeByteForByteAndResponsesDecode() throws DictionaryException {
    Map<String, List<Vector>> builds = builds();
    assertThat(builds).hasSize(2);
    for (Map.Entry<String, List<Vector>> build : builds.entrySet()) {
      DataDictionary dictionary = dictionary(build.getValue());
      int commands = 0;
      int responses = 0;
      for (Vector vector : build.getValue()) {
        if (vector.text.startsWith("3 commands") || vector.text.contains("debug_ping")) {
          continue; // Three at once, and a buffer argument, which no host of ours sends.
        }
        if (vector.response) {
          decodes(vector, dictionary);
          responses++;
        } else {
          encodes(vector, dictionary);
          commands++;
        }
      }
      assertThat(commands).as(build.getKey()).isGreaterThan(35);
      assertThat(responses).as(build.getKey()).isEqualTo(12);
    }
  }

  private static void encodes(Vector vector, DataDictionary dictionary) throws DictionaryException {
    String[] words = vector.text.split(" ", -1);
    String[] names = new String[words.length - 1];
    for (int i = 1; i < words.length; i++) {
      names[i - 1] = words[i].substring(0, words[i].indexOf('='));
    }
    MessageWriter writer = new MessageWriter();
    writer.start(Command.of(dictionary, words[0], names));
    boolean unsignedForm = false;
    for (int i = 1; i < words.length; i++) {
      String value = words[i].substring(words[i].indexOf('=') + 1);
      long number =
          value.matches("-?[0-9]+")
              ? Long.parseLong(value)
              : Objects.requireNonNull(dictionary.pin(value), value);
      unsignedForm |= number > Integer.MAX_VALUE;
      writer.put((int) number);
    }
    writer.end();
    if (unsignedForm) {
      byte[] bytes = writer.bytes();
      int at = Vlq.end(bytes, 0, writer.length());
      int recorded = Vlq.end(vector.frame(), Frame.HEADER_LENGTH, vector.frame().length);
      for (int i = 1; i < words.length; i++) {
        assertThat(Vlq.read(bytes, at))
            .as(vector.text)
            .isEqualTo(Vlq.read(vector.frame(), recorded));
        at = Vlq.end(bytes, at, writer.length());
        recorded = Vlq.end(vector.frame(), recorded, vector.frame().length);
      }
    } else {
      assertThat(sealed(writer, 5)).as(vector.text).isEqualTo(vector.hex);
    }
  }

  private static void decodes(Vector vector, DataDictionary dictionary) {
    MessageReader reader = new MessageReader();
    MessageFormat format =
        reader.read(
            dictionary,
            vector.frame(),
            Frame.HEADER_LENGTH,
            vector.frame().length - Frame.TRAILER_LENGTH);
    assertThat(format).as(vector.text).isNotNull();
    StringBuilder told = new StringBuilder(Objects.requireNonNull(format).name());
    for (int i = 0; i < format.parameters().size(); i++) {
      MessageFormat.Parameter parameter = format.parameters().get(i);
      told.append(' ').append(parameter.name()).append('=');
      if (parameter.buffer()) {
        byte[] bytes = new byte[reader.bufferLength(i)];
        reader.copyBuffer(i, bytes, 0);
        told.append(HEX.formatHex(bytes));
      } else if (parameter.name().equals("static_string_id")) {
        told.append(dictionary.staticStrings()[reader.value(i)]);
      } else if (parameter.name().equals("pos")) {
        told.append(reader.value(i));
      } else {
        told.append(Integer.toUnsignedLong(reader.value(i)));
      }
    }
    assertThat(told).hasToString(vector.text);
  }

  /** A dictionary of the messages that stand in the lines, as the board would send it. */
  private static DataDictionary dictionary(List<Vector> build) throws DictionaryException {
    Map<String, String> commands = new LinkedHashMap<>();
    Map<String, String> responses = new LinkedHashMap<>();
    Map<String, Integer> pins = new LinkedHashMap<>();
    Map<String, Integer> strings = new LinkedHashMap<>();
    for (Vector vector : build) {
      if (vector.text.startsWith("3 commands")) {
        continue;
      }
      String[] words = vector.text.split(" (?=[a-z_]+=)", -1);
      StringBuilder format = new StringBuilder(words[0]);
      byte[] bytes = vector.frame();
      int id = Vlq.read(bytes, Frame.HEADER_LENGTH);
      int at = Vlq.end(bytes, Frame.HEADER_LENGTH, bytes.length);
      for (int i = 1; i < words.length; i++) {
        String name = words[i].substring(0, words[i].indexOf('='));
        String value = words[i].substring(words[i].indexOf('=') + 1);
        boolean buffer = name.equals("data") || name.equals("state") || name.equals("values");
        format.append(' ').append(name).append(buffer ? "=%*s" : "=%u");
        if (name.endsWith("pin")) {
          pins.put(value, Vlq.read(bytes, at));
        } else if (name.equals("static_string_id")) {
          strings.put(value, Vlq.read(bytes, at));
        }
        at = buffer ? at + 1 + bytes[at] : Vlq.end(bytes, at, bytes.length);
      }
      (vector.response ? responses : commands).put(format.toString(), String.valueOf(id));
    }
    String enumerations = "\"pin\":" + json(pins) + ",\"static_string_id\":" + json(strings);
    return DataDictionary.parse(
        "{\"commands\":"
            + json(commands)
            + ",\"responses\":"
            + json(responses)
            + ",\"enumerations\":{"
            + enumerations
            + "}}");
  }

  private static String json(Map<String, ?> map) {
    StringBuilder text = new StringBuilder("{");
    map.forEach((key, value) ->
        text.append(text.length() > 1 ? "," : "")
            .append('"')
            .append(key)
            .append("\":")
            .append(value));
    return text.append('}').toString();
  }
}
