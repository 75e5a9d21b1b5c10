package org.stipple.telemetry.sparkplug;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One metric of a payload.
 *
 * @param name in births and commands; absent in data, where the alias stands for it
 * @param alias the number a birth gave to the name
 * @param atMs when the value was taken, ms since 1970 UTC, 0 if not told
 * @param dataType of births and commands; data leaves it out
 * @param engUnit unit, as property {@code engUnit} of a birth; empty for none
 * @param value the value
 * @param historical whether it tells of the past and is not what counts now
 */
public record Metric(
    Optional<String> name,
    OptionalLong alias,
    long atMs,
    Optional<DataType> dataType,
    String engUnit,
    MetricValue value,
    boolean historical) {

  /** A metric told by name without an alias, as in commands and of a node. */
  public static Metric named(String name, DataType type, long atMs, MetricValue value) {
    return new Metric(
        Optional.of(name), OptionalLong.empty(), atMs, Optional.of(type), "", value, false);
  }

  /** A value told by alias alone, as in data messages. */
  public static Metric aliased(long alias, long atMs, MetricValue value) {
    return new Metric(
        Optional.empty(), OptionalLong.of(alias), atMs, Optional.empty(), "", value, false);
  }

  /** The same, of the past. */
  public Metric asHistorical() {
    return new Metric(name, alias, atMs, dataType, engUnit, value, true);
  }

  /** Whether it has this name. */
  public boolean isNamed(String wanted) {
    return name.isPresent() && name.get().equals(wanted);
  }
}
