/**
 * The clinic's ear: a Sparkplug host application that follows every device and keeps its live
 * values.
 *
 * <p>In: everything below {@code spBv1.0/}. Out: what each device says now, for the dashboard; on
 * MQTT only STATE and requests for Rebirth, never anything else.
 *
 * <p>Threading: messages are taken in on "stipple-host-mqtt"; {@link
 * org.stipple.telemetry.ingest.HostApplication#live} may be called by any thread and gives
 * immutable values. Everything is bounded: what comes beyond a limit, or cannot be believed, is
 * dropped, counted by reason, and some of it kept aside.
 *
 * <p>Does not belong here: SQL, pages, treatment records, which are the intake's.
 */
@NullMarked
package org.stipple.telemetry.ingest;

import org.jspecify.annotations.NullMarked;
