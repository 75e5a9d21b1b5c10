package org.stipple.telemetry.ingest;

import java.util.Map;
import org.stipple.telemetry.sparkplug.MetricValue;

/**
 * What a device says now.
 *
 * @param key which one
 * @param online born and not dead
 * @param heardAtMs when it was last heard, by our clock, ms since 1970 UTC
 * @param incomplete a message was lost, and the birth asked for has not come yet
 * @param values by metric name, as last told
 * @param units by metric name, only for those that have one
 */
public record LiveDevice(
    DeviceKey key,
    boolean online,
    long heardAtMs,
    boolean incomplete,
    Map<String, MetricValue> values,
    Map<String, String> units) {}
