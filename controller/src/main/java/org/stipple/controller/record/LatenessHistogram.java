package org.stipple.controller.record;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How late ticks came, in fixed buckets of 1/16 of a power of two (at most 6 % wide), from 1 us to
 * about 18 minutes; what is beyond falls in the last.
 *
 * <p>Corrected for coordinated omission: a tick that was skipped because an earlier one came late
 * counts with the lateness it would have had, so that one long pause is not one small entry.
 *
 * <p>Written by the loop thread alone, read by any thread; a reader sees a state that is at most
 * some ticks old.
 */
public final class LatenessHistogram {

  private static final int SUB = 16;
  private static final int SUB_BITS = 4;
  private static final int OCTAVES = 31;
  private static final long UNIT_NS = 1000;

  /** Skipped ticks that one pause may add one by one; a longer pause adds only so many. */
  private static final long SKIPPED_MAX = 60_000;

  private final AtomicLongArray counts = new AtomicLongArray(OCTAVES * SUB);
  private final AtomicLong total = new AtomicLong();
  private final AtomicLong maxNs = new AtomicLong();
  private final AtomicLong skipped = new AtomicLong();

  /** Creates an empty histogram. */
  public LatenessHistogram() {}

  /** A tick came {@code latenessNs} after it was due; an early one counts as on time. */
  public void record(long latenessNs) {
    int bucket = bucketOf(latenessNs);
    counts.lazySet(bucket, counts.get(bucket) + 1);
    total.lazySet(total.get() + 1);
    if (latenessNs > maxNs.get()) {
      maxNs.lazySet(latenessNs);
    }
  }

  /**
   * {@code ticks} ticks were left out, the first of them {@code latenessNs} late by now, each next
   * one {@code periodNs} less.
   */
  public void recordSkipped(long ticks, long latenessNs, long periodNs) {
    long one = Math.min(ticks, SKIPPED_MAX);
    for (long i = 0; i < one; i++) {
      record(latenessNs - i * periodNs);
    }
    skipped.lazySet(skipped.get() + ticks);
  }

  private static int bucketOf(long ns) {
    long units = Math.max(0, ns) / UNIT_NS;
    if (units < SUB) {
      return (int) units;
    }
    int octave = 63 - Long.numberOfLeadingZeros(units) - SUB_BITS;
    int sub = (int) (units >> octave) - SUB;
    return Math.min(OCTAVES * SUB - 1, (octave + 1) * SUB + sub);
  }

  private static long upperNs(int bucket) {
    int row = bucket / SUB;
    long sub = bucket % SUB;
    long units = row == 0 ? sub + 1 : (SUB + sub + 1) << (row - 1);
    return units * UNIT_NS;
  }

  /**
   * The lateness that a share of all ticks did not exceed, ns, rounded up to the bucket's end; 0
   * while empty.
   *
   * @param share 0 to 1; 0.999 = the 99.9th percentile
   */
  public long percentileNs(double share) {
    long all = total.get();
    if (all == 0) {
      return 0;
    }
    long wanted = Math.max(1, (long) StrictMath.ceil(share * all));
    long seen = 0;
    for (int i = 0; i < counts.length(); i++) {
      seen += counts.get(i);
      if (seen >= wanted) {
        return Math.min(upperNs(i), Math.max(maxNs.get(), 1));
      }
    }
    return maxNs.get();
  }

  /** The greatest lateness, ns. */
  public long maxNs() {
    return maxNs.get();
  }

  /** Ticks counted, skipped ones among them. */
  public long count() {
    return total.get();
  }

  /** Ticks skipped. */
  public long skipped() {
    return skipped.get();
  }
}
