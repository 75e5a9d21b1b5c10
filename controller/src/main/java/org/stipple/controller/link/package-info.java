/**
 * A reliable way to the board over an unreliable line: sequence numbers, acknowledgement,
 * retransmission, and the board's clock as a function of ours.
 *
 * <p>In: messages to send, bytes of a line. Out: contents of sound frames, in the order the board
 * sent them; how the line does.
 *
 * <p>Threading: loop thread only. HOT.
 *
 * <p>Does not belong here: what a message means (board), how a frame looks (wire).
 */
@NullMarked
package org.stipple.controller.link;

import org.jspecify.annotations.NullMarked;
