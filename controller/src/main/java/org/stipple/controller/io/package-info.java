/**
 * The doors: everything the tick gets from the world or does to it passes one of these interfaces.
 *
 * <p>In: nothing. Out: {@link org.stipple.controller.io.ByteLink} (bytes of the serial line),
 * {@link org.stipple.controller.io.Pins} (the pins of the Pi itself) and {@link
 * org.stipple.controller.io.LoopClock} (the monotonic clock). Real and simulated machines differ
 * only here.
 *
 * <p>Threading: called by the loop thread only. HOT: an implementation never blocks and allocates
 * nothing.
 *
 * <p>Does not belong here: frames, messages, anything that knows what a byte or a level means.
 */
@NullMarked
package org.stipple.controller.io;

import org.jspecify.annotations.NullMarked;
