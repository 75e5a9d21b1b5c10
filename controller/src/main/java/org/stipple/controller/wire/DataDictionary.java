package org.stipple.controller.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a board says about itself: its commands and responses with their ids, its pins and other
 * enumerations, its constants. Immutable; reading one allocates and happens only while disarmed.
 */
public final class DataDictionary {

  /** The fixed id of the command that fetches the dictionary. */
  public static final int IDENTIFY_ID = 1;

  /** The fixed id of the response that carries a piece of it. */
  public static final int IDENTIFY_RESPONSE_ID = 0;

  /** Largest dictionary taken, inflated; real ones are about 10 kB. */
  private static final int SIZE_MAX = 1 << 20;

  private final Map<String, MessageFormat> commands;
  private final Map<String, MessageFormat> responses;
  private final Map<String, Map<String, Integer>> enumerations;
  private final Map<String, Object> constants;
  private final String version;
  private final @Nullable MessageFormat[] responseById;
  private final int lowestResponseId;

  private DataDictionary(
      Map<String, MessageFormat> commands,
      Map<String, MessageFormat> responses,
      Map<String, Map<String, Integer>> enumerations,
      Map<String, Object> constants,
      String version) {
    this.commands = commands;
    this.responses = responses;
    this.enumerations = enumerations;
    this.constants = constants;
    this.version = version;
    int low = 0;
    int high = 0;
    for (MessageFormat format : responses.values()) {
      low = Math.min(low, format.id());
      high = Math.max(high, format.id());
    }
    lowestResponseId = low;
    responseById = new MessageFormat[high - low + 1];
    for (MessageFormat format : responses.values()) {
      responseById[format.id() - low] = format;
    }
  }

  /** The little every board knows before its dictionary has been read. */
  public static DataDictionary bootstrap() {
    try {
      return new DataDictionary(
          Map.of("identify", MessageFormat.parse("identify offset=%u count=%c", IDENTIFY_ID)),
          Map.of(
              "identify_response",
              MessageFormat.parse("identify_response offset=%u data=%*s", IDENTIFY_RESPONSE_ID)),
          Map.of(),
          Map.of(),
          "");
    } catch (DictionaryException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a dictionary as it comes over the wire: zlib, then JSON.
   *
   * @throws DictionaryException where it is damaged or not a dictionary
   */
  public static DataDictionary inflate(byte[] compressed, int length) throws DictionaryException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(compressed, 0, length);
      ByteArrayOutputStream text = new ByteArrayOutputStream(16 * 1024);
      byte[] piece = new byte[4096];
      while (!inflater.finished()) {
        int n = inflater.inflate(piece);
        text.write(piece, 0, n);
        if (text.size() > SIZE_MAX) {
          throw new DictionaryException("the board's dictionary is larger than 1 MiB");
        }
        if (n == 0 && !inflater.finished()) {
          throw new DictionaryException(
              "the board's dictionary ends early (" + length + " bytes compressed)");
        }
      }
      return parse(text.toString(StandardCharsets.UTF_8));
    } catch (DataFormatException e) {
      throw new DictionaryException("the board's dictionary is damaged: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }

  /**
   * Reads the JSON of a dictionary.
   *
   * @throws DictionaryException where it is not one
   */
  public static DataDictionary parse(String json) throws DictionaryException {
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      throw new DictionaryException("the board's dictionary is no JSON: " + e.getOriginalMessage());
    }
    if (!root.isObject()
        || !root.path("commands").isObject()
        || !root.path("responses").isObject()) {
      throw new DictionaryException("the board's dictionary has no commands and responses");
    }
    return new DataDictionary(
        formats(root.path("commands")),
        formats(root.path("responses")),
        enumerations(root.path("enumerations")),
        constants(root.path("config")),
        root.path("version").asString(""));
  }

  private static Map<String, MessageFormat> formats(JsonNode node) throws DictionaryException {
    Map<String, MessageFormat> formats = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode id = entry.getValue();
      // Two-byte ids end at 16383; one-byte ids 96..127 are read as -32..-1.
      if (!id.isInt() || id.intValue() < -32 || id.intValue() > 16383) {
        throw new DictionaryException("message '" + entry.getKey() + "' has no valid id");
      }
      MessageFormat format = MessageFormat.parse(entry.getKey(), id.intValue());
      formats.put(format.name(), format);
    }
    return formats;
  }

  private static Map<String, Map<String, Integer>> enumerations(JsonNode node)
      throws DictionaryException {
    Map<String, Map<String, Integer>> enumerations = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      Map<String, Integer> values = new HashMap<>();
      for (Map.Entry<String, JsonNode> value : entry.getValue().properties()) {
        addValues(values, value.getKey(), value.getValue());
      }
      enumerations.put(entry.getKey(), values);
    }
    return enumerations;
  }

