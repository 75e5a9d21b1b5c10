package org.stipple.telemetry.session;

/**
 * Names one machine within its clinic; the Sparkplug device id.
 *
 * @param value 1 to 64 letters a-z A-Z, digits and {@code - _ .}
 */
public record DeviceId(String value) {
  /** Checks the value; an {@link IllegalArgumentException} says what is allowed. */
  public DeviceId {
    Words.checked("device id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
