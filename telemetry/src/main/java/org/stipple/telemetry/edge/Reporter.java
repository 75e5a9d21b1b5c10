package org.stipple.telemetry.edge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.sparkplug.DeviceMetric;
import org.stipple.telemetry.sparkplug.MetricValue;

/**
 * Decides what is worth telling: events at once, samples that left their deadband once a second, or
 * four times a second while the needle is on.
 */
final class Reporter {
  static final long IDLE_MS = 1_000;
  static final long NEEDLE_ON_MS = 250;

  private final Map<DeviceMetric, MetricValue> told = new EnumMap<>(DeviceMetric.class);
  private long sampledAtMs;

  /** A birth told all of these. */
  void born(Map<DeviceMetric, MetricValue> values, long nowMs) {
    told.clear();
    told.putAll(values);
    sampledAtMs = nowMs;
  }

  /** Whether samples are due. */
  boolean samplesDue(boolean needleMoving, long nowMs) {
    return nowMs - sampledAtMs >= (needleMoving ? NEEDLE_ON_MS : IDLE_MS);
  }

  /** The events among these values that were not told yet; they count as told now. */
  List<DeviceMetric> events(Map<DeviceMetric, MetricValue> values) {
    List<DeviceMetric> changed = new ArrayList<>();
    values.forEach((metric, value) -> {
      if (metric.report() == DeviceMetric.Report.EVENT && changed(metric, value)) {
        changed.add(metric);
        told.put(metric, value);
      }
    });
    return changed;
  }

  /** The samples to tell now, the heartbeat always among them; they count as told. */
  List<DeviceMetric> samples(Map<DeviceMetric, MetricValue> values, long nowMs) {
    sampledAtMs = nowMs;
    List<DeviceMetric> changed = new ArrayList<>();
    values.forEach((metric, value) -> {
      boolean wanted =
          switch (metric.report()) {
            case EVENT -> false;
            case SAMPLE -> changed(metric, value);
            case HEARTBEAT -> true;
          };
      if (wanted) {
        changed.add(metric);
        told.put(metric, value);
      }
    });
    return changed;
  }

  private boolean changed(DeviceMetric metric, MetricValue value) {
    @Nullable MetricValue last = told.get(metric);
    if (value instanceof MetricValue.Real now && last instanceof MetricValue.Real before) {
      double change = Math.abs(now.value() - before.value());
      // Exactly zero is always told: "stopped" must not read as "almost stopped".
      return change > metric.deadband() || (now.value() == 0 && before.value() != 0);
    }
    return !value.equals(last);
  }
}
