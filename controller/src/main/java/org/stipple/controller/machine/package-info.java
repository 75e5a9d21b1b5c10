/**
 * The machine as the tick sees it: reports in, a drive out, whatever wire or pins lie behind.
 *
 * <p>In: nothing. Out: {@link org.stipple.controller.machine.Machine}, the carriers {@link
 * org.stipple.controller.machine.Reports} and {@link org.stipple.controller.machine.Drive}. They
 * speak of pulses, contacts, fractions of full scale and steps; no wire message and no pin number
 * gets past this room.
 *
 * <p>Threading: loop thread only. HOT: the carriers are allocated once and reused every tick.
 *
 * <p>Does not belong here: scaling to physical units (estimate in, board out), decisions.
 */
@NullMarked
package org.stipple.controller.machine;

import org.jspecify.annotations.NullMarked;
