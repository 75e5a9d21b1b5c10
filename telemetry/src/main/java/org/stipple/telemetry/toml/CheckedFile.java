package org.stipple.telemetry.toml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A file as it was written: checks each value against its {@link Key} and collects everything that
 * is wrong, so that a person corrects a file once and not error by error.
 */
public final class CheckedFile {

  private final String source;
  private final Schema schema;
  private final TomlParseResult toml;
  private final @Nullable String entry;
  private final List<Problem> problems;
  private final Map<String, Integer> lines;

  private record Problem(int line, String text) {}

  private CheckedFile(String source, Schema schema, TomlParseResult toml) {
    this.source = source;
    this.schema = schema;
    this.toml = toml;
    entry = null;
    problems = new ArrayList<>();
    lines = new HashMap<>();
  }

  /** The file seen from one of its entries. */
  private CheckedFile(CheckedFile whole, String entry) {
    source = whole.source;
    schema = whole.schema;
    toml = whole.toml;
    this.entry = entry;
    problems = whole.problems;
    lines = whole.lines;
  }

  /**
   * Reads a file and refuses what is not TOML and keys nobody knows.
   *
   * @throws FileError when the file cannot be read at all
   */
  public static CheckedFile read(Path path, Schema schema) throws FileError {
    try {
      return parse(path.toString(), Files.readString(path), schema);
    } catch (NoSuchFileException _) {
      throw new FileError(List.of(path + ": no such file; see " + schema.example()));
    } catch (CharacterCodingException _) {
      throw new FileError(List.of(path + ": not a text file in UTF-8"));
    } catch (IOException e) {
      throw new FileError(List.of(path + ": cannot be read: " + e.getMessage()));
    }
  }

  /**
   * Reads a text as if it were the file {@code source}.
   *
   * @throws FileError when it is no TOML
   */
  public static CheckedFile parse(String source, String text, Schema schema) throws FileError {
    CheckedFile file = new CheckedFile(source, schema, Toml.parse(text));
    for (TomlParseError error : file.toml.errors()) {
      file.problems.add(
          new Problem(error.position().line(), "not TOML: " + oneLine(error.getMessage())));
    }
    file.stopIfWrong(); // what a broken file seems to say is not worth judging
    file.refuseUnknown();
    return file;
  }

  /** Ends the reading when anything was wrong. */
  public void stopIfWrong() throws FileError {
    if (!problems.isEmpty()) {
      throw new FileError(
          problems.stream()
              .sorted(Comparator.comparingInt(Problem::line))
              .map(problem -> source + ":" + problem.line() + ": " + problem.text())
              .toList());
    }
  }

  /** The entries of a kind by their names, in the order of the file. */
  public Map<String, CheckedFile> entries(String kind) {
    Map<String, CheckedFile> entries = new LinkedHashMap<>();
    if (toml.isTable(List.of(kind))) {
      TomlTable table = toml.getTableOrEmpty(List.of(kind));
      for (String name : table.keySet()) {
        if (table.isTable(List.of(name))) {
          entries.put(name, new CheckedFile(this, name));
        }
      }
    }
    return entries;
  }

  /** Line of each key that was given; a key that was not has none. */
  public Map<String, Integer> lines() {
    return Map.copyOf(lines);
  }

  /** The line to name for a key: its own, else its section's, else the first. */
  public static int lineOf(Map<String, Integer> lines, String key) {
    Integer own = lines.get(key);
    if (own != null) {
      return own;
    }
    int dot = key.lastIndexOf('.');
    return dot < 0 ? 1 : lineOf(lines, key.substring(0, dot));
  }

  /** Notes a problem of a key: {@code key 'x.y' WHAT: allowed ALLOWED}. */
  public void wrong(String key, String what, String allowed) {
    String label = String.join(".", pathOf(key));
    problems.add(
        new Problem(lineOf(lines, label), "key '" + label + "' " + what + ": allowed " + allowed));
  }

  /** The value of a measure in its key's unit; the default where it is not given or wrong. */
  public double measure(String name, double otherwise) {
    Key key = schema.key(name);
    if (!(key.form() instanceof Key.Measure form)) {
      throw new IllegalArgumentException(name + " is no measure");
    }
    Object value = value(name);
    if (value == null) {
      return otherwise;
    }
    String allowed =
        form.allowed() + "; units " + String.join(", ", form.in().symbolsOfDimension());
    if (!(value instanceof String text)) {
      wrong(name, "is " + describe(value) + ", not a text with a number and a unit", allowed);
      return otherwise;
    }
    try {
      double number = Quantity.in(form.in(), text);
      if (number >= form.low() && number <= form.high()) {
        return number;
      }
      wrong(name, "is '" + text + "', which is out of range", allowed);
    } catch (Quantity.Wrong e) {
      wrong(name, String.valueOf(e.getMessage()), allowed);
    }
    return otherwise;
  }

  /** A measure in the unit of its default, which the schema gives. */
  public double measure(String name) {
    Key key = schema.key(name);
    if (!(key.form() instanceof Key.Measure form)) {
      throw new IllegalArgumentException(name + " is no measure");
    }
    try {
      return measure(name, Quantity.in(form.in(), key.fallback()));
    } catch (Quantity.Wrong e) {
      throw new IllegalStateException("the schema's default of " + name, e);
    }
  }

  /** A measure that must be given; its lowest value where it is missing or wrong. */
  public double required(String name) {
    Key key = schema.key(name);
    if (!(key.form() instanceof Key.Measure form)) {
      throw new IllegalArgumentException(name + " is no measure");
    }
    refuseMissing(name);
    return measure(name, form.low());
  }

