/**
 * What a technician measures of a machine, and the file that keeps it.
 *
 * <p>In: what the machine did at each point of a procedure. Out: figures of its drive, in a
 * versioned TOML file that says who may rely on it.
 *
 * <p>Threading: immutable, or of one cold thread.
 *
 * <p>Does not belong here: moving the machine (the tick does, on request), the terminal (app).
 */
@NullMarked
package org.stipple.controller.calibration;

import org.jspecify.annotations.NullMarked;
