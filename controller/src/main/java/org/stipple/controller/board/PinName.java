package org.stipple.controller.board;

/**
 * A pin as the settings name it: the name in the board's dictionary, with {@code ^} for a pull-up,
 * {@code ~} for a pull-down and {@code !} for "active low", in this order, as in {@code ^!gpio7}.
 *
 * @param name name in the board's dictionary, as in {@code gpio7} or {@code PH3}
 * @param pull 1 = pull-up, 0 = none, -1 = pull-down
 * @param inverted whether low means active (closed, on)
 */
public record PinName(String name, int pull, boolean inverted) {

  /** Checks the parts. */
  public PinName {
    if (!name.matches("[A-Za-z][A-Za-z0-9_./-]{0,40}")) {
      throw new IllegalArgumentException(
          "'" + name + "' is no pin name; allowed: [^|~][!]NAME, as in ^!gpio7 or PH3");
    }
    if (pull < -1 || pull > 1) {
      throw new IllegalArgumentException("pull = " + pull + " is outside -1..1");
    }
  }

  /**
   * Reads the form of the settings.
   *
   * @throws IllegalArgumentException naming what is allowed
   */
  public static PinName parse(String text) {
    String rest = text.strip();
    int pull = 0;
    if (rest.startsWith("^")) {
      pull = 1;
      rest = rest.substring(1);
    } else if (rest.startsWith("~")) {
      pull = -1;
      rest = rest.substring(1);
    }
    boolean inverted = rest.startsWith("!");
    return new PinName(inverted ? rest.substring(1) : rest, pull, inverted);
  }

  @Override
  public String toString() {
    return (pull > 0 ? "^" : pull < 0 ? "~" : "") + (inverted ? "!" : "") + name;
  }
}
