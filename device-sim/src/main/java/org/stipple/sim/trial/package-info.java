/**
 * One thing control must do, tried on the plant on virtual time and measured by the plant's truth.
 *
 * <p>In: a subject (plant parameters, board, profile) and a seed. Out: the numbers one trial
 * showed.
 *
 * <p>Threading: a trial belongs to one thread; trials share nothing.
 *
 * <p>Does not belong here: goals, tables and plots (bench), real time, processes.
 */
@NullMarked
package org.stipple.sim.trial;

import org.jspecify.annotations.NullMarked;
