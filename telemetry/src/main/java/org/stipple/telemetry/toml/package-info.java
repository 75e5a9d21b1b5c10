/**
 * TOML files of a known schema: keys, quantities with units, and errors that a person can act on.
 *
 * <p>In: a file or a text, and the schema of its kind. Out: checked values, or everything that is
 * wrong at once, each with file, line, key and what is allowed.
 *
 * <p>Threading: any cold thread; a file under reading belongs to one.
 *
 * <p>Does not belong here: what a key means (dashboard; the controller's app, catalogue,
 * calibration).
 */
@NullMarked
package org.stipple.telemetry.toml;

import org.jspecify.annotations.NullMarked;
