package org.stipple.telemetry.session;

/** The one rule for every id and reference: what it may be made of, and how a refusal is worded. */
final class Words {
  static final int LENGTH_MAX = 64;

  private Words() {}

  /** Returns {@code value} if it is 1..64 of letters, digits and {@code - _ .}, else throws. */
  static String checked(String what, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(what + " is empty; " + allowed());
    }
    if (value.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          what + " has " + value.length() + " characters; " + allowed());
    }
    for (int i = 0; i < value.length(); i++) {
      if (!isAllowed(value.charAt(i))) {
        throw new IllegalArgumentException(
            what + " has a character that is not allowed at place " + (i + 1) + "; " + allowed());
      }
    }
    // The ids name files too, and these two names mean a folder.
    if (value.equals(".") || value.equals("..")) {
      throw new IllegalArgumentException(what + " cannot be only dots; " + allowed());
    }
    return value;
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.';
  }

  private static String allowed() {
    return "allowed are 1 to " + LENGTH_MAX + " of the letters a-z A-Z, the digits 0-9 and - _ .";
  }

  /** Refuses a text of more than one line, or too long a one. */
  static void line(String what, String text, int charsMax) {
    if (text.length() > charsMax || text.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException(
          what + " must be one line of at most " + charsMax + " characters");
    }
  }
}
