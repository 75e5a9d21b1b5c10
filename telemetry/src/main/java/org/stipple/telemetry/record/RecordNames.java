package org.stipple.telemetry.record;

import java.nio.file.Path;
import org.stipple.telemetry.session.SessionId;

/** Which session a record's file is of: its name says so, and its first line is bound to it. */
public final class RecordNames {

  /** How the name of a record ends, after its session's id. */
  public static final String SUFFIX = ".record";

  /** The same of the first versions, which are still read. */
  private static final String OLD_SUFFIX = ".session.jsonl";

  private RecordNames() {}

  /** The name of that session's file. */
  public static String file(SessionId session) {
    return session.value() + SUFFIX;
  }

  /**
   * Whose record that is.
   *
   * @throws IllegalArgumentException when it is none by its name
   */
  public static SessionId session(Path file) {
    String name = String.valueOf(file.getFileName());
    for (String suffix : new String[] {SUFFIX, OLD_SUFFIX}) {
      if (name.endsWith(suffix)) {
        return new SessionId(name.substring(0, name.length() - suffix.length()));
      }
    }
    throw new IllegalArgumentException(
        file + " is no record: its name must be a session's id and end with " + SUFFIX);
  }
}
