package org.stipple.telemetry.ingest;

/**
 * One moment of a device's line on the chart; NaN where it was not known.
 *
 * @param atMs when, by our clock, ms since 1970 UTC
 * @param setpointHz needle frequency set, Hz
 * @param measuredHz needle frequency measured, Hz
 * @param currentMilliamps motor current, mA
 */
public record TracePoint(
    long atMs, double setpointHz, double measuredHz, double currentMilliamps) {}
