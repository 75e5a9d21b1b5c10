/**
 * The bench: the whole of Stipple on one computer by one command, each part a process of its own.
 *
 * <p>In: ports, a folder, a seed. Out: running processes (broker, simulated board, controller,
 * clinic), a page on which a person is the practitioner's foot and hand, or a scripted session and
 * its figures.
 *
 * <p>Threading: the command's own thread starts, waits and stops; the page has a thread that asks
 * the board and the web server's few.
 *
 * <p>Does not belong here: physics, the board's rules, what the controller does. The parts are
 * started and spoken to as a user would, by command lines and sockets.
 */
@NullMarked
package org.stipple.sim.demo;

import org.jspecify.annotations.NullMarked;
