package org.stipple.telemetry.ingest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.sparkplug.DeviceMetric;
import org.stipple.telemetry.sparkplug.Metric;
import org.stipple.telemetry.sparkplug.MetricValue;

/** What is known of one device; belongs to the {@link Fleet}. */
final class Device {
  static final int METRICS_MAX = 1_000;

  private static final List<DeviceMetric> DRAWN =
      List.of(
          DeviceMetric.FREQUENCY_SETPOINT,
          DeviceMetric.FREQUENCY_MEASURED,
          DeviceMetric.MOTOR_CURRENT);

  final DeviceKey key;
  boolean online;
  long heardAtMs;
  private final Map<Long, String> names = new HashMap<>();
  private final Map<String, MetricValue> values = new HashMap<>();
  private final Map<String, String> units = new HashMap<>();
  private final Trend trend = new Trend();

  /** What the line on the chart is made of, as it was when the past is being told. */
  private final Map<String, MetricValue> past = new HashMap<>();

  Device(DeviceKey key) {
    this.key = key;
  }

  /** Takes a birth: all names, aliases and values anew. */
  void born(List<Metric> metrics) {
    names.clear();
    past.clear();
    for (DeviceMetric drawn : DRAWN) {
      past.put(
          drawn.metricName(), values.getOrDefault(drawn.metricName(), new MetricValue.Unknown()));
    }
    values.clear();
    units.clear();
    for (Metric metric : metrics) {
      if (metric.name().isEmpty() || values.size() >= METRICS_MAX) {
        continue;
      }
      String name = metric.name().get();
      metric.alias().ifPresent(alias -> names.put(alias, name));
      values.put(name, metric.value());
      if (!metric.engUnit().isEmpty()) {
        units.put(name, metric.engUnit());
      }
    }
    online = true;
  }

  /**
   * Takes data.
   *
   * @param aheadMs our clock less the device's, ms
   * @return how many values it told of metrics that no birth named
   */
  int told(List<Metric> metrics, long aheadMs) {
    int unknown = 0;
    long pastMs = 0;
    for (Metric metric : metrics) {
      @Nullable String name =
          metric.name().isPresent()
              ? metric.name().get()
              : metric.alias().isPresent() ? names.get(metric.alias().getAsLong()) : null;
      if (name == null || !values.containsKey(name)) {
        unknown++;
      } else if (!metric.historical()) {
        values.put(name, metric.value());
      } else if (past.containsKey(name)) {
        if (pastMs != 0 && metric.atMs() != pastMs) {
          drawPast(pastMs + aheadMs);
        }
        pastMs = metric.atMs();
        past.put(name, metric.value());
      }
    }
    if (pastMs != 0) {
      drawPast(pastMs + aheadMs);
    }
    return unknown;
  }

  private void drawPast(long atMs) {
    trend.past(point(atMs, past));
  }

  /** Adds a point to the line on the chart, if the last one is old enough. */
  void trace(long nowMs) {
    trend.now(point(nowMs, values));
  }

  private static TracePoint point(long atMs, Map<String, MetricValue> of) {
    return new TracePoint(
        atMs,
        real(of, DeviceMetric.FREQUENCY_SETPOINT),
        real(of, DeviceMetric.FREQUENCY_MEASURED),
        real(of, DeviceMetric.MOTOR_CURRENT));
  }

  private static double real(Map<String, MetricValue> of, DeviceMetric metric) {
    return of.get(metric.metricName()) instanceof MetricValue.Real real ? real.value() : Double.NaN;
  }

  double real(DeviceMetric metric) {
    return real(values, metric);
  }

  long whole(DeviceMetric metric) {
    return values.get(metric.metricName()) instanceof MetricValue.Whole whole ? whole.value() : 0;
  }

  String text(DeviceMetric metric) {
    return values.get(metric.metricName()) instanceof MetricValue.Text text ? text.value() : "";
  }

  boolean flag(DeviceMetric metric) {
    return values.get(metric.metricName()) instanceof MetricValue.Flag flag && flag.value();
  }

  LiveDevice live(boolean incomplete) {
    return new LiveDevice(
        key, online, heardAtMs, incomplete, Map.copyOf(values), Map.copyOf(units));
  }

  List<TracePoint> trace() {
    return trend.points();
  }
}
