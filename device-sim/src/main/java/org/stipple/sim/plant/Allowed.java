package org.stipple.sim.plant;

/** Range checks of parameters and inputs; a refused value is named with its range. */
final class Allowed {
  private Allowed() {}

  static double between(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          name + " is " + value + ", allowed are " + min + " to " + max);
    }
    return value;
  }
}
