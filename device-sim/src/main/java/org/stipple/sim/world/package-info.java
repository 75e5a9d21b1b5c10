/**
 * What holds a simulated machine together: the wiring between board and plant, the line to the host
 * (in memory or a pty), real time, and the hands that press pedal and stop.
 *
 * <p>In: {@code sim.board}, {@code sim.plant}, the doors of {@code controller.io}. Out: a {@link
 * org.stipple.sim.world.SimulatedMachine} in memory on virtual time, or the process of {@code
 * ./stipple board} ({@code BoardCommand}).
 *
 * <p>Threading: the machine belongs to one thread. The board process has two: the real-time loop,
 * which owns the machine, and the reader of the control socket, which hands its lines over.
 *
 * <p>Does not belong here: protocol rules (see {@code board}), physics (see {@code plant}), scripts
 * and verdicts (see {@code scenario}).
 */
@NullMarked
package org.stipple.sim.world;

import org.jspecify.annotations.NullMarked;
