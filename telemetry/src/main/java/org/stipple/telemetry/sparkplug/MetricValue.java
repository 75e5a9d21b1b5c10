package org.stipple.telemetry.sparkplug;

/** The value of a metric; "not known" is a value too, and never a number. */
public sealed interface MetricValue {
  /** Not known: goes out as null. */
  record Unknown() implements MetricValue {}

  /** Yes or no. */
  record Flag(boolean value) implements MetricValue {}

  /** A count or another whole number. */
  record Whole(long value) implements MetricValue {}

  /** A measured or set quantity; finite. */
  record Real(double value) implements MetricValue {
    /** Refuses NaN and infinities: use {@link Unknown}. */
    public Real {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a real value must be finite");
      }
    }
  }

  /** A word or a line. */
  record Text(String value) implements MetricValue {}

  /** The number, or unknown if it is NaN or infinite. */
  static MetricValue ofReal(double value) {
    return Double.isFinite(value) ? new Real(value) : new Unknown();
  }
}
