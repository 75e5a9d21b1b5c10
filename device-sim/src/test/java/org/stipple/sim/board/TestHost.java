package org.stipple.sim.board;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.wire.Frame;
import org.stipple.controller.wire.FrameScanner;
import org.stipple.controller.wire.Vlq;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small host for tests: talks to a board in memory by the names of its dictionary. */
final class TestHost {

  private static final long STEP_NS = 100_000;

  final SimulatedBoard board;
  final List<Message> received = new ArrayList<>();
  private final FrameScanner scanner = new FrameScanner(4096);
  private final Map<String, Integer> idOf = new HashMap<>();
  private final Map<String, String> formatOf = new HashMap<>();
  private final Map<Integer, String> responseOf = new TreeMap<>();
  private final Map<Integer, String> textOf = new HashMap<>();
  private final byte[] chunk = new byte[512];
  int sequence;
  long nowNs;
  int lastNibble = -1;
  @Nullable JsonNode dictionary;

  TestHost(SimulatedBoard board) {
    this.board = board;
    this.nowNs = board.nowNs();
    responseOf.put(0, "identify_response offset=%u data=%.*s");
    idOf.put("identify", 1);
    formatOf.put("identify", "identify offset=%u count=%c");
  }

  /** A booted, connected board of that kind with quiet pins. */
  static TestHost connected(BoardKind kind, BoardPins pins) {
    TestHost host = new TestHost(new SimulatedBoard(kind, 1, pins, 0));
    host.connect();
    return host;
  }

  void connect() {
    probe();
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    while (true) {
      Message answer =
          ask("identify offset=" + compressed.size() + " count=40", "identify_response");
      byte[] data = answer.bytes("data");
      if (data.length == 0) {
        break;
      }
      compressed.write(data, 0, data.length);
    }
    readDictionary(inflate(compressed.toByteArray()));
  }

  /** Finds the board's next sequence nibble. */
  void probe() {
    lastNibble = -1;
    run(20_000_000);
    lastNibble = -1;
    sendRaw("7e05118f087e");
    while (lastNibble < 0) {
      run(1_000_000);
    }
    sequence = lastNibble;
  }

