package org.stipple.telemetry.sparkplug;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The table of the device's metrics: name, alias, data type, unit, and how it is reported. The
 * names are an interface to the clinic and to any Sparkplug tool: add, never rename. The alias
 * stands for the name in data messages; a birth tells both.
 */
public enum DeviceMetric {
  SESSION_ID(1, "Session/Id", DataType.STRING, "", Report.EVENT, 0),
  SESSION_STATE(2, "Session/State", DataType.STRING, "", Report.EVENT, 0),
  SESSION_ZONE(3, "Session/Zone", DataType.STRING, "", Report.EVENT, 0),
  SESSION_ELAPSED(4, "Session/Elapsed", DataType.DOUBLE, "s", Report.SAMPLE, 0.9),
  SESSION_NEEDLE_ON(5, "Session/NeedleOn", DataType.DOUBLE, "s", Report.SAMPLE, 0.05),
  FREQUENCY_SETPOINT(6, "Needle/Frequency/Setpoint", DataType.DOUBLE, "Hz", Report.EVENT, 0),
  FREQUENCY_MEASURED(7, "Needle/Frequency/Measured", DataType.DOUBLE, "Hz", Report.SAMPLE, 0.1),
  FREQUENCY_DEVIATION(8, "Needle/Frequency/Deviation", DataType.DOUBLE, "Hz", Report.SAMPLE, 0.1),
  DEPTH_SETPOINT(9, "Needle/Depth/Setpoint", DataType.DOUBLE, "mm", Report.EVENT, 0),
  PROTRUSION_COMMANDED(
      10, "Needle/Protrusion/Commanded", DataType.DOUBLE, "mm", Report.SAMPLE, 0.005),
  STROKES(11, "Needle/Strokes", DataType.UINT64, "", Report.SAMPLE, 0),
  STROKES_AFTER_RELEASE(12, "Needle/StrokesAfterRelease", DataType.UINT64, "", Report.SAMPLE, 0),
  MOTOR_CURRENT(13, "Motor/Current", DataType.DOUBLE, "mA", Report.SAMPLE, 5),
  MOTOR_DUTY(14, "Motor/Duty", DataType.DOUBLE, "1", Report.SAMPLE, 0.005),
  FOOTSWITCH_PRESSED(15, "Footswitch/Pressed", DataType.BOOLEAN, "", Report.EVENT, 0),
  ESTOP_OPEN(16, "Estop/Open", DataType.BOOLEAN, "", Report.EVENT, 0),
  STATE_MODE(17, "State/Mode", DataType.STRING, "", Report.EVENT, 0),
  STATE_ARMED(18, "State/Armed", DataType.BOOLEAN, "", Report.EVENT, 0),
  FAULT_ACTIVE(19, "Fault/Active", DataType.BOOLEAN, "", Report.EVENT, 0),
  FAULT_ID(20, "Fault/Id", DataType.STRING, "", Report.EVENT, 0),
  LOOP_LATENESS_P99(21, "Loop/LatenessP99", DataType.DOUBLE, "us", Report.SAMPLE, 20),
  LOOP_OVERRUNS(22, "Loop/Overruns", DataType.UINT64, "", Report.SAMPLE, 0),
  LINK_AGE(23, "Link/Age", DataType.DOUBLE, "ms", Report.HEARTBEAT, 0),
  LINK_RETRANSMITS(24, "Link/Retransmits", DataType.UINT64, "", Report.SAMPLE, 0),
  PROPERTIES_SOFTWARE(25, "Properties/Software", DataType.STRING, "", Report.EVENT, 0),
  PROPERTIES_HARDWARE(26, "Properties/Hardware", DataType.STRING, "", Report.EVENT, 0),
  PROPERTIES_FIRMWARE(27, "Properties/Firmware", DataType.STRING, "", Report.EVENT, 0);

  /** When a metric is told. */
  public enum Report {
    /** At once, whenever it changes. */
    EVENT,
    /** At the sample rate, when it left its deadband. */
    SAMPLE,
    /** At the sample rate, always: so that silence means silence. */
    HEARTBEAT
  }

  private final long alias;
  private final String metricName;
  private final DataType type;
  private final String engUnit;
  private final Report report;
  private final double deadband;

  DeviceMetric(
      long alias,
      String metricName,
      DataType type,
      String engUnit,
      Report report,
      double deadband) {
    this.alias = alias;
    this.metricName = metricName;
    this.type = type;
    this.engUnit = engUnit;
    this.report = report;
    this.deadband = deadband;
  }

  /** The name, such as {@code Needle/Frequency/Measured}. */
  public String metricName() {
    return metricName;
  }

  /** Its number in data messages, 1.. . */
  public long alias() {
    return alias;
  }

  /** Its data type. */
  public DataType type() {
    return type;
  }

  /** Its unit; empty for words, flags and counts. */
  public String engUnit() {
    return engUnit;
  }

  /** When it is told. */
  public Report report() {
    return report;
  }

  /** A change up to this much, in its unit, is not told. */
  public double deadband() {
    return deadband;
  }

  /** As it stands in a birth: everything about it. */
  public Metric birth(MetricValue value, long atMs) {
    return new Metric(
        Optional.of(metricName),
        OptionalLong.of(alias()),
        atMs,
        Optional.of(type),
        engUnit,
        value,
        false);
  }

  /** As it stands in a data message: alias and value. */
  public Metric update(MetricValue value, long atMs) {
    return Metric.aliased(alias(), atMs, value);
  }
}
