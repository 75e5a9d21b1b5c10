/**
 * A tap on the doors of the tick: every byte that came or went, every tick and its time, every
 * command, in their order, so that the same host can be run on them again.
 *
 * <p>In: the calls of the tick. Out: the same calls, passed on; and bytes of {@link
 * org.stipple.controller.flight.FlightEvent}s for one cold thread.
 *
 * <p>Threading: HOT, the loop thread only; {@link org.stipple.controller.flight.FlightTap#drain}
 * and {@link org.stipple.controller.flight.FlightTap#nextCommand} belong to one cold thread.
 * Bounded: where that thread does not keep up, the recording ends there and says so; the tick never
 * waits.
 *
 * <p>Does not belong here: files, and running a host again.
 */
@NullMarked
package org.stipple.controller.flight;

import org.jspecify.annotations.NullMarked;
