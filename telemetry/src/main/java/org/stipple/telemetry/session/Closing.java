package org.stipple.telemetry.session;

/** Why a session ended. */
public enum Closing {
  /** By the practitioner. */
  CLOSED("closed"),
  /** By a crash or power cut; written when the file is found at the next start. */
  INTERRUPTED("interrupted");

  private final String label;

  Closing(String label) {
    this.label = label;
  }

  /** The name in files. */
  public String label() {
    return label;
  }

  /** The reason of that name; an {@link IllegalArgumentException} says what is allowed. */
  public static Closing of(String label) {
    for (Closing closing : values()) {
      if (closing.label.equals(label)) {
        return closing;
      }
    }
    throw new IllegalArgumentException("no such reason; allowed are closed, interrupted");
  }
}
