package org.stipple.telemetry.sparkplug;

import java.util.List;
import java.util.OptionalInt;

/**
 * A Sparkplug payload.
 *
 * @param atMs when it was made, ms since 1970 UTC
 * @param seq 0..255; absent in NDEATH and in commands
 * @param metrics its metrics, in order
 */
public record Payload(long atMs, OptionalInt seq, List<Metric> metrics) {
  /** Checks the sequence number. */
  public Payload {
    if (seq.isPresent() && (seq.getAsInt() < 0 || seq.getAsInt() > 255)) {
      throw new IllegalArgumentException("seq is " + seq.getAsInt() + "; allowed are 0 to 255");
    }
    metrics = List.copyOf(metrics);
  }
}
