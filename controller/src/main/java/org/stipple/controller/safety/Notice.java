package org.stipple.controller.safety;

/**
 * A condition that calls somebody and stops nothing: it ends by itself, or a fault follows. Later
 * hazards that only call add their row here.
 */
public enum Notice {
  /** Nobody is called. */
  NONE("", AlarmPriority.NONE, ""),
  /** The needle should rest behind the tip by now; it is still being brought there. */
  NOT_PARKED_YET("H32", AlarmPriority.MEDIUM, "the needle is not parked yet: keep off the skin"),
  /** The screen that armed the machine has painted nothing lately. */
  PANEL_SILENT(
      "H30", AlarmPriority.MEDIUM, "the screen does not answer: this press may finish, no other"),
  /** What happens now is not on the disk; the press may be finished. */
  RECORD_NOT_WRITTEN(
      "H22", AlarmPriority.MEDIUM, "the record is not being written: finish, and see to the disk"),
  /** No more than one session may follow. */
  DISK_LOW("H22", AlarmPriority.LOW, "the disk is nearly full: make room"),
  /** Records are dated wrongly; nothing that moves goes by that clock. */
  CLOCK_OUT_OF_STEP("", AlarmPriority.LOW, "the time of day cannot be trusted: check the network");

  private final String hazard;
  private final AlarmPriority priority;
  private final String text;

  Notice(String hazard, AlarmPriority priority, String text) {
    this.hazard = hazard;
    this.priority = priority;
    this.text = text;
  }

  /** Id of the hazard, empty when none. */
  public String hazard() {
    return hazard;
  }

  /** How soon somebody must look. */
  public AlarmPriority priority() {
    return priority;
  }

  /** Words for a person. */
  public String text() {
    return text;
  }
}
