package org.stipple.controller.profile;

/**
 * What comes before the machine is armed.
 *
 * @param selfTest whether the machine proves itself first: relay, current, tachometer, and once a
 *     day that the board's guards stop the motor without the host
 */
public record Arming(boolean selfTest) {

  /** Nothing is proven anew: for a bench, and for trials of what comes after. */
  public static Arming untested() {
    return new Arming(false);
  }

  /** As a machine that treats somebody must. */
  public static Arming tested() {
    return new Arming(true);
  }
}
