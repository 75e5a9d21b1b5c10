/**
 * The published language a session is told in: entries, zones and the ids they carry.
 *
 * <p>In: plain values. Out: validated records; a value that is not allowed never becomes one, and
 * the error says what is allowed.
 *
 * <p>Threading: immutable values, free to share.
 *
 * <p>Does not belong here: files, MQTT, JSON, anything about the client but a pseudonym. Depends on
 * nothing.
 */
@NullMarked
package org.stipple.telemetry.session;

import org.jspecify.annotations.NullMarked;
