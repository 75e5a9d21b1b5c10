package org.stipple.telemetry.upload;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.SessionId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whole lines of a record, from a byte of it on. On the wire: a line of JSON, then the lines
 * deflated (RFC 1950).
 *
 * @param session whose record
 * @param offset of the first byte in the record, 0..
 * @param lines whole lines, newlines included; not changed afterwards
 * @param key the public key the record is signed by, as {@code SigningKey.publicText}
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Chunk(SessionId session, long offset, byte[] lines, String key) {

  /** Most bytes of lines in one chunk: deflated, it stays below 64 kB. */
  public static final int LINES_MAX = 72 * 1024;

  /** Most bytes of one message. */
  public static final int MESSAGE_MAX = 96 * 1024;

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int HEADER_MAX = 1_000;

  /** Checks the sizes, and that the key is one. */
  public Chunk {
    SigningKey.publicKey(key);
    if (offset < 0 || lines.length == 0 || lines.length > LINES_MAX) {
      throw new IllegalArgumentException(
          "a chunk of %d bytes at %d; allowed are 1 to %d bytes"
              .formatted(lines.length, offset, LINES_MAX));
    }
  }

  /** As a message. */
  public byte[] encode() {
    String header =
        JSON.writeValueAsString(
            JSON.createObjectNode()
                .put("session", session.value())
                .put("offset", offset)
                .put("bytes", lines.length)
                .put("key", key));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes((header + "\n").getBytes(StandardCharsets.UTF_8));
    out.writeBytes(deflated(lines));
    return out.toByteArray();
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException where it is no chunk
   */
  public static Chunk decode(byte[] message) {
    if (message.length > MESSAGE_MAX) {
      throw new IllegalArgumentException("no chunk: " + message.length + " bytes are too many");
    }
    int end = 0;
    while (end < message.length && message[end] != '\n') {
      end++;
    }
    if (end == message.length || end > HEADER_MAX) {
      throw new IllegalArgumentException("no chunk: it has no header");
    }
    try {
      JsonNode header = JSON.readTree(new String(message, 0, end, StandardCharsets.UTF_8));
      return new Chunk(
          new SessionId(header.required("session").asString()),
          header.required("offset").longValue(),
          inflated(message, end + 1, header.required("bytes").intValue()),
          header.required("key").asString());
    } catch (JacksonException | DataFormatException e) {
      throw new IllegalArgumentException("no chunk: " + e.getMessage(), e);
    }
  }

  /** Deflates bytes (RFC 1950). */
  public static byte[] deflated(byte[] bytes) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
      byte[] buffer = new byte[16 * 1024];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  /**
   * Inflates what {@link #deflated} made, from a byte of a message to its end.
   *
   * @throws DataFormatException where it is damaged or not of that length
   */
  public static byte[] inflated(byte[] message, int from, int length) throws DataFormatException {
    if (length < 1 || length > LINES_MAX) {
      throw new DataFormatException("allowed are 1 to " + LINES_MAX + " bytes, not " + length);
    }
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(message, from, message.length - from);
      byte[] bytes = new byte[length + 1];
      int at = 0;
      while (at < bytes.length && !inflater.finished()) {
        int more = inflater.inflate(bytes, at, bytes.length - at);
        if (more == 0 && !inflater.finished()) {
          break;
        }
        at += more;
      }
      if (!inflater.finished() || at != length || inflater.getRemaining() > 0) {
        throw new DataFormatException("it is damaged, or not of " + length + " bytes");
      }
      return Arrays.copyOf(bytes, length);
    }
  }
}
