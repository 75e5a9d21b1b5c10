package org.stipple.sim.board;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;

/** The data dictionary a board describes itself with: JSON, deflated. */
final class Dictionary {

  private final StringBuilder json = new StringBuilder();

  private Dictionary() {}

  static byte[] deflated(BoardKind kind, MessageIds ids, StringIds strings) {
    byte[] bytes = deflate(new Dictionary().text(kind, ids, strings));
    if (kind.brokenDictionary()) {
      for (int i = bytes.length / 3; i < bytes.length / 3 + 16; i++) {
        bytes[i] ^= 0x55;
      }
    }
    return bytes;
  }

  static String json(BoardKind kind, MessageIds ids, StringIds strings) {
    return new Dictionary().text(kind, ids, strings);
  }

  private String text(BoardKind kind, MessageIds ids, StringIds strings) {
    Map<String, Integer> commands = new TreeMap<>();
    ids.commands().forEach((command, id) -> commands.put(command.format(kind), id));
    Map<String, Integer> responses = new TreeMap<>();
    ids.responses().forEach((response, id) -> responses.put(response.format(), id));
    json.append('{');
    key("app").append("\"Stipple simulated board\",");
    key("license").append("\"Apache-2.0\",");
    key("version").append("\"stipple-sim-1\",");
    key("build_versions").append("\"simulated\",");
    numbers("commands", commands).append(',');
    numbers("responses", responses).append(',');
    key("enumerations").append('{');
    pins(kind).append(',');
    numbers("static_string_id", stringNumbers(strings)).append("},");
    constants(kind);
    return json.append('}').toString();
  }

  private static Map<String, Integer> stringNumbers(StringIds strings) {
    Map<String, Integer> numbers = new TreeMap<>();
    strings.inOrder().forEach(reason -> numbers.put(reason.text(), strings.of(reason)));
    return numbers;
  }

  private StringBuilder pins(BoardKind kind) {
    key("pin").append('{');
    String comma = "";
    for (Map.Entry<String, List<Integer>> range : new TreeMap<>(kind.pins().ranges()).entrySet()) {
      List<Integer> value = range.getValue();
      json.append(comma);
      key(range.getKey());
      json.append(
          value.size() == 1 ? value.getFirst() : "[" + value.get(0) + "," + value.get(1) + "]");
      comma = ",";
    }
    return json.append('}');
  }

  private void constants(BoardKind kind) {
    key("config").append('{');
    key("ADC_MAX").append(kind.adcMax()).append(',');
    key("CLOCK_FREQ").append(kind.clockHz()).append(',');
    key("MCU").append('"').append(kind.mcu()).append("\",");
    key("PWM_MAX").append(kind.pwmMax()).append(',');
    key("STATS_SUMSQ_BASE").append(Stats.SUMSQ_BASE).append(',');
    key("STEPPER_STEP_BOTH_EDGE").append(1);
    if (!kind.isUsb()) {
      json.append(',');
      key("RECEIVE_WINDOW").append(kind.receiveBuffer()).append(',');
      key("SERIAL_BAUD").append(kind.baud());
    }
    json.append('}');
  }

  private StringBuilder numbers(String name, Map<String, Integer> values) {
    key(name).append('{');
    String comma = "";
    for (Map.Entry<String, Integer> entry : values.entrySet()) {
      json.append(comma);
      key(entry.getKey()).append(entry.getValue());
      comma = ",";
    }
    return json.append('}');
  }

  /** No name of ours needs escaping: letters, digits, blanks, = % * . _ / ' and brackets. */
  private StringBuilder key(String name) {
    return json.append('"').append(name).append("\":");
  }

  private static byte[] deflate(String text) {
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
      deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[1024];
      while (!deflater.finished()) {
        out.write(chunk, 0, deflater.deflate(chunk));
      }
      return out.toByteArray();
    }
  }
}
