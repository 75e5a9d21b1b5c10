package org.stipple.controller.safety;

/**
 * How soon somebody must look, in the manner of IEC 60601-1-8 (no claim of conformity). Colour
 * never stands alone: each priority has its marks, too.
 */
public enum AlarmPriority {
  /** Nothing to tell. */
  NONE("", "", 0, 0, 0),
  /** Know of it; no sound. */
  LOW("cyan", "!", 0, 0, 0),
  /** Look soon: three pulses, yellow, flashing at 0.6 Hz. */
  MEDIUM("yellow", "!!", 0.6, 3, 7_500),
  /** Look now: ten pulses, red, flashing at 2 Hz. */
  HIGH("red", "!!!", 2, 10, 5_000);

  private final String colour;
  private final String marks;
  private final double flashHz;
  private final int pulses;
  private final int burstMs;

  AlarmPriority(String colour, String marks, double flashHz, int pulses, int burstMs) {
    this.colour = colour;
    this.marks = marks;
    this.flashHz = flashHz;
    this.pulses = pulses;
    this.burstMs = burstMs;
  }

  /** Colour of its light and words. */
  public String colour() {
    return colour;
  }

  /** What stands before its words. */
  public String marks() {
    return marks;
  }

  /** How often it flashes, Hz; 0 = steady. */
  public double flashHz() {
    return flashHz;
  }

  /** Pulses of a burst; 0 = no sound. */
  int pulses() {
    return pulses;
  }

  /** From one burst to the next, ms. */
  int burstMs() {
    return burstMs;
  }
}
