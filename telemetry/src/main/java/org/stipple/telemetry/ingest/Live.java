package org.stipple.telemetry.ingest;

import java.util.List;

/**
 * Everything the clinic's page shows, at one moment.
 *
 * @param devices sorted by clinic and name
 * @param sessions the newest first
 */
public record Live(List<LiveDevice> devices, List<LiveSession> sessions) {}
