package org.stipple.controller.app;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.board.PinName;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A settings file as it was written: checks each value against its {@link Key} and collects
 * everything that is wrong, so that a person corrects a file once and not error by error.
 */
final class SettingsFile {

  private final Path path;
  private final TomlParseResult toml;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();

  private record Problem(int line, String text) {}

  private SettingsFile(Path path, TomlParseResult toml) {
    this.path = path;
    this.toml = toml;
  }

  /**
   * Reads a file and refuses what is not TOML and keys nobody knows.
   *
   * @throws SettingsError when the file cannot be read at all
   */
  static SettingsFile read(Path path) throws SettingsError {
    String text;
    try {
      text = Files.readString(path);
    } catch (NoSuchFileException _) {
      throw new SettingsError(List.of(path + ": no such file; see examples/pico.toml"));
    } catch (CharacterCodingException _) {
      throw new SettingsError(List.of(path + ": not a text file in UTF-8"));
    } catch (IOException e) {
      throw new SettingsError(List.of(path + ": cannot be read: " + e.getMessage()));
    }
    SettingsFile file = new SettingsFile(path, Toml.parse(text));
    for (TomlParseError error : file.toml.errors()) {
      file.problems.add(
          new Problem(error.position().line(), "not TOML: " + oneLine(error.getMessage())));
    }
    file.stopIfWrong(); // what a broken file seems to say is not worth judging
    file.refuseUnknown();
    return file;
  }

  /** Ends the reading when anything was wrong. */
  void stopIfWrong() throws SettingsError {
    if (!problems.isEmpty()) {
      throw new SettingsError(
          problems.stream()
              .sorted(Comparator.comparingInt(Problem::line))
              .map(problem -> path + ":" + problem.line() + ": " + problem.text())
              .toList());
    }
  }

  /** Line of each key that was given; a key that was not has none. */
  Map<String, Integer> lines() {
    return Map.copyOf(lines);
  }

  /** The line to name for a key: its own, else its section's, else the first. */
  static int lineOf(Map<String, Integer> lines, String key) {
    Integer own = lines.get(key);
    if (own != null) {
      return own;
    }
    int dot = key.indexOf('.');
    return dot < 0 ? 1 : lines.getOrDefault(key.substring(0, dot), 1);
  }

  /** Notes a problem of a key: {@code key 'x.y' WHAT: allowed ALLOWED}. */
  void wrong(String key, String what, String allowed) {
    problems.add(
        new Problem(lineOf(lines, key), "key '" + key + "' " + what + ": allowed " + allowed));
  }

  /** The value of a measure in its key's unit; the default where it is not given or wrong. */
  double measure(String name, double otherwise) {
    Key key = Schema.key(name);
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
  double measure(String name) {
    Key key = Schema.key(name);
    if (!(key.form() instanceof Key.Measure form)) {
      throw new IllegalArgumentException(name + " is no measure");
    }
    try {
      return measure(name, Quantity.in(form.in(), key.fallback()));
    } catch (Quantity.Wrong e) {
      throw new IllegalStateException("the schema's default of " + name, e);
    }
  }

  int whole(String name) {
    Key key = Schema.key(name);
    int otherwise = Integer.parseInt(key.fallback());
    Object value = value(name);
    if (value == null || !(key.form() instanceof Key.Whole form)) {
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
  Optional<String> text(String name) {
    Key.Form form = Schema.key(name).form();
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
          case Key.Measure _, Key.Whole _, Key.Pin _ ->
              throw new IllegalArgumentException(name + " is no text");
        };
    if (!fits) {
      wrong(name, "is '" + oneLine(text) + "'", form.allowed());
      return Optional.empty();
    }
    return Optional.of(text);
  }

  Optional<PinName> pin(String name, String kind) {
    String allowed =
        "[^|~][!]NAME with a NAME of the board's dictionary (" + kind + "), as in \"^!gpio7\"";
    Object value = value(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      wrong(name, "is " + describe(value) + ", not a pin name in quotes", allowed);
      return Optional.empty();
    }
    try {
      return Optional.of(PinName.parse(text));
    } catch (IllegalArgumentException _) {
      wrong(name, "is '" + oneLine(text) + "', which is no pin name", allowed);
      return Optional.empty();
    }
  }

  boolean given(String name) {
    return value(name) != null;
  }

  private @Nullable Object value(String name) {
    Key key = Schema.key(name);
    return toml.isTable(List.of(key.section()))
        ? toml.get(List.of(key.section(), key.leaf()))
        : null;
  }

  private void refuseUnknown() {
    for (String section : toml.keySet()) {
      note(section, List.of(section));
      if (!Schema.sections().contains(section)) {
        wrong(section, "is unknown", "sections " + bracketed());
      } else if (!toml.isTable(List.of(section))) {
        wrong(section, "is a value, not a section", "[" + section + "] with keys");
      } else {
        refuseUnknownIn(section, toml.getTableOrEmpty(List.of(section)));
      }
    }
  }

  private void refuseUnknownIn(String section, TomlTable table) {
    for (String leaf : table.keySet()) {
      String name = section + "." + leaf;
      note(name, List.of(section, leaf));
      if (!Schema.has(name)) {
        wrong(
            name,
            "is unknown",
            "in [" + section + "] " + String.join(", ", Schema.leaves(section)));
      }
    }
  }

  private void note(String name, List<String> keyPath) {
    TomlPosition position = toml.inputPositionOf(keyPath);
    if (position != null) {
      lines.put(name, position.line());
    }
  }

  private static String bracketed() {
    return "[" + String.join("], [", Schema.sections()) + "]";
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
