/**
 * The machine on the Pi's own pins, without a board, and the operator's contacts on them beside a
 * board.
 *
 * <p>In: levels, counted edges and codes of the {@link org.stipple.controller.io.Pins} door. Out:
 * reports as any machine gives them; a heartbeat, pulse widths and levels. What a board's firmware
 * does for a machine is done here by the tick itself, as far as it can be: {@link
 * org.stipple.controller.gpio.Shortcomings} says what cannot.
 *
 * <p>Threading: loop thread only. HOT: no allocation, no locks, no logging, no clocks.
 *
 * <p>Does not belong here: Pi4J, numbers of chips and lines, debouncing (operator), decisions.
 */
@NullMarked
package org.stipple.controller.gpio;

import org.jspecify.annotations.NullMarked;
