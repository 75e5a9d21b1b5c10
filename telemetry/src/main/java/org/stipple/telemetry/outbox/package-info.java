/**
 * A device's treatment records on their way to the clinic, on a connection of their own.
 *
 * <p>In: the book of records, receipts. Out: chunks, each again until a receipt covers it. The
 * records are the outbox: nothing is kept twice.
 *
 * <p>Threading: {@link org.stipple.telemetry.outbox.RecordUplink} may be called by any cold thread
 * and never blocks; everything else runs on the thread of its connection, "stipple-record-mqtt".
 *
 * <p>Does not belong here: live values, which are the edge's; what chunks and receipts look like.
 */
@NullMarked
package org.stipple.telemetry.outbox;

import org.jspecify.annotations.NullMarked;
