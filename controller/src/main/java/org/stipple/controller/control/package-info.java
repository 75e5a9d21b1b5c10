/**
 * What the machine does next: the self-test before arming, modes, needle frequency, taps of an
 * exact number of strokes, landings behind the tip, depth.
 *
 * <p>In: setpoints and commands, the estimate, the verdict. Out: the drive of this tick.
 *
 * <p>Threading: loop thread only. HOT.
 *
 * <p>Does not belong here: whether it is safe (safety), what was measured (estimate), how it is
 * sent (board, gpio).
 */
@NullMarked
package org.stipple.controller.control;

import org.jspecify.annotations.NullMarked;
