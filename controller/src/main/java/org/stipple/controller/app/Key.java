package org.stipple.controller.app;

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
record Key(String name, Form form, String fallback, String meaning) {

  /** What a key may hold. */
  sealed interface Form {
    /** Unit for the table in docs; "-" where it has none. */
    String unit();

    /** What is allowed, in words. */
    String allowed();
  }

  /** A number with a unit, within a range given in {@code unit}. */
  record Measure(Quantity.Unit in, double low, double high) implements Form {
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
  record Whole(long low, long high) implements Form {
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
  record Choice(List<String> words) implements Form {
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
  record Text(String pattern, String words) implements Form {
    @Override
    public String unit() {
      return "-";
    }

    @Override
    public String allowed() {
      return words;
    }
  }

  /** A pin of the board. */
  record Pin() implements Form {
    @Override
    public String unit() {
      return "-";
    }

    @Override
    public String allowed() {
      return "\"[^|~][!]NAME\"";
    }
  }

  String section() {
    return name.substring(0, name.indexOf('.'));
  }

  String leaf() {
    return name.substring(name.indexOf('.') + 1);
  }
}
