package org.stipple.telemetry.record;

import java.time.Instant;
import org.stipple.telemetry.session.SessionEntry;

/**
 * An entry that is not recorded yet.
 *
 * @param at when it happened
 * @param entry what happened
 */
public record Dated(Instant at, SessionEntry entry) {}
