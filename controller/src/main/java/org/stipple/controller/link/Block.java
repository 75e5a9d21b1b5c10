package org.stipple.controller.link;

import org.stipple.controller.wire.Frame;

/**
 * The messages of one frame on their way to the board, kept until acknowledged. A message may
 * expire: a retransmission leaves it out, under the same sequence number, which is safe because a
 * block that was executed already is discarded by its number.
 */
final class Block {

  private static final int MESSAGES_MAX = 12;

  private final byte[] content = new byte[Frame.MAX_CONTENT];
  private final int[] ends = new int[MESSAGES_MAX];
  private final long[] expiresNs = new long[MESSAGES_MAX];
  private int messages;
  private int length;

  /** End of its (last) transmission. */
  long sentNs;

  /** Length of its frame as it was sent last. */
  int frameLength;

  boolean retransmitted;

  /** Holds the message whose sending time was asked for. */
  boolean tracked;

  void clear() {
    messages = 0;
    length = 0;
    frameLength = 0;
    retransmitted = false;
    tracked = false;
  }

  boolean takes(int bytes) {
    return messages < MESSAGES_MAX && length + bytes <= Frame.MAX_CONTENT;
  }

  void add(byte[] message, int bytes, long expires) {
    System.arraycopy(message, 0, content, length, bytes);
    length += bytes;
    ends[messages] = length;
    expiresNs[messages] = expires;
    messages++;
  }

  /** Marks everything that can expire as expired. */
  void expire() {
    for (int i = 0; i < messages; i++) {
      if (expiresNs[i] != Long.MAX_VALUE) {
        expiresNs[i] = Long.MIN_VALUE;
      }
    }
  }

  /**
   * Writes its frame without the messages that have expired.
   *
   * @return the offset after it
   */
  int write(byte[] into, int offset, long sequence, long nowNs) {
    int at = offset + Frame.HEADER_LENGTH;
    int start = 0;
    for (int i = 0; i < messages; i++) {
      if (expiresNs[i] > nowNs) {
        System.arraycopy(content, start, into, at, ends[i] - start);
        at += ends[i] - start;
      }
      start = ends[i];
    }
    frameLength = Frame.seal(into, offset, (int) sequence, at - offset - Frame.HEADER_LENGTH);
    return offset + frameLength;
  }
}
