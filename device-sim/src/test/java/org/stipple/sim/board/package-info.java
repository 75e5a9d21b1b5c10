/**
 * Tests of the simulated board.
 *
 * <p>In: the board and a small host written for the tests. Out: verdicts.
 *
 * <p>Threading: one thread, virtual time.
 *
 * <p>Does not belong here: the controller's own host side; it is tested against the board
 * elsewhere.
 */
@NullMarked
package org.stipple.sim.board;

import org.jspecify.annotations.NullMarked;
