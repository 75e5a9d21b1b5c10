package org.stipple.telemetry.record;

import org.stipple.telemetry.session.SessionId;

/** What was done at start about a file that was not closed. */
public sealed interface Recovery {

  /**
   * The session was closed as interrupted.
   *
   * @param session whose file
   * @param lastEntry number of its last whole entry
   * @param cutBytes bytes of a line that was cut while it was written, and removed: nobody had been
   *     told that it was recorded
   */
  record Interrupted(SessionId session, long lastEntry, long cutBytes) implements Recovery {}

  /**
   * Not one entry had reached the disk; the file was set aside under another name.
   *
   * @param session whose file
   */
  record Empty(SessionId session) implements Recovery {}

  /**
   * The file is damaged in its middle, which no power cut does; it was left as it is.
   *
   * @param file its name
   * @param why what is wrong and on which line
   */
  record Damaged(String file, String why) implements Recovery {}
}
