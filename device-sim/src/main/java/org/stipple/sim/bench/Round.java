package org.stipple.sim.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/** The latenesses of one round under one load, by contender. */
final class Round {

  /** cyclictest tells no less; a ratio of less than that says nothing. */
  private static final long RESOLUTION_NS = 1_000;

  private final Map<Contender, Histogram> lateness = new EnumMap<>(Contender.class);

  void put(Contender contender, Histogram histogram) {
    lateness.put(contender, histogram);
  }

  Map<Contender, Histogram> lateness() {
    return lateness;
  }

  /** A percentile in us, at least 1; empty where that contender was not measured. */
  OptionalDouble micros(Contender contender, double percentile) {
    Histogram histogram = lateness.get(contender);
    return histogram == null || histogram.getTotalCount() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Math.max(RESOLUTION_NS, histogram.getValueAtPercentile(percentile)) / 1e3);
  }

  /** How many times the one's percentile is the other's. */
  OptionalDouble ratio(Contender one, Contender other, double percentile) {
    OptionalDouble above = micros(one, percentile);
    OptionalDouble below = micros(other, percentile);
    return above.isPresent() && below.isPresent()
        ? OptionalDouble.of(above.getAsDouble() / below.getAsDouble())
        : OptionalDouble.empty();
  }
}
