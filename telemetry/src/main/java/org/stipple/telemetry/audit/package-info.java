/**
 * What somebody did or tried at a clinic that is about trust: commands, and refusals.
 *
 * <p>In: events. Out: a file of lines of JSON that only grows, and is nobody else's to read.
 *
 * <p>Threading: any thread may tell; one writes at a time.
 *
 * <p>Does not belong here: ordinary work, values, records.
 */
@NullMarked
package org.stipple.telemetry.audit;

import org.jspecify.annotations.NullMarked;
