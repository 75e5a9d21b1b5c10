/**
 * The machine over a board on the serial line: which message does what, guards, homing.
 *
 * <p>In: a drive of the tick, messages of the link. Out: reports; timed and immediate messages.
 *
 * <p>Threading: loop thread only. HOT, except configuring a board, which happens while the machine
 * is disarmed and allocates.
 *
 * <p>Does not belong here: frames and sequence numbers (wire, link), judging and regulating
 * (safety, control).
 */
@NullMarked
package org.stipple.controller.board;

import org.jspecify.annotations.NullMarked;
