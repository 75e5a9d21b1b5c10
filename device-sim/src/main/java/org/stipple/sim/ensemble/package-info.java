/**
 * The parts of Stipple as processes on one computer: broker, simulated board, controller and
 * clinic, each started and spoken to as a user would, by command lines and sockets.
 *
 * <p>In: a folder, ports, a seed, a choice of board. Out: running processes, a hand at each (the
 * board's control socket, the controller's own), a person who arms and presses, and how the needle
 * stopped of a host that fell silent.
 *
 * <p>Threading: any thread; one question at a time on a socket.
 *
 * <p>Does not belong here: what is done with them (a demonstration, a measurement, a campaign).
 */
@NullMarked
package org.stipple.sim.ensemble;

import org.jspecify.annotations.NullMarked;
