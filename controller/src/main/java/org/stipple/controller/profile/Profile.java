package org.stipple.controller.profile;

/**
 * All facts about what is mounted.
 *
 * @param needle the needle drive
 * @param motor the motor behind it
 * @param limits what may be asked
 * @param scales what inputs and steps mean
 * @param timing guards and lateness
 * @param tissue what the needles meet
 * @param arming what comes before arming
 */
public record Profile(
    Needle needle,
    Motor motor,
    Limits limits,
    Scales scales,
    Timing timing,
    Tissue tissue,
    Arming arming) {

  /** The same with another needle drive. */
  public Profile with(Needle other) {
    return new Profile(other, motor, limits, scales, timing, tissue, arming);
  }

  /** The same with another motor. */
  public Profile with(Motor other) {
    return new Profile(needle, other, limits, scales, timing, tissue, arming);
  }

  /** The same with other limits. */
  public Profile with(Limits other) {
    return new Profile(needle, motor, other, scales, timing, tissue, arming);
  }

  /** The same on another line. */
  public Profile with(Timing other) {
    return new Profile(needle, motor, limits, scales, other, tissue, arming);
  }

  /** The same needles in other tissue. */
  public Profile with(Tissue other) {
    return new Profile(needle, motor, limits, scales, timing, other, arming);
  }

  /** The same with another way to arming. */
  public Profile with(Arming other) {
    return new Profile(needle, motor, limits, scales, timing, tissue, other);
  }

  /** The same on a host whose loop has no real-time rights. */
  public Profile onAnOrdinaryHost() {
    return with(timing.onAnOrdinaryHost());
  }

  /** The reference machine on a USB board, without a self-test. */
  public static Profile reference() {
    return new Profile(
        Needle.reference(),
        Motor.reference(),
        Limits.reference(),
        Scales.reference(),
        Timing.usb(),
        Tissue.reference(),
        Arming.untested());
  }
}
