package org.stipple.telemetry.record;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Arrays;
import org.stipple.telemetry.session.SessionId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The device's signature of all that a record holds so far. No entry of the session: it has no
 * number of its own.
 *
 * @param upTo number of the last entry it covers
 * @param before hash of the line before it, see {@link Chain}
 * @param key fingerprint of the key
 * @param signature Ed25519, base64
 */
record Seal(long upTo, String before, String key, String signature) {

  private static final JsonMapper JSON = JsonMapper.shared();

  static Seal by(SigningKey key, SessionId session, long upTo, String before) {
    return new Seal(
        upTo,
        before,
        SigningKey.fingerprint(key.publicKey()),
        key.sign(signed(session, upTo, before)));
  }

  /** What is signed: it names the session, so that no seal serves for another. */
  private static String signed(SessionId session, long upTo, String before) {
    return "stipple record " + session.value() + " up to " + upTo + " head " + before;
  }

  boolean isBy(PublicKey publicKey, SessionId session) {
    return SigningKey.verifies(publicKey, signed(session, upTo, before), signature);
  }

  /** The bytes of the line, its newline included. */
  byte[] line() {
    String text =
        JSON.writeValueAsString(
            JSON.createObjectNode()
                .put("seal", upTo)
                .put("prev", before)
                .put("key", key)
                .put("signature", signature));
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Whether the line that begins there is one, by its first characters as {@link #line} writes
   * them.
   */
  static boolean begins(byte[] bytes, int from) {
    byte[] first = "{\"seal\":".getBytes(StandardCharsets.UTF_8);
    return from + first.length <= bytes.length
        && Arrays.equals(bytes, from, from + first.length, first, 0, first.length);
  }

  static boolean is(JsonNode line) {
    return line.has("seal");
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException where it is none
   */
  static Seal of(JsonNode line) {
    if (!line.required("key").isString() || !line.required("signature").isString()) {
      throw new IllegalArgumentException("no seal: key and signature are texts");
    }
    return new Seal(
        line.required("seal").longValue(),
        line.required("prev").stringValue(),
        line.required("key").stringValue(),
        line.required("signature").stringValue());
  }
}
