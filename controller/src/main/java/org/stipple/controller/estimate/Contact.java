package org.stipple.controller.estimate;

/** Whether the needles are in the skin, as far as the motor's load tells. */
public enum Contact {
  /** No current or tachometer, the needle does not run, or the noise forbids it. */
  NOT_AVAILABLE,
  /** The load between contacts is being learned. */
  LEARNING,
  /** Running free. */
  GAP,
  /** In the skin. */
  IN_SKIN
}
