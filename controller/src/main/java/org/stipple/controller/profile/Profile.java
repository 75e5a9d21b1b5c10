package org.stipple.controller.profile;

/**
 * All facts about what is mounted.
 *
 * @param needle the needle drive
 * @param limits what may be asked
 * @param scales what inputs and steps mean
 * @param timing guards and lateness
 */
public record Profile(Needle needle, Limits limits, Scales scales, Timing timing) {

  /** The same on a host whose loop has no real-time rights. */
  public Profile onAnOrdinaryHost() {
    return new Profile(needle, limits, scales, timing.onAnOrdinaryHost());
  }

  /** The reference machine on a USB board. */
  public static Profile reference() {
    return new Profile(Needle.reference(), Limits.reference(), Scales.reference(), Timing.usb());
  }
}
