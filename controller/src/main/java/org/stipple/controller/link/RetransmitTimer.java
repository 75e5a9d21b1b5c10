package org.stipple.controller.link;

/**
 * How long to wait for an acknowledgement, learned from round trips (the protocol page's section
 * 3.4; the form is that of TCP).
 */
final class RetransmitTimer {

  private static final long MIN_NS = 25_000_000L;
  private static final long MAX_NS = 5_000_000_000L;
  private static final long ROUND_TRIP_MIN_NS = 4_000_000L;
  private static final long MARGIN_NS = 1_000_000L;

  private long timeoutNs = MIN_NS;
  private long smoothedNs;
  private long variationNs;
  private long capNs = MAX_NS;

  void reset() {
    timeoutNs = MIN_NS;
    smoothedNs = 0;
    variationNs = 0;
  }

  /** While the machine is armed a long silence helps nobody: keep trying at least this often. */
  void cap(long ns) {
    capNs = ns;
  }

  long timeoutNs() {
    return Math.min(timeoutNs, capNs);
  }

  /** After so long an answer should be here, on a line that works. */
  long roundTripNs() {
    return Math.max(ROUND_TRIP_MIN_NS, Math.min(MIN_NS, 2 * smoothedNs));
  }

  /** A round trip of a block that was sent once. */
  void sample(long roundTripNs) {
    if (smoothedNs == 0) {
      smoothedNs = 10 * roundTripNs;
      variationNs = roundTripNs / 2;
    } else {
      variationNs = (3 * variationNs + Math.abs(smoothedNs - roundTripNs)) / 4;
      smoothedNs = (7 * smoothedNs + roundTripNs) / 8;
    }
    timeoutNs = clamp(smoothedNs + Math.max(MARGIN_NS, 4 * variationNs));
  }

  void backOff() {
    timeoutNs = clamp(2 * timeoutNs);
  }

  private static long clamp(long ns) {
    return Math.max(MIN_NS, Math.min(MAX_NS, ns));
  }
}
