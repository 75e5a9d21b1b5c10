package org.stipple.telemetry.ingest;

/**
 * A session as far as live data told it; the treatment record says it in full.
 *
 * @param device whose
 * @param id its id
 * @param seenAtMs when it was first heard of, by our clock, ms since 1970 UTC
 * @param heardAtMs when it was last heard of, by our clock
 * @param open whether it still goes on
 * @param zone where work last was, empty if not told
 * @param strokes counted strokes
 * @param needleOnS seconds with the needle on, NaN if not told
 * @param faults how often a fault was raised meanwhile
 */
public record LiveSession(
    DeviceKey device,
    String id,
    long seenAtMs,
    long heardAtMs,
    boolean open,
    String zone,
    long strokes,
    double needleOnS,
    int faults) {}
