package org.stipple.controller.estimate;

/** The share of blocks that had to be sent again, over the last 500 ms. */
final class LossWindow {

  private static final int BUCKETS = 50;
  private static final long BUCKET_NS = 10_000_000;

  /** Below so many blocks sent again the ratio is chance. */
  private static final int CHANCE = 10;

  private final long[] sent = new long[BUCKETS];
  private final long[] again = new long[BUCKETS];
  private int head;
  private boolean begun;
  private long bucketNs;

  /** Takes the totals since start; answers the ratio, 0 to 1. */
  double update(long nowNs, long blocksSent, long blocksAgain) {
    if (!begun || nowNs - bucketNs > BUCKETS * BUCKET_NS) {
      begun = true;
      bucketNs = nowNs;
      java.util.Arrays.fill(sent, blocksSent);
      java.util.Arrays.fill(again, blocksAgain);
    }
    while (nowNs - bucketNs >= BUCKET_NS) {
      bucketNs += BUCKET_NS;
      head = (head + 1) % BUCKETS;
      sent[head] = blocksSent;
      again[head] = blocksAgain;
    }
    int oldest = (head + 1) % BUCKETS;
    long repeated = blocksAgain - again[oldest];
    long all = blocksSent - sent[oldest] + repeated;
    return repeated < CHANCE || all <= 0 ? 0 : (double) repeated / all;
  }
}
