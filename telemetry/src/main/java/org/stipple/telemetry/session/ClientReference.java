package org.stipple.telemetry.session;

/**
 * A pseudonym for the client; nothing else about a person is ever kept or sent.
 *
 * @param value 1 to 64 letters a-z A-Z, digits and {@code - _ .}
 */
public record ClientReference(String value) {
  /** Checks the value; an {@link IllegalArgumentException} says what is allowed. */
  public ClientReference {
    Words.checked("client reference", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
