package org.stipple.telemetry.sparkplug;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a host application says of itself on its topic of STATE.
 *
 * <p>Source: Sparkplug 3.0, section 6.4.27: JSON with exactly these two.
 *
 * @param online whether it is there
 * @param atMs when it connected, or when it went on purpose; ms since 1970 UTC
 */
public record HostState(boolean online, long atMs) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int BYTES_MAX = 1_000;

  /** As a message. */
  public byte[] encode() {
    String text = "{\"online\":" + online + ",\"timestamp\":" + atMs + "}";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a message; empty if it is none. */
  public static Optional<HostState> parse(byte[] message) {
    if (message.length > BYTES_MAX) {
      return Optional.empty();
    }
    try {
      JsonNode read = JSON.readTree(message);
      JsonNode online = read.path("online");
      JsonNode atMs = read.path("timestamp");
      return online.isBoolean() && atMs.isIntegralNumber() && atMs.canConvertToLong()
          ? Optional.of(new HostState(online.booleanValue(), atMs.longValue()))
          : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }
}
