package org.stipple.telemetry.edge;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Zone;
import org.stipple.telemetry.sparkplug.DeviceMetric;
import org.stipple.telemetry.sparkplug.MetricValue;

/** Puts each value of a snapshot into its place in the table of metrics. */
final class SnapshotMetrics {
  private SnapshotMetrics() {}

  /** A value for every metric of the table; all unknown while there is no snapshot. */
  static Map<DeviceMetric, MetricValue> of(
      @Nullable DeviceSnapshot snapshot, DeviceProperties properties) {
    Map<DeviceMetric, MetricValue> values = new EnumMap<>(DeviceMetric.class);
    for (DeviceMetric metric : DeviceMetric.values()) {
      values.put(metric, new MetricValue.Unknown());
    }
    values.put(DeviceMetric.PROPERTIES_SOFTWARE, known(properties.software()));
    values.put(DeviceMetric.PROPERTIES_HARDWARE, known(properties.hardware()));
    values.put(DeviceMetric.PROPERTIES_FIRMWARE, known(properties.firmware()));
    if (snapshot != null) {
      session(values, snapshot.session());
      needle(values, snapshot.needle());
      machine(values, snapshot);
    }
    return values;
  }

  private static void session(
      Map<DeviceMetric, MetricValue> values, DeviceSnapshot.Session session) {
    values.put(DeviceMetric.SESSION_ID, text(session.id().map(SessionId::value).orElse("")));
    values.put(DeviceMetric.SESSION_STATE, text(session.state()));
    values.put(DeviceMetric.SESSION_ZONE, text(session.zone().map(Zone::label).orElse("")));
    values.put(DeviceMetric.SESSION_ELAPSED, real(session.elapsedS()));
    values.put(DeviceMetric.SESSION_NEEDLE_ON, real(session.needleOnS()));
  }

  private static void needle(Map<DeviceMetric, MetricValue> values, DeviceSnapshot.Needle needle) {
    values.put(DeviceMetric.FREQUENCY_SETPOINT, real(needle.frequencyHzSetpoint()));
    values.put(DeviceMetric.FREQUENCY_MEASURED, real(needle.frequencyHzMeasured()));
    values.put(DeviceMetric.FREQUENCY_DEVIATION, real(needle.frequencyHzDeviation()));
    values.put(DeviceMetric.DEPTH_SETPOINT, real(needle.depthMmSetpoint()));
    values.put(DeviceMetric.PROTRUSION_COMMANDED, real(needle.protrusionMmCommanded()));
    values.put(DeviceMetric.STROKES, count(needle.strokes()));
    values.put(DeviceMetric.STROKES_AFTER_RELEASE, count(needle.strokesAfterRelease()));
  }

  private static void machine(Map<DeviceMetric, MetricValue> values, DeviceSnapshot snapshot) {
    values.put(DeviceMetric.MOTOR_CURRENT, real(snapshot.motor().currentMilliamps()));
    values.put(DeviceMetric.MOTOR_DUTY, real(snapshot.motor().duty()));
    values.put(DeviceMetric.FOOTSWITCH_PRESSED, flag(snapshot.inputs().footswitchPressed()));
    values.put(DeviceMetric.ESTOP_OPEN, flag(snapshot.inputs().estopOpen()));
    values.put(DeviceMetric.STATE_MODE, text(snapshot.state().mode()));
    values.put(DeviceMetric.STATE_ARMED, flag(snapshot.state().armed()));
    values.put(DeviceMetric.FAULT_ACTIVE, flag(snapshot.fault().active()));
    values.put(DeviceMetric.FAULT_ID, text(snapshot.fault().id()));
    values.put(DeviceMetric.LOOP_LATENESS_P99, real(snapshot.loop().latenessUsP99()));
    values.put(DeviceMetric.LOOP_OVERRUNS, count(snapshot.loop().overruns()));
    values.put(DeviceMetric.LINK_AGE, real(snapshot.link().ageMs()));
    values.put(DeviceMetric.LINK_RETRANSMITS, count(snapshot.link().retransmits()));
  }

  private static MetricValue real(double value) {
    return MetricValue.ofReal(value);
  }

  private static MetricValue count(long value) {
    return new MetricValue.Whole(value);
  }

  private static MetricValue flag(boolean value) {
    return new MetricValue.Flag(value);
  }

  private static MetricValue text(String value) {
    return new MetricValue.Text(value);
  }

  private static MetricValue known(String value) {
    return value.isEmpty() ? new MetricValue.Unknown() : text(value);
  }
}
