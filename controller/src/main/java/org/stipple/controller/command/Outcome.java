package org.stipple.controller.command;

/** What became of a command. Everything but {@link #DONE} is a refusal that changed nothing. */
public enum Outcome {
  /** Taken: a set value is in force, a mode change has begun. */
  DONE("done"),
  /** The fault latch is set. */
  LATCHED("refused: a fault is latched; see status, then reset"),
  /** An interlock stands (see the verdict). */
  INTERLOCKED("refused: an interlock is open; see status"),
  /** Nothing allows arming: no session, no cartridge, a full dose; whoever clears knows which. */
  NOT_CLEARED("refused: nothing allows arming"),
  /** The pedal is pressed. */
  PEDAL_DOWN("refused: the pedal is pressed"),
  /** Possible only while disarmed. */
  NOT_DISARMED("refused: disarm first"),
  /** The value is outside the limits in force. */
  OUT_OF_LIMITS("refused: outside the limits"),
  /** The needle runs or is about to. */
  NOT_STANDING("refused: let go of the pedal and wait until the needle stands"),
  /** The settings do not allow it. */
  NOT_ALLOWED("refused: the settings of this machine do not allow it"),
  /** The machine has no such part. */
  NOT_FITTED("refused: this machine has no such part"),
  /** No alarm, or not that occurrence of it. */
  NO_SUCH_ALARM("refused: there is no such alarm now; see status"),
  /** The queue was full. */
  BUSY("refused: too many commands wait");

  private final String text;

  Outcome(String text) {
    this.text = text;
  }

  /** Words for a person. */
  public String text() {
    return text;
  }
}
