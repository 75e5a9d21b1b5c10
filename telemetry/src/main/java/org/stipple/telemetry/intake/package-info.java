/**
 * The clinic's hands for treatment records: takes chunks from a broker into the store and answers
 * with signed receipts. Any number may share a broker and a database.
 *
 * <p>In: chunks. Out: receipts, each after the store's commit and none without.
 *
 * <p>Threading: messages are taken in on "stipple-ingest-mqtt"; the status may be asked by any
 * thread.
 *
 * <p>Does not belong here: live values, SQL, pages.
 */
@NullMarked
package org.stipple.telemetry.intake;

import org.jspecify.annotations.NullMarked;
