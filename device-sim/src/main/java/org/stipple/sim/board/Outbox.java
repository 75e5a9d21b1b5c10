package org.stipple.sim.board;

import org.stipple.controller.wire.Frame;
import org.stipple.controller.wire.Vlq;

/**
 * Writes the board's messages: each is a block of its own that carries the sequence nibble expected
 * next. Where the transmit buffer has no room for a whole block the block is dropped and counted.
 */
final class Outbox {

  private final byte[] frame = new byte[Frame.MAX_LENGTH + Frame.MAX_LENGTH];
  private final MessageIds ids;
  private final LinePacer line;
  private final int bufferSize;
  private int at;
  private int sequence;
  private long dropped;
  private long nowNs;

  Outbox(MessageIds ids, LinePacer line, int bufferSize) {
    this.ids = ids;
    this.line = line;
    this.bufferSize = bufferSize;
  }

  /** The world's time at which what follows is written. */
  void at(long timeNs) {
    nowNs = timeNs;
  }

  /** The next expected nibble of the host's blocks. */
  int sequence() {
    return sequence;
  }

  void accepted() {
    sequence = (sequence + 1) & Frame.SEQUENCE_MASK;
  }

  long dropped() {
    return dropped;
  }

  Outbox begin(Response response) {
    at = Vlq.write(frame, Frame.HEADER_LENGTH, ids.of(response));
    return this;
  }

  Outbox put(int value) {
    at = Vlq.write(frame, at, value);
    return this;
  }

  Outbox put(byte[] bytes, int offset, int length) {
    if (at + 1 + length > Frame.HEADER_LENGTH + Frame.MAX_CONTENT) {
      throw new BoardFault(Reason.MESSAGE_ENCODE);
    }
    frame[at++] = (byte) length;
    System.arraycopy(bytes, offset, frame, at, length);
    at += length;
    return this;
  }

  void send() {
    transmit(at - Frame.HEADER_LENGTH);
  }

  /** The empty block: acknowledgement or its refusal, by the nibble it carries. */
  void sendEmpty() {
    transmit(0);
  }

  private void transmit(int contentLength) {
    int length = Frame.seal(frame, 0, sequence, contentLength);
    if (line.backlog(nowNs) + length > bufferSize || line.room() < length) {
      dropped++;
      return;
    }
    line.send(frame, 0, length, nowNs);
  }
}
