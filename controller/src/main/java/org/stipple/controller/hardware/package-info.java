/**
 * The real things behind the doors: serial port, the Pi's own pins, the loop's timer, clocks, and
 * what the kernel is asked for so that the loop is punctual.
 *
 * <p>In: a path to a port, names of lines, times to wait for. Out: bytes ({@link
 * org.stipple.controller.io.ByteLink}), levels ({@link org.stipple.controller.io.Pins}) and time
 * ({@link org.stipple.controller.io.LoopClock}). The only room of the controller that names
 * jSerialComm, Pi4J or native calls and that looks at a clock.
 *
 * <p>The rotary encoder beside the screen comes from the kernel, as an input device.
 *
 * <p>Threading: the doors' calls come from the loop thread, never block and allocate nothing. The
 * serial line opens and watches its port on a cold thread of its own; edges are counted and the
 * current converter is read on others.
 *
 * <p>Does not belong here: what a byte means, what is safe, settings.
 */
@NullMarked
package org.stipple.controller.hardware;

import org.jspecify.annotations.NullMarked;
