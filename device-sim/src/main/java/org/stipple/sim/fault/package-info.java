/**
 * Faults of line, board, plant, sensors, pedal, e-stop and host, as plans drawn from a seed.
 *
 * <p>In: a seed. Out: which fault begins when and how long it lasts, also as a sentence.
 *
 * <p>Threading: immutable.
 *
 * <p>Does not belong here: causing a fault (campaign), judging what came of it (campaign).
 */
@NullMarked
package org.stipple.sim.fault;

import org.jspecify.annotations.NullMarked;
