/**
 * The micro-controller side of the wire: a board that answers as stock Klipper firmware does, with
 * its guards, error texts and life cycle, on virtual time.
 *
 * <p>In: bytes from the host, the time in nanoseconds, pin levels through {@link
 * org.stipple.sim.board.BoardPins}. Out: bytes for the host, pin changes, a bounded event log. It
 * shares the frame codec of {@code org.stipple.controller.wire} with the host and nothing else:
 * dictionary, message parsing, clock and guards are its own, written from the protocol's facts.
 *
 * <p>Threading: none; an object belongs to one thread. Deterministic: the same calls and the same
 * seed give the same bytes. No clock is read here; time is an argument.
 *
 * <p>Does not belong here: what stands behind the pins (see {@code plant} and {@code world}), ptys,
 * sockets, threads.
 */
@NullMarked
package org.stipple.sim.board;

import org.jspecify.annotations.NullMarked;
