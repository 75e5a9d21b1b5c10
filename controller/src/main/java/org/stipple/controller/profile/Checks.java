package org.stipple.controller.profile;

/** The one form in which a fact out of range is refused. */
final class Checks {

  private Checks() {}

  static void range(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(name + " = " + value + " is outside " + low + ".." + high);
    }
  }
}
