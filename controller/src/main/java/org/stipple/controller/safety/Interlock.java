package org.stipple.controller.safety;

/** A condition that stands now and forbids arming or running; it goes when its cause goes. */
public enum Interlock {
  /** Nothing stands in the way. */
  NONE("nothing stands in the way"),
  /** The board is not there or not ready. */
  LINK_NOT_READY("the board is not ready"),
  /** The e-stop loop is open. */
  ESTOP_OPEN("the e-stop is open"),
  /** The two contacts of the footswitch disagree. */
  PEDAL_DISAGREES("the footswitch's contacts disagree"),
  /** Contact levels have not been confirmed lately. */
  CONTACTS_STALE("the contacts have not been read lately"),
  /** Ticks come late again and again. */
  HOST_LATE("this host is too busy: ticks keep coming late"),
  /** The pedal is pressed where it must be up. */
  PEDAL_DOWN("the pedal is pressed");

  private final String text;

  Interlock(String text) {
    this.text = text;
  }

  /** Words for a person. */
  public String text() {
    return text;
  }
}