  /** A value is a number, or [first, count] with a name that ends in the index it starts at. */
  private static void addValues(Map<String, Integer> values, String name, JsonNode node)
      throws DictionaryException {
    if (node.isInt()) {
      values.put(name, node.intValue());
      return;
    }
    if (!node.isArray() || node.size() != 2 || !node.get(0).isInt() || !node.get(1).isInt()) {
      throw new DictionaryException("enumeration value '" + name + "' is neither number nor range");
    }
    int digits = indexStart(name);
    int count = node.get(1).intValue();
    if (count < 0 || count > 4096) {
      throw new DictionaryException("enumeration range '" + name + "' is not believable");
    }
    String root = name.substring(0, digits);
    int start = digits == name.length() ? 0 : Integer.parseInt(name.substring(digits));
    for (int i = 0; i < count; i++) {
      values.put(root + (start + i), node.get(0).intValue() + i);
    }
  }

  /** Where the decimal index at the end of a name begins; an index has at most six digits. */
  private static int indexStart(String name) {
    int at = name.length();
    while (at > 0 && name.length() - at < 6 && Character.isDigit(name.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static Map<String, Object> constants(JsonNode node) {
    Map<String, Object> constants = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode value = entry.getValue();
      constants.put(
          entry.getKey(), value.isNumber() ? (Object) value.doubleValue() : value.asString(""));
    }
    return constants;
  }

  /** The command of this name; null when the board has none. */
  public @Nullable MessageFormat command(String name) {
    return commands.get(name);
  }

  /** The command with this id; null when none has it. */
  public @Nullable MessageFormat commandById(int id) {
    for (MessageFormat format : commands.values()) {
      if (format.id() == id) {
        return format;
      }
    }
    return null;
  }

  /** The response of this name; null when the board has none. */
  public @Nullable MessageFormat response(String name) {
    return responses.get(name);
  }

  /** The response with this id; null when none has it. Allocates nothing. */
  public @Nullable MessageFormat response(int id) {
    int at = id - lowestResponseId;
    return at >= 0 && at < responseById.length ? responseById[at] : null;
  }

  /** A numeric constant, or {@code otherwise} where the board has none of this name. */
  public double number(String name, double otherwise) {
    return constants.get(name) instanceof Double d ? d : otherwise;
  }

  /** A constant in words, empty where the board has none of this name. */
  public String text(String name) {
    return constants.get(name) instanceof String s ? s : "";
  }

  /** All constants whose name starts with {@code prefix}, by name. */
  public Map<String, String> texts(String prefix) {
    Map<String, String> found = new HashMap<>();
    constants.forEach((name, value) -> {
      if (name.startsWith(prefix) && value instanceof String s) {
        found.put(name, s);
      }
    });
    return found;
  }

  /** Version of the firmware, as it names itself. */
  public String version() {
    return version;
  }

  /** Number of a pin; null when the board has no pin of this name. */
  public @Nullable Integer pin(String name) {
    return enumerations.getOrDefault("pin", Map.of()).get(name);
  }

  /** The names of the board's pins in short form, as in {@code gpio0..gpio29}. */
  public String pinNames() {
    Map<String, TreeSet<Integer>> indices = new HashMap<>();
    for (String name : enumerations.getOrDefault("pin", Map.of()).keySet()) {
      int digits = indexStart(name);
      TreeSet<Integer> seen =
          indices.computeIfAbsent(name.substring(0, digits), k -> new TreeSet<>());
      if (digits < name.length()) {
        seen.add(Integer.parseInt(name.substring(digits)));
      }
    }
    List<String> words = new ArrayList<>();
    for (String root : new TreeSet<>(indices.keySet())) {
      TreeSet<Integer> seen = indices.getOrDefault(root, new TreeSet<>());
      words.add(
          seen.size() < 2
              ? root + (seen.isEmpty() ? "" : seen.first())
              : root + seen.first() + ".." + root + seen.last());
    }
    return words.isEmpty() ? "none" : String.join(", ", words);
  }

  /** The board's texts, indexed by their number, as in a shutdown; null where there is none. */
  public @Nullable String[] staticStrings() {
    Map<String, Integer> texts = enumerations.getOrDefault("static_string_id", Map.of());
    int highest = 0;
    for (int number : texts.values()) {
      highest = Math.max(highest, number);
    }
    @Nullable String[] byNumber = new String[Math.min(highest, 65535) + 1];
    Arrays.fill(byNumber, null);
    texts.forEach((text, number) -> {
      if (number >= 0 && number < byNumber.length) {
        byNumber[number] = text;
      }
    });
    return byNumber;
  }
}
