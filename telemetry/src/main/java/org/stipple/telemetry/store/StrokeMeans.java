package org.stipple.telemetry.store;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.session.Stroke;

/** Means of strokes, of those that are known; null where none is. */
record StrokeMeans(
    @Nullable Double frequencyHz,
    @Nullable Double milliamps,
    @Nullable Double protrusionMm,
    @Nullable Double depthMm,
    double contactShare) {

  static StrokeMeans of(List<Stroke> strokes) {
    @Nullable Double periodUs =
        mean(strokes, stroke -> stroke.periodUs() > 0 ? stroke.periodUs() : Double.NaN);
    long contacts = strokes.stream().filter(Stroke::contact).count();
    return new StrokeMeans(
        periodUs == null ? null : 1e6 / periodUs,
        mean(strokes, Stroke::milliamps),
        mean(strokes, Stroke::protrusionMm),
        mean(strokes, Stroke::depthMm),
        strokes.isEmpty() ? 0 : (double) contacts / strokes.size());
  }

  private static @Nullable Double mean(List<Stroke> strokes, ToDoubleFunction<Stroke> of) {
    double sum = 0;
    int known = 0;
    for (Stroke stroke : strokes) {
      double value = of.applyAsDouble(stroke);
      if (!Double.isNaN(value)) {
        sum += value;
        known++;
      }
    }
    return known == 0 ? null : sum / known;
  }
}
