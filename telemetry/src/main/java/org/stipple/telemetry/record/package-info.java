/**
 * The session on disk: one append-only file of JSON lines a session, safe against a power cut, each
 * line chained to the one before and signed by the device; and what such a file can prove.
 *
 * <p>In: session entries. Out: numbered, dated lines; an entry is acknowledged (the call returns)
 * only after it is on disk. A file found open at start is closed as interrupted. Readers ignore
 * keys they do not know.
 *
 * <p>Threading: a {@link org.stipple.telemetry.record.SessionBook} is for one cold thread at a time
 * (its methods are synchronized); every append waits for the disk.
 *
 * <p>Does not belong here: MQTT, SQL, anything inside the tick.
 */
@NullMarked
package org.stipple.telemetry.record;

import org.jspecify.annotations.NullMarked;
