package org.stipple.telemetry.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What each line of a record carries of the one before: its SHA-256. A byte changed anywhere breaks
 * the chain at the next line; the first line is bound to the session's own id.
 */
final class Chain {

  private Chain() {}

  /** What the first line of that session carries. */
  static String beginning(String sessionId) {
    return hash(("stipple record " + sessionId + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Of a line with its newline, in lower-case hexadecimal. */
  static String hash(byte[] line) {
    return HexFormat.of().formatHex(sha256().digest(line));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
