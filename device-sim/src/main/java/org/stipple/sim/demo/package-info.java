/**
 * The demonstration: the whole of Stipple on one computer by one command.
 *
 * <p>In: an ensemble of processes. Out: a page on which a person is the practitioner's foot and
 * hand, or a scripted session and its figures.
 *
 * <p>Threading: the command's own thread starts, waits and stops; the page has a thread that asks
 * the board and the web server's few.
 *
 * <p>Does not belong here: physics, the board's rules, what the controller does, how processes are
 * started.
 */
@NullMarked
package org.stipple.sim.demo;

import org.jspecify.annotations.NullMarked;
