package org.stipple.telemetry.ingest;

import java.util.ArrayDeque;
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

  /** Six minutes at four a second. */
  static final int TRACE_MAX = 1_440;

  private static final long TRACE_GAP_MS = 240;

  final DeviceKey key;
  boolean online;
  long heardAtMs;
  private final Map<Long, String> names = new HashMap<>();
  private final Map<String, MetricValue> values = new HashMap<>();
  private final Map<String, String> units = new HashMap<>();
  private final ArrayDeque<TracePoint> trace = new ArrayDeque<>();

  Device(DeviceKey key) {
    this.key = key;
  }

  /** Takes a birth: all names, aliases and values anew. */
  void born(List<Metric> metrics) {
    names.clear();
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

  /** Takes data; false if it spoke of a metric that no birth named. */
  boolean told(List<Metric> metrics) {
    boolean allKnown = true;
    for (Metric metric : metrics) {
      @Nullable String name =
          metric.name().isPresent()
              ? metric.name().get()
              : metric.alias().isPresent() ? names.get(metric.alias().getAsLong()) : null;
      if (name == null || !values.containsKey(name)) {
        allKnown = false;
      } else {
        values.put(name, metric.value());
      }
    }
    return allKnown;
  }

  /** Adds a point to the line on the chart, if the last one is old enough. */
  void trace(long nowMs) {
    TracePoint last = trace.peekLast();
    if (last != null && nowMs - last.atMs() < TRACE_GAP_MS) {
      return;
    }
    if (trace.size() >= TRACE_MAX) {
      trace.removeFirst();
    }
    trace.addLast(
        new TracePoint(
            nowMs,
            real(DeviceMetric.FREQUENCY_SETPOINT),
            real(DeviceMetric.FREQUENCY_MEASURED),
            real(DeviceMetric.MOTOR_CURRENT)));
  }

  double real(DeviceMetric metric) {
    return values.get(metric.metricName()) instanceof MetricValue.Real real
        ? real.value()
        : Double.NaN;
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
    return List.copyOf(trace);
  }
}