  /** A text that must be given; empty where it is missing or wrong. */
  public String requiredText(String name) {
    refuseMissing(name);
    return text(name).orElse("");
  }

  private void refuseMissing(String name) {
    if (!given(name)) {
      wrong(name, "is missing", schema.key(name).form().allowed());
    }
  }

  /** A whole number; its default where it is wrong or may be left out. */
  public int whole(String name) {
    Key key = schema.key(name);
    if (!(key.form() instanceof Key.Whole form)) {
      throw new IllegalArgumentException(name + " is no whole number");
    }
    if (key.fallback().isEmpty()) {
      refuseMissing(name);
    }
    boolean plain = key.fallback().matches("[0-9]+");
    int otherwise = plain ? Integer.parseInt(key.fallback()) : (int) form.low();
    Object value = value(name);
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof Long number)) {
      wrong(name, "is " + describe(value) + ", not a whole number", form.allowed());
    } else if (number < form.low() || number > form.high()) {
      wrong(name, "is " + number + ", which is out of range", form.allowed());
    } else {
      return number.intValue();
    }
    return otherwise;
  }

  /** A text or a choice; empty where it is not given. */
  public Optional<String> text(String name) {
    Key.Form form = schema.key(name).form();
    Object value = value(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      wrong(name, "is " + describe(value) + ", not a text in quotes", form.allowed());
      return Optional.empty();
    }
    boolean fits =
        switch (form) {
          case Key.Choice choice -> choice.words().contains(text);
          case Key.Text pattern -> text.matches(pattern.pattern());
          case Key.Measure _, Key.Whole _, Key.Parsed _ ->
              throw new IllegalArgumentException(name + " is no text");
        };
    if (!fits) {
      wrong(name, "is '" + oneLine(text) + "'", form.allowed());
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /**
   * A text in a language of its own; empty where it is not given.
   *
   * @param parser throws an {@link IllegalArgumentException} for what it does not understand
   * @param noun what the text should be, as in "a pin name"
   */
  public <T> Optional<T> parsed(
      String name, Function<String, T> parser, String noun, String allowed) {
    Object value = value(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      wrong(name, "is " + describe(value) + ", not " + noun + " in quotes", allowed);
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException _) {
      wrong(name, "is '" + oneLine(text) + "', which is no" + noun.substring(1), allowed);
      return Optional.empty();
    }
  }

  /** Whether the file says anything about a key. */
  public boolean given(String name) {
    return value(name) != null;
  }

  private @Nullable Object value(String name) {
    Key key = schema.key(name);
    return toml.isTable(List.of(key.section())) ? toml.get(pathOf(key.name())) : null;
  }

  /**
   * A key's own path in the file: with the entry's name in it, where this is seen from an entry.
   */
  private List<String> pathOf(String key) {
    int dot = key.indexOf('.');
    if (dot < 0) {
      return List.of(key);
    }
    String section = key.substring(0, dot);
    String leaf = key.substring(dot + 1);
    return entry == null ? List.of(section, leaf) : List.of(section, entry, leaf);
  }

  private void refuseUnknown() {
    if (schema.named() && !Long.valueOf(schema.version()).equals(toml.get(List.of("schema")))) {
      note(List.of("schema"));
      Object given = toml.get(List.of("schema"));
      wrong(
          "schema",
          given == null ? "is missing" : "is " + describe(given),
          "schema = " + schema.version() + " as the first line");
    }
    for (String section : toml.keySet()) {
      note(List.of(section));
      if (schema.named() && section.equals("schema")) {
        continue;
      }
      if (!schema.sections().contains(section)) {
        wrong(section, "is unknown", "sections " + bracketed());
      } else if (!toml.isTable(List.of(section))) {
        wrong(section, "is a value, not a section", "[" + section + "] with keys");
      } else if (schema.named()) {
        refuseUnknownEntries(section, toml.getTableOrEmpty(List.of(section)));
      } else {
        refuseUnknownIn(section, toml.getTableOrEmpty(List.of(section)));
      }
    }
  }

  private void refuseUnknownEntries(String kind, TomlTable table) {
    for (String name : table.keySet()) {
      note(List.of(kind, name));
      if (table.isTable(List.of(name))) {
        new CheckedFile(this, name).refuseUnknownIn(kind, table.getTableOrEmpty(List.of(name)));
      } else {
        wrong(kind + "." + name, "is a value, not an entry", "[" + kind + ".NAME] with keys");
      }
    }
  }

  private void refuseUnknownIn(String section, TomlTable table) {
    for (String leaf : table.keySet()) {
      String name = section + "." + leaf;
      note(pathOf(name));
      if (!schema.has(name)) {
        wrong(
            name,
            "is unknown",
            "in [" + section + "] " + String.join(", ", schema.leaves(section)));
      }
    }
  }

  private void note(List<String> keyPath) {
    TomlPosition position = toml.inputPositionOf(keyPath);
    if (position != null) {
      lines.put(String.join(".", keyPath), position.line());
    }
  }

  private String bracketed() {
    return "[" + String.join("], [", schema.sections()) + "]";
  }

  private static String describe(Object value) {
    return switch (value) {
      case Long number -> "the number " + number;
      case Double number -> "the number " + number;
      case Boolean truth -> "the truth value " + truth;
      case String text -> "'" + oneLine(text) + "'";
      case TomlTable _ -> "a table";
      default -> "a list or a date";
    };
  }

  private static String oneLine(@Nullable String text) {
    return String.valueOf(text).replaceAll("\\s+", " ");
  }
}
