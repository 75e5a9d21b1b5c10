package org.stipple.telemetry.session;

/**
 * Names who works; an id, not a person's name.
 *
 * @param value 1 to 64 letters a-z A-Z, digits and {@code - _ .}
 */
public record PractitionerId(String value) {
  /** Checks the value; an {@link IllegalArgumentException} says what is allowed. */
  public PractitionerId {
    Words.checked("practitioner id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
