package org.stipple.telemetry.toml;

import java.util.List;

/**
 * One setting: its name, what it may hold and what it means.
 *
 * @param name section and key, as in {@code needle.stroke}
 * @param form what it may hold
 * @param fallback its default as one would write it; a text in parentheses where it follows from
 *     something else; empty where there is none
 * @param meaning one line for the table in docs
 */
public record Key(String name, Form form, String fallback, String meaning) {

  /** What a key may hold. */
  public sealed interface Form {
    /** Unit for the table in docs; "-" where it has none. */
    String unit();

    /** What is allowed, in words. */
    String allowed();
  }

  /** A number with a unit, within a range given in {@code unit}. */
  public record Measure(Quantity.Unit in, double low, double high) implements Form {
    @Override
    public String unit() {
      return in.symbol();
    }

    @Override
    public String allowed() {
      return "\"%s %s\" to \"%s %s\""
          .formatted(Quantity.number(low), in.symbol(), Quantity.number(high), in.symbol());
    }
  }

  /** A whole number without a unit. */
  public record Whole(long low, long high) implements Form {
    @Override
    public String unit() {
      return "-";
    }

    @Override
    public String allowed() {
      return low + " to " + high;
    }
  }

  /** One of some words. */
  public record Choice(List<String> words) implements Form {
    @Override
    public String unit() {
      return "-";
    }

    @Override
    public String allowed() {
      return "\"" + String.join("\", \"", words) + "\"";
    }
  }

  /** A text of a pattern. */
  public record Text(String pattern, String words) implements Form {
    @Override
    public String unit() {
      return "-";
    }

    @Override
    public String allowed() {
      return words;
    }
  }

  /** A text in a language of its own, read by whoever asks for it. */
  public record Parsed(String words) implements Form {
    @Override
    public String unit() {
      return "-";
    }

    @Override
    public String allowed() {
      return words;
    }
  }

  /** The part before the point. */
  public String section() {
    return name.substring(0, name.indexOf('.'));
  }

  /** The part behind it. */
  public String leaf() {
    return name.substring(name.indexOf('.') + 1);
  }

  /** Its row in a table of docs. */
  public String row() {
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            name,
            form.unit(),
            fallback.isEmpty() ? "none" : fallback,
            form.allowed().replace("|", "\\|"),
            meaning);
  }
}
