package org.stipple.telemetry.sparkplug;

/**
 * Bytes that are no payload we take: broken, too large, or of a type not in use here. It has no
 * stack trace, since a flood of such bytes must be cheap.
 */
public final class MalformedPayload extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean tooLarge;

  MalformedPayload(String why) {
    this(why, false);
  }

  private MalformedPayload(String why, boolean tooLarge) {
    super(why, null, false, false);
    this.tooLarge = tooLarge;
  }

  static MalformedPayload tooLarge(String why) {
    return new MalformedPayload(why, true);
  }

  /** Whether it broke a limit of size. */
  public boolean tooLarge() {
    return tooLarge;
  }
}
