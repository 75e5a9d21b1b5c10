package org.stipple.controller.estimate;

import org.stipple.controller.machine.CurrentReports;
import org.stipple.controller.machine.PulseReports;
import org.stipple.controller.machine.Reports;

/**
 * The motor current averaged over whole turns of the shaft, from an edge of the tachometer to the
 * same edge a turn later.
 *
 * <p>Within a turn the spring alone swings the current by as much as it is, so where a turn begins
 * and ends must be exact: the current between two values counts as a straight line, and is
 * integrated to the very time of the edge.
 */
final class StrokeCurrent {

  /** Values kept: longer than a turn at 10 Hz. */
  private static final int CAPACITY = 128;

  /** Edges that may wait for the current's report of the same time. */
  private static final int PENDING = 16;

  private final long turnEdges;

  private final double[] charge = new double[CAPACITY];
  private final double[] value = new double[CAPACITY];
  private final long[] at = new long[CAPACITY];
  private int newest;
  private int size;

  private final long[] pending = new long[PENDING];
  private int pendingFirst;
  private int pendingCount;

  private boolean begun;
  private long lastEdges;
  private long lastTicks;
  private double boundaryCharge;
  private long boundaryTicks;
  private boolean boundaryKnown;

  private double meanFraction;
  private long turnTicks;

  StrokeCurrent(int pulsesPerStroke) {
    turnEdges = 2L * pulsesPerStroke;
  }

  /** Forgets the running turn. */
  void clear() {
    begun = false;
    size = 0;
    pendingCount = 0;
    boundaryKnown = false;
  }

  /** Takes in what arrived; call {@link #next} until it answers false. */
  void take(Reports reports) {
    takeCurrent(reports.current);
    takeEdges(reports.tach);
  }

  private void takeCurrent(CurrentReports current) {
    for (int i = 0; i < current.size(); i++) {
      int before = newest;
      newest = (newest + 1) % CAPACITY;
      at[newest] = current.ticks(i);
      value[newest] = current.fraction(i);
      charge[newest] =
          size == 0
              ? 0
              : charge[before] + (at[newest] - at[before]) * (value[newest] + value[before]) / 2;
      size = Math.min(size + 1, CAPACITY);
    }
  }

  private void takeEdges(PulseReports tach) {
    for (int i = 0; i < tach.size(); i++) {
      long edges = tach.edgeCount(i);
      long ticks = tach.edgeTicks(i);
      if (begun && edges > lastEdges) {
        long first = Math.floorDiv(lastEdges, turnEdges) + 1;
        long last = Math.floorDiv(edges, turnEdges);
        for (long turn = first; turn <= last; turn++) {
          double share = (double) (turn * turnEdges - lastEdges) / (edges - lastEdges);
          add(lastTicks + (long) (share * (ticks - lastTicks)));
        }
      }
      if (!begun || edges > lastEdges) {
        lastEdges = edges;
        lastTicks = ticks;
        begun = true;
      }
    }
  }

  private void add(long ticks) {
    if (pendingCount == PENDING) {
      clear();
      return;
    }
    pending[(pendingFirst + pendingCount) % PENDING] = ticks;
    pendingCount++;
  }

  /** Goes on to the next complete turn of which the current is known; false when there is none. */
  boolean next() {
    while (pendingCount > 0 && size > 0 && at[newest] >= pending[pendingFirst]) {
      long ticks = pending[pendingFirst];
      pendingFirst = (pendingFirst + 1) % PENDING;
      pendingCount--;
      double total = chargeAt(ticks);
      boolean known = boundaryKnown && !Double.isNaN(total);
      if (known) {
        turnTicks = ticks - boundaryTicks;
        meanFraction = (total - boundaryCharge) / turnTicks;
      }
      boundaryKnown = !Double.isNaN(total);
      boundaryCharge = total;
      boundaryTicks = ticks;
      if (known && turnTicks > 0) {
        return true;
      }
    }
    return false;
  }

  /** NaN where the ring does not reach back so far. */
  private double chargeAt(long ticks) {
    for (int back = 1; back < size; back++) {
      int i = (newest - back + CAPACITY) % CAPACITY;
      if (at[i] <= ticks) {
        int after = (i + 1) % CAPACITY;
        double part = ticks - at[i];
        double there = value[i] + (value[after] - value[i]) * part / (at[after] - at[i]);
        return charge[i] + part * (value[i] + there) / 2;
      }
    }
    return Double.NaN;
  }

  /** Mean current of that turn, as a fraction of full scale. */
  double meanFraction() {
    return meanFraction;
  }

  /** Time of that turn, board clock ticks. */
  long turnTicks() {
    return turnTicks;
  }
}
