package org.stipple.controller.machine;

/**
 * The reports of one pulse counter that arrived in one tick, oldest first. Bounded: when more than
 * {@link #CAPACITY} arrive (after a pause) the oldest are dropped, which loses time resolution but
 * no pulse, since counts are cumulative.
 */
public final class PulseReports {

  /** Reports kept for one tick; at 2 ms a report this covers a pause of 60 ms. */
  public static final int CAPACITY = 32;

  private final long[] edges = new long[CAPACITY];
  private final long[] edgeClock = new long[CAPACITY];
  private final long[] sampleClock = new long[CAPACITY];
  private int size;

  /** Forgets all reports. */
  public void clear() {
    size = 0;
  }

  /**
   * Adds a report.
   *
   * @param edgeCount level changes since the board's life began; bit 0 = level after the last one
   * @param edgeTicks board clock (64-bit ticks) of the last level change
   * @param sampleTicks board clock at which the counter was read
   */
  public void add(long edgeCount, long edgeTicks, long sampleTicks) {
    if (size == CAPACITY) {
      System.arraycopy(edges, 1, edges, 0, CAPACITY - 1);
      System.arraycopy(edgeClock, 1, edgeClock, 0, CAPACITY - 1);
      System.arraycopy(sampleClock, 1, sampleClock, 0, CAPACITY - 1);
      size--;
    }
    edges[size] = edgeCount;
    edgeClock[size] = edgeTicks;
    sampleClock[size] = sampleTicks;
    size++;
  }

  /** Number of reports, 0 to {@link #CAPACITY}. */
  public int size() {
    return size;
  }

  /** Level changes counted so far, by report {@code i}. */
  public long edgeCount(int i) {
    return edges[i];
  }

  /** Board clock of the last level change, by report {@code i}. */
  public long edgeTicks(int i) {
    return edgeClock[i];
  }

  /** Board clock at which report {@code i} was taken. */
  public long sampleTicks(int i) {
    return sampleClock[i];
  }

  /** Makes this equal to {@code from}. */
  public void copyFrom(PulseReports from) {
    size = from.size;
    System.arraycopy(from.edges, 0, edges, 0, size);
    System.arraycopy(from.edgeClock, 0, edgeClock, 0, size);
    System.arraycopy(from.sampleClock, 0, sampleClock, 0, size);
  }
}
