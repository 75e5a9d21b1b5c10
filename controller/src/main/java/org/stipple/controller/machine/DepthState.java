package org.stipple.controller.machine;

/** What the depth axis does, as far as its commanded steps and its endstop tell. */
public enum DepthState {
  /** The machine has no depth axis. */
  ABSENT,
  /** Position unknown: never homed, or lost with the link or by a board shutdown. */
  UNHOMED,
  /** Seeking the endstop. */
  HOMING,
  /** At rest at a known commanded position. */
  STANDING,
  /** On its way to a commanded position. */
  MOVING,
  /** Homing ended without the endstop. */
  HOMING_FAILED
}
