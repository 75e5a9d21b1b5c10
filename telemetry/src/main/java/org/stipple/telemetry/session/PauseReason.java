package org.stipple.telemetry.session;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Why a session stands still for a while. The names are part of the published language. */
public enum PauseReason {
  /** The client or the practitioner rests. */
  BREAK("break"),
  /** Another cartridge is fitted. */
  CARTRIDGE("cartridge");

  private final String label;

  PauseReason(String label) {
    this.label = label;
  }

  /** The name in files and commands. */
  public String label() {
    return label;
  }

  /** The reason of that name; an {@link IllegalArgumentException} says what is allowed. */
  public static PauseReason of(String label) {
    for (PauseReason reason : values()) {
      if (reason.label.equals(label)) {
        return reason;
      }
    }
    throw new IllegalArgumentException(
        "no such reason for a pause; allowed are "
            + Arrays.stream(values()).map(PauseReason::label).collect(Collectors.joining(", ")));
  }
}
