package org.stipple.controller.safety;

/**
 * An event that trips the machine and is latched until an operator resets it. The hazard ids are
 * those of the hazard table.
 */
public enum Fault {
  /** Nothing is latched. */
  NONE("", AlarmPriority.NONE, "no fault"),
  /** The latch starts set: nothing moves before somebody has looked and reset. */
  STARTED("", AlarmPriority.NONE, "just started: reset to begin"),
  /** The line to the board fell silent. */
  LINK_LOST("H7", AlarmPriority.HIGH, "the link to the board was lost"),
  /** Too many blocks had to be sent again. */
  LINK_NOISY("H8", AlarmPriority.MEDIUM, "the link to the board is too noisy"),
  /** The board shut itself down; its reason is told beside. */
  BOARD_SHUTDOWN("H6", AlarmPriority.HIGH, "the board shut itself down"),
  /** The board restarted by itself. */
  BOARD_RESTARTED("H9", AlarmPriority.HIGH, "the board restarted by itself"),
  /** The e-stop was pressed or its wire broke. */
  ESTOP("H11", AlarmPriority.MEDIUM, "the e-stop was opened"),
  /** The footswitch's contacts contradict each other. */
  PEDAL_CONTACTS("H13", AlarmPriority.HIGH, "the footswitch's contacts disagreed for too long"),
  /** Contact levels stopped being confirmed. */
  CONTACTS_SILENT("H1", AlarmPriority.HIGH, "the contacts' levels were not confirmed in time"),
  /** The host itself was late. */
  HOST_LATE("H15", AlarmPriority.HIGH, "the host was late"),
  /** The motor is driven and no pulse comes. */
  TACHOMETER_SILENT("H4", AlarmPriority.HIGH, "the motor is driven and the tachometer is silent"),
  /** The motor is driven, its shaft moves, and no stroke is completed. */
  STALLED("H27", AlarmPriority.HIGH, "the needle stalls: it is driven and completes no stroke"),
  /** The tachometer contradicts the index, the motor's voltage, or what was asked for. */
  TACHOMETER_DOUBTFUL("H5", AlarmPriority.HIGH, "the tachometer cannot be believed"),
  /** The current sense contradicts what the motor does. */
  CURRENT_SENSE("H27", AlarmPriority.MEDIUM, "the motor's current cannot be believed"),
  /** The supply is there though the relay shall be open: a welded contact. */
  SUPPLY_STAYS(
      "H12", AlarmPriority.HIGH, "the motor supply stays on though its relay shall be open"),
  /** The supply is not there though the relay shall be closed. */
  SUPPLY_ABSENT(
      "H12",
      AlarmPriority.MEDIUM,
      "the motor supply does not come: relay, e-stop channel or power supply"),
  /** The motor supply broke down, or was cut elsewhere. */
  SUPPLY_LOW("H10", AlarmPriority.MEDIUM, "the motor supply broke down"),
  /** The board did not stop the motor when the host fell silent. */
  GUARD_FAILED("H16", AlarmPriority.HIGH, "the board did not stop the motor by itself"),
  /** The board's own trip: more current than the drive may draw. */
  OVER_CURRENT("H27", AlarmPriority.HIGH, "the motor drew too much current: the board cut it off"),
  /** By its current the motor's winding is about to be damaged. */
  OVERHEATED(
      "H27", AlarmPriority.MEDIUM, "the motor is too hot by the current it drew: let it cool"),
  /** The needle is faster than it should be. */
  OVERSPEED("H2", AlarmPriority.HIGH, "the needle ran faster than asked"),
  /** The depth axis did not find its endstop. */
  HOMING_FAILED("H3", AlarmPriority.MEDIUM, "the depth axis did not find its endstop"),
  /** The needle could not be brought behind the tip in time. */
  NOT_PARKED("H32", AlarmPriority.HIGH, "the needle could not be parked"),
  /** A check inside the tick failed: a programmer's error. */
  HOST_ERROR("", AlarmPriority.HIGH, "an internal check of the host failed");

  private final String hazard;
  private final AlarmPriority priority;
  private final String text;

  Fault(String hazard, AlarmPriority priority, String text) {
    this.hazard = hazard;
    this.priority = priority;
    this.text = text;
  }

  /** Id of the hazard this fault answers, empty when none. */
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
