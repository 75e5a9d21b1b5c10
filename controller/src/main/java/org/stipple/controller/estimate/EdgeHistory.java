package org.stipple.controller.estimate;

/**
 * The last time-stamped tachometer edges, one a report: where the shaft was when, and how fast.
 *
 * <p>Positions are in edges. Bounded: the oldest point is forgotten.
 */
final class EdgeHistory {

  private static final int CAPACITY = 64;

  /** Shortest time a frequency is averaged over, s: it filters the ripple within a stroke. */
  private static final double WINDOW_S = 0.020;

  /** Longest time a frequency is averaged over, s: below about 20 Hz less than a stroke. */
  private static final double WINDOW_S_MAX = 0.060;

  private final double edgesPerStroke;
  private final long[] position = new long[CAPACITY];
  private final long[] counted = new long[CAPACITY];
  private final long[] ticks = new long[CAPACITY];
  private int size;
  private int newest = CAPACITY - 1;
  private double windowSeconds;

  EdgeHistory(double edgesPerStroke) {
    this.edgesPerStroke = edgesPerStroke;
  }

  void clear() {
    size = 0;
  }

  void add(long atPosition, long edgeCount, long atTicks) {
    newest = (newest + 1) % CAPACITY;
    position[newest] = atPosition;
    counted[newest] = edgeCount;
    ticks[newest] = atTicks;
    size = Math.min(size + 1, CAPACITY);
  }

  private int slot(int back) {
    return (newest - back + CAPACITY) % CAPACITY;
  }

  /**
   * Mean frequency over the last whole strokes, from an edge to the same edge strokes ago, so that
   * neither the swing within a stroke nor an uneven duty of the tachometer shows. Where no report
   * shows that very edge, its time is interpolated between its neighbours. While there is less than
   * a stroke: over the longest time there is, by edges of the same direction.
   *
   * @return Hz, 0 while there are too few edges
   */
  double frequencyHz(double lastHz, double ticksPerSecond) {
    windowSeconds = 0;
    if (size < 2 || !(ticksPerSecond > 0)) {
      return 0;
    }
    double strokes = Math.max(1, StrictMath.ceil(WINDOW_S * lastHz - 0.05));
    long wanted = counted[newest] - Math.round(strokes * edgesPerStroke);
    int longest = -1;
    for (int back = 1; back < size; back++) {
      int i = slot(back);
      double seconds = (ticks[newest] - ticks[i]) / ticksPerSecond;
      if (seconds > WINDOW_S_MAX && longest >= 0) {
        break;
      }
      if (counted[i] <= wanted) {
        windowSeconds = (ticks[newest] - timeOf(wanted, i)) / ticksPerSecond;
        return strokes / windowSeconds;
      }
      if (((counted[newest] - counted[i]) & 1) == 0) {
        longest = i;
      }
    }
    if (longest < 0) {
      return 0;
    }
    double seconds = (ticks[newest] - ticks[longest]) / ticksPerSecond;
    return (counted[newest] - counted[longest]) / edgesPerStroke / seconds;
  }

  /** Time of the whole strokes the last frequency is the mean of, s; 0 where it is of none. */
  double windowSeconds() {
    return windowSeconds;
  }

  private double timeOf(long edge, int before) {
    int after = (before + 1) % CAPACITY;
    double share = (double) (edge - counted[before]) / (counted[after] - counted[before]);
    return ticks[before] + share * (ticks[after] - ticks[before]);
  }

  /**
   * Where the shaft was at a time, in edges; between edges by their times, after the last one
   * nowhere beyond the next.
   */
  double positionAt(long atTicks, double edgesPerTick) {
    int after = newest;
    if (atTicks >= ticks[after]) {
      return position[after] + Math.min(0.99, (atTicks - ticks[after]) * edgesPerTick);
    }
    for (int back = 1; back < size; back++) {
      int i = slot(back);
      if (ticks[i] <= atTicks) {
        double share = (double) (atTicks - ticks[i]) / (ticks[after] - ticks[i]);
        return position[i] + share * (position[after] - position[i]);
      }
      after = i;
    }
    return position[after];
  }

  /** When the shaft was at a position, in edges, by the edges around it; 0 = not within reach. */
  long ticksAt(double atPosition) {
    for (int back = 1; back < size; back++) {
      int before = slot(back);
      int after = (before + 1) % CAPACITY;
      if (position[before] <= atPosition && atPosition <= position[after]) {
        double span = position[after] - position[before];
        double share = span > 0 ? (atPosition - position[before]) / span : 1;
        return ticks[before] + (long) (share * (ticks[after] - ticks[before]));
      }
    }
    return 0;
  }

  boolean isEmpty() {
    return size == 0;
  }
}
