package org.stipple.controller.command;

import java.util.Locale;

/** What a press of the pedal means. */
public enum StrokeMode {
  /** The needle runs while the pedal is down. */
  CONTINUOUS,
  /** A press makes a tap: an exact number of strokes, also when the pedal is let go before. */
  TAPS,
  /** While the pedal is down, a tap every so many seconds, each with a cue. */
  PULSED,
  /** A press starts the needle, the next one stops it; off by default. */
  LATCHED,
  /** As CONTINUOUS, for dipping and priming: strokes are no dots. */
  PRIMING;

  /** Whether a press makes taps of an exact number of strokes. */
  public boolean taps() {
    return this == TAPS || this == PULSED;
  }

  /** As it is written in commands and shown. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The mode of that label; an {@link IllegalArgumentException} names those there are. */
  public static StrokeMode of(String label) {
    for (StrokeMode mode : values()) {
      if (mode.label().equals(label)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "no stroke mode '" + label + "': allowed are continuous, taps, pulsed, latched, priming");
  }
}
