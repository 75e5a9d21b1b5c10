package org.stipple.telemetry.record;

import java.time.Instant;
import org.stipple.telemetry.session.SessionEntry;

/**
 * One line of a session file.
 *
 * @param number 0 for the opening entry, then one more each
 * @param at when it was written, UTC, to the millisecond
 * @param entry what happened
 */
public record RecordedEntry(long number, Instant at, SessionEntry entry) {
  /** Checks the number. */
  public RecordedEntry {
    if (number < 0) {
      throw new IllegalArgumentException("entry number is " + number + "; allowed are 0 or more");
    }
  }
}
