package org.stipple.sim.house;

import java.util.Locale;

/**
 * The hazards of the hazard table, in our words, with the step that owns the proof. A later step
 * raises {@link #STEPS_DONE} and brings the tests.
 */
enum Hazard {
  H1(1, "the needle runs though the pedal is released"),
  H2(4, "runaway speed"),
  H3(3, "depth beyond its limit"),
  H4(4, "tachometer stuck or its wire broken"),
  H5(4, "tachometer noisy or doubled"),
  H6(1, "a drive message comes late or twice"),
  H7(1, "the line is lost in a stroke"),
  H8(1, "damaged frames"),
  H9(1, "the board restarts"),
  H10(4, "brown-out of board, Pi or motor supply"),
  H11(1, "e-stop pressed or its wire broken"),
  H12(4, "e-stop contact or relay welded"),
  H13(4, "pedal stuck at power-on or while arming"),
  H14(1, "pedal bounce, cable noise"),
  H15(1, "the host pauses"),
  H16(1, "the host dies"),
  H17(5, "the Pi loses power"),
  H18(8, "a wrong or corrupt calibration"),
  H19(3, "a wrong, used or expired cartridge"),
  H20(5, "a flood or a malicious message over MQTT"),
  H21(4, "the wall clock jumps"),
  H22(5, "disk full, read-only or slow"),
  H23(1, "corrupt settings"),
  H24(7, "a forged panel request"),
  H25(7, "two panels or two tabs"),
  H26(10, "a bad update"),
  H27(4, "stall, over-current, overheating"),
  H28(4, "an alarm is not noticed"),
  H29(7, "sessions or clients are mixed up"),
  H30(7, "a screen shows old values as live"),
  H31(1, "operator commands flood or conflict"),
  H32(3, "the needle is not parked on a stop"),
  H33(3, "latched running is forgotten");

  /** Steps whose hazards are proven; raised by the commit that closes a step. */
  static final int STEPS_DONE = 4;

  final int step;
  final String words;

  Hazard(int step, String words) {
    this.step = step;
    this.words = words;
  }

  boolean owned() {
    return step <= STEPS_DONE;
  }

  /** Whether a test of that name proves something of it: it begins with the id. */
  boolean isNamedBy(String test) {
    String id = name().toLowerCase(Locale.ROOT);
    return test.startsWith(id)
        && test.length() > id.length()
        && Character.isUpperCase(test.charAt(id.length()));
  }
}
