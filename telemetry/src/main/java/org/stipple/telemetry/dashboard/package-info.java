/**
 * The clinic's page: every device, its live values with their age, and the sessions heard of.
 *
 * <p>In: what {@code ingest} knows. Out: a page to look at. There is no route that commands
 * anything, here or behind it.
 *
 * <p>Threading: the web server's threads read immutable values.
 *
 * <p>Does not belong here: MQTT, arithmetic on telemetry beyond what a page needs.
 */
@NullMarked
package org.stipple.telemetry.dashboard;

import org.jspecify.annotations.NullMarked;
