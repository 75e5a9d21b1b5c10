/**
 * Tests of what holds the simulated machine together: wiring, memory line, pty, process.
 *
 * <p>In: the rooms of the simulator. Out: verdicts.
 *
 * <p>Threading: virtual time in one thread, but for the tests of the process itself.
 *
 * <p>Does not belong here: protocol rules and physics; they have tests of their own.
 */
@NullMarked
package org.stipple.sim.world;

import org.jspecify.annotations.NullMarked;
