package org.stipple.telemetry.edge;

import java.time.Duration;
import org.stipple.telemetry.sparkplug.Topic;

/**
 * The host application that live values are for, and what is kept for it while it is away.
 *
 * @param hostId its id in {@code spBv1.0/STATE/hostId}
 * @param bufferBytesMax most bytes kept, 10,000..1,000,000,000; beyond it the oldest are dropped
 * @param bufferTimeMax longest time anything is kept, 1 s..30 d
 */
public record PrimaryHost(String hostId, long bufferBytesMax, Duration bufferTimeMax) {
  /** Checks every value; the error says what is allowed. */
  public PrimaryHost {
    Topic.checkId("primary host", hostId);
    if (bufferBytesMax < 10_000 || bufferBytesMax > 1_000_000_000) {
      throw new IllegalArgumentException(
          "the buffer is " + bufferBytesMax + " bytes; allowed are 10000 to 1000000000");
    }
    if (bufferTimeMax.compareTo(Duration.ofSeconds(1)) < 0
        || bufferTimeMax.compareTo(Duration.ofDays(30)) > 0) {
      throw new IllegalArgumentException(
          "the buffer holds " + bufferTimeMax + "; allowed are 1 s to 30 d");
    }
  }

  /** With a buffer of 8 MB and 12 h: a day's sessions at four samples a second. */
  public static PrimaryHost of(String hostId) {
    return new PrimaryHost(hostId, 8_000_000, Duration.ofHours(12));
  }
}
