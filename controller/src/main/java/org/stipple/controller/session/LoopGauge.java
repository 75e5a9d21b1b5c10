package org.stipple.controller.session;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.stipple.controller.record.LoopTimes;
import org.stipple.controller.record.LoopTimes.Span;
import org.stipple.controller.session.LoopFigures.Percentiles;

/**
 * Collects what the loop recorded of its own times, since start.
 *
 * <p>Any thread; its methods are synchronized, since the loop's records can be drained by one
 * thread at a time.
 */
public final class LoopGauge {

  private final LoopTimes times;
  private final List<String> missing;
  private final Map<Span, Histogram> totals = new EnumMap<>(Span.class);
  private final Histogram scratch = LoopTimes.histogram();

  /**
   * Of the loop that writes to {@code times}; nobody else may drain them.
   *
   * @param missing what the loop's host lacks to be punctual, in words
   */
  public LoopGauge(LoopTimes times, List<String> missing) {
    this.times = times;
    this.missing = List.copyOf(missing);
    for (Span span : Span.values()) {
      totals.put(span, LoopTimes.histogram());
    }
  }

  /** Percentiles of everything up to now. */
  public synchronized LoopFigures figures() {
    drain();
    Map<Span, Percentiles> spans = new EnumMap<>(Span.class);
    totals.forEach((span, total) -> spans.put(span, percentiles(total)));
    return new LoopFigures(spans, missing);
  }

  /**
   * The distributions themselves, in the compressed V2 form of HdrHistogram as Base64, by the lower
   * case name of the span; values are ns.
   */
  public synchronized Map<String, String> histograms() {
    drain();
    Map<String, String> encoded = new LinkedHashMap<>();
    totals.forEach(
        (span, total) -> encoded.put(span.name().toLowerCase(Locale.ROOT), encode(total)));
    return encoded;
  }

  private void drain() {
    totals.forEach((span, total) -> times.drainInto(span, total, scratch));
  }

  private static Percentiles percentiles(Histogram all) {
    long count = all.getTotalCount();
    return count == 0
        ? Percentiles.NONE
        : new Percentiles(
            count,
            all.getValueAtPercentile(50) / 1e3,
            all.getValueAtPercentile(99) / 1e3,
            all.getValueAtPercentile(99.9) / 1e3,
            all.getMaxValue() / 1e3);
  }

  private static String encode(Histogram histogram) {
    ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(bytes);
    return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(bytes.array(), length));
  }
}
