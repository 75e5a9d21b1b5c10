package org.stipple.telemetry.sparkplug;

/** Bytes that are no payload we take: broken, too large, or of a type not in use here. */
public final class MalformedPayload extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedPayload(String why) {
    super(why);
  }

  MalformedPayload(String why, Throwable cause) {
    super(why, cause);
  }
}
