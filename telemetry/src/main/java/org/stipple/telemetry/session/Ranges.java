package org.stipple.telemetry.session;

/** Range checks whose errors name the value, the unit and what is allowed. */
final class Ranges {
  private Ranges() {}

  static void check(String what, double value, double min, double max, String unit) {
    // Written so that NaN fails too.
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          what + " is " + value + " " + unit + "; allowed are " + min + " to " + max + " " + unit);
    }
  }

  static void checkCount(String what, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " is " + value + "; allowed are 0 or more");
    }
  }
}
