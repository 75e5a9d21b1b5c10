package org.stipple.controller.record;

import java.util.EnumMap;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.io.LoopClock;

/**
 * How late ticks came and how long their work took, whole and by stage: distributions of times in
 * ns, each to 1 %.
 *
 * <p>Lateness is corrected for coordinated omission: a tick that was skipped because an earlier one
 * came late counts with the lateness it would have had, so that one long pause is not one small
 * entry.
 *
 * <p>Written by the loop thread alone, which never waits and allocates nothing; drained by one cold
 * thread.
 */
public final class LoopTimes {

  /** What is timed. From {@link #READ} on, the stages of the tick in their order. */
  public enum Span {
    /** From when a tick was due to when it began. */
    LATENESS,
    /** The whole of a tick. */
    WORK,
    /** The whole of each of the first {@value #FIRST_TICKS} ticks after arming. */
    FIRST,
    /** Reports, pedal and operator commands taken in. */
    READ,
    /** Reports to quantities. */
    ESTIMATE,
    /** Interlocks and faults. */
    JUDGE,
    /** The drive made and confirmed. */
    CONTROL,
    /** The drive turned into messages and handed to the line. */
    WRITE,
    /** The sample made and left in the ring. */
    RECORD
  }

  /** The ticks after arming that are told apart: there a compiler that was not ready would show. */
  private static final int FIRST_TICKS = 100;

  /** Longer times count as an hour. */
  private static final long NS_MAX = 3_600_000_000_000L;

  private static final int DIGITS = 2;

  /** Skipped ticks that one pause may add one by one; a longer pause adds only so many. */
  private static final long SKIPPED_MAX = 60_000;

  private final @Nullable LoopClock clock;
  private final EnumMap<Span, SingleWriterRecorder> recorders = new EnumMap<>(Span.class);
  private long lapNs;
  private int firstLeft;

  /** Nothing recorded yet; stages are timed by that clock, and not at all without one. */
  private LoopTimes(@Nullable LoopClock clock) {
    this.clock = clock;
    for (Span span : Span.values()) {
      recorders.put(span, new SingleWriterRecorder(1, NS_MAX, DIGITS));
    }
  }

  /** For a loop on virtual time, in which a tick takes none: its stages are not timed. */
  public static LoopTimes withoutStages() {
    return new LoopTimes(null);
  }

  /** For a loop on real time; its stages are timed by that clock. */
  public static LoopTimes by(LoopClock clock) {
    return new LoopTimes(clock);
  }

  /** A tick came {@code ns} after it was due; an early one counts as on time. */
  public void late(long ns) {
    put(Span.LATENESS, ns);
  }

  /**
   * {@code ticks} ticks were left out, the first of them {@code firstNs} late by now, each next one
   * {@code periodNs} less.
   */
  public void skipped(long ticks, long firstNs, long periodNs) {
    long one = Math.min(ticks, SKIPPED_MAX);
    for (long i = 0; i < one; i++) {
      late(firstNs - i * periodNs);
    }
  }

  /** The whole tick took {@code ns}. */
  public void worked(long ns) {
    put(Span.WORK, ns);
    if (firstLeft > 0) {
      firstLeft--;
      put(Span.FIRST, ns);
    }
  }

  /** The machine has just been armed. */
  public void armed() {
    firstLeft = FIRST_TICKS;
  }

  /** The tick begins. */
  public void begin() {
    if (clock != null) {
      lapNs = clock.nowNs();
    }
  }

  /** That stage of the tick is over, and the next one begins. */
  public void lap(Span stage) {
    if (clock != null) {
      long nowNs = clock.nowNs();
      put(stage, nowNs - lapNs);
      lapNs = nowNs;
    }
  }

  private void put(Span span, long ns) {
    recorder(span).recordValue(Math.max(0, Math.min(NS_MAX, ns)));
  }

  /** Adds what was recorded since the last drain; one cold thread, which may wait a little. */
  public void drainInto(Span span, Histogram total, Histogram scratch) {
    recorder(span).getIntervalHistogramInto(scratch);
    total.add(scratch);
  }

  private SingleWriterRecorder recorder(Span span) {
    return Objects.requireNonNull(recorders.get(span));
  }

  /** A histogram of the form that {@link #drainInto} needs. */
  public static Histogram histogram() {
    return new Histogram(1, NS_MAX, DIGITS);
  }
}
