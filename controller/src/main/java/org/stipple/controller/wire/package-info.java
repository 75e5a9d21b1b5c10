/**
 * Bytes to frames to messages, both ways, and the data dictionary that names them.
 *
 * <p>In: bytes. Out: frames ({@link org.stipple.controller.wire.FrameScanner}), typed message
 * values. A complete, independent codec of the board's documented protocol; facts from its protocol
 * description, no code of the firmware.
 *
 * <p>Threading: none of its own; each object belongs to one thread. HOT, except reading a
 * dictionary, which happens while the machine is disarmed and allocates.
 *
 * <p>Does not belong here: sequence numbers, acknowledgement, retransmission, clocks (see {@code
 * link}).
 */
@NullMarked
package org.stipple.controller.wire;

import org.jspecify.annotations.NullMarked;
