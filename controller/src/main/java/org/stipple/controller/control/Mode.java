package org.stipple.controller.control;

/** What the machine is doing. */
public enum Mode {
  /** Outputs off; the pedal does nothing. */
  DISARMED,
  /** Before ARMING: the machine proves itself, see {@link TestStage}. */
  TESTING,
  /** On the way to ARMED: the depth axis seeks its endstop, then goes to the set depth. */
  ARMING,
  /** Ready: a press of the pedal runs the needle. */
  ARMED,
  /** The needle runs while the pedal is down. */
  RUNNING,
  /** The pedal was released or a stop was asked: braking, then parking. */
  STOPPING,
  /** Disarming: parked, the depth axis retracts. */
  RETRACTING
}
