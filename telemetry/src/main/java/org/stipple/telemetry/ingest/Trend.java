package org.stipple.telemetry.ingest;

import java.util.List;
import java.util.TreeMap;

/**
 * A device's last minutes, by our clock. What comes late is put where it belongs, into a gap: a
 * point that was heard in its own time is never replaced.
 */
final class Trend {
  /** Six minutes at four a second. */
  static final int POINTS_MAX = 1_440;

  private static final long GAP_MS = 240;

  private final TreeMap<Long, TracePoint> points = new TreeMap<>();

  /** A point of now, if the last one is old enough. */
  void now(TracePoint point) {
    if (points.isEmpty() || point.atMs() - points.lastKey() >= GAP_MS) {
      put(point);
    }
  }

  /** A point of the past, if there is none about then. */
  void past(TracePoint point) {
    Long before = points.floorKey(point.atMs());
    Long after = points.ceilingKey(point.atMs());
    boolean free =
        (before == null || point.atMs() - before >= GAP_MS / 2)
            && (after == null || after - point.atMs() >= GAP_MS / 2);
    if (free) {
      put(point);
    }
  }

  private void put(TracePoint point) {
    points.put(point.atMs(), point);
    if (points.size() > POINTS_MAX) {
      points.pollFirstEntry();
    }
  }

  /** Oldest first. */
  List<TracePoint> points() {
    return List.copyOf(points.values());
  }
}