  static String inflate(byte[] compressed) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(compressed);
      byte[] text = new byte[100_000];
      int length = inflater.inflate(text);
      return new String(text, 0, length, StandardCharsets.UTF_8);
    } catch (DataFormatException e) {
      throw new IllegalStateException(e);
    } finally {
      inflater.end();
    }
  }

  private void readDictionary(String json) {
    JsonNode tree = JsonMapper.builder().build().readTree(json);
    dictionary = tree;
    for (Map.Entry<String, JsonNode> entry : tree.get("commands").properties()) {
      String name = entry.getKey().split(" ")[0];
      idOf.put(name, entry.getValue().asInt());
      formatOf.put(name, entry.getKey());
    }
    for (Map.Entry<String, JsonNode> entry : tree.get("responses").properties()) {
      responseOf.put(entry.getValue().asInt(), entry.getKey());
    }
    for (Map.Entry<String, JsonNode> entry :
        tree.get("enumerations").get("static_string_id").properties()) {
      textOf.put(entry.getValue().asInt(), entry.getKey());
    }
  }

  boolean knows(String command) {
    return idOf.containsKey(command);
  }

  Map<Integer, String> responses() {
    return responseOf;
  }

  Map<String, Integer> commands() {
    return idOf;
  }

  /** Sends commands in one block; waits a little for what follows. */
  void send(String... commands) {
    write(commands);
    run(5_000_000);
  }

  /** Sends commands in one block without letting time pass. */
  void write(String... commands) {
    byte[] frame = new byte[256];
    int at = Frame.HEADER_LENGTH;
    for (String command : commands) {
      at = encode(frame, at, command);
    }
    int length = Frame.seal(frame, 0, sequence++, at - Frame.HEADER_LENGTH);
    board.receive(frame, 0, length, nowNs);
  }

  private int encode(byte[] frame, int start, String command) {
    String[] words = command.split(" ");
    Integer id = Objects.requireNonNull(idOf.get(words[0]), () -> "no command " + words[0]);
    String[] format = Objects.requireNonNull(formatOf.get(words[0])).split(" ");
    int at = Vlq.write(frame, start, id);
    for (int i = 1; i < format.length; i++) {
      String name = format[i].split("=")[0];
      if (!words[i].startsWith(name + "=")) {
        throw new IllegalArgumentException(command + " against " + String.join(" ", format));
      }
      String value = words[i].substring(name.length() + 1);
      if (format[i].endsWith("s")) {
        byte[] data = HexFormat.of().parseHex(value);
        frame[at++] = (byte) data.length;
        System.arraycopy(data, 0, frame, at, data.length);
        at += data.length;
      } else {
        at = Vlq.write(frame, at, number(value));
      }
    }
    return at;
  }

  private int number(String value) {
    int pin = board.kind().pinNumber(value);
    return pin >= 0 ? pin : (int) Long.parseLong(value);
  }

  void sendRaw(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    board.receive(bytes, 0, bytes.length, nowNs);
  }

  void run(long durationNs) {
    long end = nowNs + durationNs;
    while (nowNs < end) {
      nowNs = Math.min(end, nowNs + STEP_NS);
      board.advanceTo(nowNs);
      collect();
    }
  }

  void runSeconds(double seconds) {
    run((long) (seconds * 1e9));
  }

  private void collect() {
    int got = board.transmit(chunk, 0, chunk.length);
    while (got > 0) {
      scanner.append(chunk, 0, got);
      FrameScanner.Found found = scanner.next();
      while (found != FrameScanner.Found.NOTHING) {
        if (found == FrameScanner.Found.FRAME) {
          lastNibble = scanner.sequence();
          decode();
        }
        found = scanner.next();
      }
      got = board.transmit(chunk, 0, chunk.length);
    }
  }

  private void decode() {
    int at = scanner.contentStart();
    byte[] bytes = scanner.bytes();
    if (at == scanner.contentEnd()) {
      received.add(new Message("", Map.of(), nowNs, scanner.sequence()));
      return;
    }
    int id = Vlq.read(bytes, at);
    at = Vlq.end(bytes, at, scanner.contentEnd());
    String[] format = responseOf.getOrDefault(id, "unknown").split(" ");
    Map<String, String> fields = new TreeMap<>();
    for (int i = 1; i < format.length; i++) {
      String name = format[i].split("=")[0];
      if (format[i].endsWith("s")) {
        int length = bytes[at];
        fields.put(name, HexFormat.of().formatHex(bytes, at + 1, at + 1 + length));
        at += 1 + length;
      } else {
        int value = Vlq.read(bytes, at);
        at = Vlq.end(bytes, at, scanner.contentEnd());
        fields.put(
            name,
            name.equals("static_string_id")
                ? textOf.getOrDefault(value, "?")
                : Integer.toString(value));
      }
    }
    received.add(new Message(format[0], fields, nowNs, scanner.sequence()));
  }

  /** Sends one command and answers the message of that name it caused. */
  Message ask(String command, String response) {
    int before = received.size();
    write(command);
    for (int i = 0; i < 300; i++) {
      run(1_000_000);
      for (Message message : received.subList(before, received.size())) {
        if (message.name().equals(response)) {
          return message;
        }
      }
    }
    throw new IllegalStateException(
        command + " was answered by " + received.subList(before, received.size()));
  }

  List<Message> all(String name) {
    return received.stream().filter(message -> message.name().equals(name)).toList();
  }

  Message last(String name) {
    List<Message> all = all(name);
    if (all.isEmpty()) {
      throw new IllegalStateException("no " + name + " among " + received);
    }
    return all.getLast();
  }

  /** The reason the board gave for its shutdown. */
  String shutdownText() {
    return last("shutdown").text("static_string_id");
  }

  /** The board's 32-bit clock that many milliseconds from now. */
  long clockIn(double milliseconds) {
    board.advanceTo(nowNs);
    return (board.clock() + (long) (milliseconds * board.kind().clockHz() / 1000)) & 0xFFFF_FFFFL;
  }

  long ticks(double milliseconds) {
    return (long) (milliseconds * board.kind().clockHz() / 1000);
  }
}
