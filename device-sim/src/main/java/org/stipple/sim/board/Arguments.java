package org.stipple.sim.board;

import org.stipple.controller.wire.Frame;
import org.stipple.controller.wire.Vlq;

/**
 * Reads one block's commands the way the firmware does: integers are not checked against the end of
 * the content (a truncated command swallows the CRC), buffers are.
 */
final class Arguments {

  private static final int MOST = 12;

  /** A block and enough zeros behind it for a truncated command's missing integers. */
  private final byte[] block = new byte[Frame.MAX_LENGTH + MOST * Vlq.MAX_LENGTH];

  private final int[] values = new int[MOST];
  private int at;
  private int end;
  private int bufferStart;
  private int bufferLength;

  /** Takes a frame; {@code contentEnd} is where its CRC begins. */
  void load(byte[] frame, int contentStart, int contentEnd) {
    end = contentEnd - contentStart;
    at = 0;
    java.util.Arrays.fill(block, (byte) 0);
    System.arraycopy(frame, contentStart, block, 0, end + Frame.TRAILER_LENGTH);
  }

  boolean hasNext() {
    return at < end;
  }

  int readInteger() {
    int value = Vlq.read(block, at);
    while ((block[at++] & 0x80) != 0) {}
    return value;
  }

  /**
   * Reads a command's parameters.
   *
   * @throws BoardFault where a buffer runs past the block
   */
  void readParameters(Command command) {
    for (int i = 0; i < command.parameterCount(); i++) {
      if (command.isBuffer(i)) {
        readBuffer();
      } else {
        values[i] = readInteger();
      }
    }
  }

  private void readBuffer() {
    bufferLength = block[at++] & 0xFF;
    bufferStart = at;
    if (at + bufferLength > end) {
      throw new BoardFault(Reason.COMMAND_PARSER);
    }
    at += bufferLength;
  }

  /** An integer parameter as 32 bits. */
  int integer(int index) {
    return values[index];
  }

  /** An integer parameter the firmware keeps in one byte (%c). */
  int octet(int index) {
    return values[index] & 0xFF;
  }

  /** An integer parameter the firmware keeps in two bytes (%hu). */
  int word(int index) {
    return values[index] & 0xFFFF;
  }

  /** A u32 parameter. */
  long unsigned(int index) {
    return values[index] & 0xFFFF_FFFFL;
  }

  byte[] bytes() {
    return block;
  }

  int bufferStart() {
    return bufferStart;
  }

  int bufferLength() {
    return bufferLength;
  }
}
