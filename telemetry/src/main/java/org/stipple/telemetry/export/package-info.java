/**
 * A treatment record for people and for other programs: strokes as a table, CSV and Parquet files,
 * a page with plots.
 *
 * <p>In: the sound entries of a record. Out: files and text; nothing is measured or judged anew.
 *
 * <p>Threading: none of its own; any thread.
 *
 * <p>Does not belong here: how a record is kept and proven. Parquet's libraries are a clinic's, not
 * a Raspberry Pi's.
 */
@NullMarked
package org.stipple.telemetry.export;

import org.jspecify.annotations.NullMarked;
