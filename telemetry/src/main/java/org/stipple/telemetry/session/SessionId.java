package org.stipple.telemetry.session;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Names one session of one device, and its file.
 *
 * @param value 1 to 64 letters a-z A-Z, digits and {@code - _ .}
 */
public record SessionId(String value) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Checks the value; an {@link IllegalArgumentException} says what is allowed. */
  public SessionId {
    Words.checked("session id", value);
  }

  /**
   * An id that sorts by time: {@code s20261123-083137-042-1}.
   *
   * @param openedAt when the session was opened, UTC
   * @param number 1.. ; tells apart two sessions of the same millisecond
   */
  public static SessionId at(Instant openedAt, int number) {
    return new SessionId("s" + STAMP.format(openedAt) + "-" + number);
  }

  /** When it was opened, by its value; empty where the value is not of that form. */
  public Optional<Instant> openedAt() {
    int end = value.lastIndexOf('-');
    try {
      return value.startsWith("s") && end > 0
          ? Optional.of(STAMP.parse(value.substring(1, end), Instant::from))
          : Optional.empty();
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
