package org.stipple.controller.control;

/** How far the self-test before arming has come. */
public enum TestStage {
  /** None is under way. */
  NONE(""),
  /** The relay is open: the supply must be gone and the current zero. */
  RELAY_OPEN("relay open: supply must fall, current must be zero"),
  /** The relay is closed: the supply must come. */
  RELAY_CLOSED("relay closed: supply must come"),
  /** The depth axis seeks its endstop, so that the needle runs behind the tip. */
  HOMING("depth axis seeks its endstop"),
  /** The needle runs slowly: tachometer and current must agree with that. */
  SPINNING("needle runs behind the tip: tachometer and current must show it"),
  /** The board is not told to go on any more: a guard must stop the motor. */
  LAPSING("host falls silent: the board must stop the needle by itself"),
  /** The board stopped and is brought back. */
  COMING_BACK("board comes back");

  private final String text;

  TestStage(String text) {
    this.text = text;
  }

  /** Words for a person. */
  public String text() {
    return text;
  }
}
