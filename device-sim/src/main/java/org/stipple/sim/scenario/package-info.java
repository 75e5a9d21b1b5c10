/**
 * Sessions played on virtual time: the real host, the simulated board and the physics in one
 * thread.
 *
 * <p>In: a kind of board, a seed, acts of a person. Out: what the plant did beside what the host
 * says.
 *
 * <p>Threading: single-threaded and deterministic; the same seed gives the same bits.
 *
 * <p>Does not belong here: processes and real time (demo), physics (plant), protocol (board).
 */
@NullMarked
package org.stipple.sim.scenario;

import org.jspecify.annotations.NullMarked;
