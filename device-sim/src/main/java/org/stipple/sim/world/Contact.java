package org.stipple.sim.world;

import java.util.SplittableRandom;

/** A mechanical contact that bounces for 2 to 8 ms whenever it moves. */
final class Contact {

  private static final long BOUNCE_NS_MIN = 2_000_000;
  private static final long BOUNCE_NS_MAX = 8_000_000;
  private static final int MOST_EDGES = 9;

  private final SplittableRandom random;
  private final long[] edges = new long[MOST_EDGES];
  private boolean before;
  private boolean target;
  private int count;

  Contact(boolean closed, SplittableRandom random) {
    this.before = closed;
    this.target = closed;
    this.random = random;
  }

  /** Moves the contact from {@code atNs} on; the first edge falls on that time. */
  void move(boolean closed, long atNs) {
    before = closed(atNs);
    target = closed;
    count = 0;
    if (before == target) {
      return;
    }
    int edgesWanted = 1 + 2 * random.nextInt((MOST_EDGES + 1) / 2);
    long bounceNs = random.nextLong(BOUNCE_NS_MIN, BOUNCE_NS_MAX);
    edges[0] = atNs;
    for (count = 1; count < edgesWanted; count++) {
      edges[count] = atNs + bounceNs * count / edgesWanted + random.nextLong(bounceNs / MOST_EDGES);
    }
    java.util.Arrays.sort(edges, 0, count);
  }

  boolean closed(long timeNs) {
    if (count == 0) {
      return before;
    }
    if (timeNs >= edges[count - 1]) {
      return target;
    }
    boolean closed = before;
    for (int i = 0; i < count && edges[i] <= timeNs; i++) {
      closed = !closed;
    }
    return closed;
  }
}
