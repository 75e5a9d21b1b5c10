package org.stipple.controller.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stipple.controller.estimate.Contact;
import org.stipple.controller.record.Sample;
import org.stipple.telemetry.session.PackedStrokes;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.Stroke;

/** Collects the strokes of a press until they are written. Keeper thread only. */
final class StrokeLog {

  /** A sample is older than this only where the ring had no room for those after it, ns. */
  private static final long SAMPLE_AGE_NS_MAX = 3_000_000_000L;

  private final List<Stroke> strokes = new ArrayList<>();
  private Instant startedAt = Instant.EPOCH;
  private long first;

  /**
   * Takes the strokes between two samples.
   *
   * @param before the sample before
   * @param sessionBegan the machine's count of strokes when the session began
   */
  void take(Sample now, Sample before, long sessionBegan, ClockWatch clock) {
    long more = now.strokes - before.strokes;
    for (long i = 0; i < more && strokes.size() < PackedStrokes.COUNT_MAX; i++) {
      if (strokes.isEmpty()) {
        startedAt = timeOf(now.strokeNs - (more - 1) * now.strokePeriodNs, clock);
        first = before.strokes - sessionBegan + 1;
      }
      strokes.add(stroke(now, more == 1));
    }
  }

  private static Instant timeOf(long strokeNs, ClockWatch clock) {
    long agoNs = clock.monotonicNs() - strokeNs;
    return clock.instant().minusNanos(agoNs > 0 && agoNs < SAMPLE_AGE_NS_MAX ? agoNs : 0);
  }

  private static Stroke stroke(Sample now, boolean alone) {
    return new Stroke(
        (int) Math.clamp((now.strokePeriodNs + 500) / 1_000, 0L, Stroke.PERIOD_US_MAX),
        Math.clamp(now.turnMilliamps, 0, Stroke.MILLIAMPS_MAX),
        Math.clamp(now.protrusionMm, -Stroke.MM_MAX, Stroke.MM_MAX),
        Math.clamp(now.realDepthMm, -Stroke.MM_MAX, Stroke.MM_MAX),
        now.pedalPressed,
        now.contact == Contact.IN_SKIN,
        alone);
  }

  /** What was collected, as an entry, and begins anew; empty where there is nothing. */
  Optional<SessionEntry> drain() {
    if (strokes.isEmpty()) {
      return Optional.empty();
    }
    SessionEntry entry = new SessionEntry.Strokes(startedAt, first, PackedStrokes.of(strokes));
    strokes.clear();
    return Optional.of(entry);
  }

  /**
   * Whether it should be drained before its time: the ring may bring the strokes of 2 s at once.
   */
  boolean filling() {
    return strokes.size() >= PackedStrokes.COUNT_MAX / 2;
  }
}
