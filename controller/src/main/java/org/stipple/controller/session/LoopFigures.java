package org.stipple.controller.session;

import java.util.List;
import java.util.Map;
import org.stipple.controller.record.LoopTimes.Span;

/**
 * How late ticks came and how long they took, since start.
 *
 * @param spans by what was timed; every span is there
 * @param missing what the host lacks to be punctual, in words
 */
public record LoopFigures(Map<Span, Percentiles> spans, List<String> missing) {

  /**
   * A distribution of times in us; all NaN while there is none.
   *
   * @param count times in it
   * @param p50 the median
   * @param p99 99 of 100 are not above
   * @param p999 999 of 1000 are not above
   * @param max the longest
   */
  public record Percentiles(long count, double p50, double p99, double p999, double max) {

    static final Percentiles NONE =
        new Percentiles(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /** Before the first tick. */
  static LoopFigures none() {
    return new LoopFigures(Map.of(), List.of());
  }

  /** The distribution of one span. */
  public Percentiles of(Span span) {
    return spans.getOrDefault(span, Percentiles.NONE);
  }
}
