package org.stipple.telemetry.session;

/**
 * Points to the consent the clinic holds; the text itself stays there.
 *
 * @param value 1 to 64 letters a-z A-Z, digits and {@code - _ .}
 */
public record ConsentReference(String value) {
  /** Checks the value; an {@link IllegalArgumentException} says what is allowed. */
  public ConsentReference {
    Words.checked("consent reference", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
