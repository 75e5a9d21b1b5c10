package org.stipple.controller.link;

import org.stipple.controller.wire.Frame;
import org.stipple.controller.wire.MessageWriter;

/**
 * Messages that wait for the window, in order. Bounded: when {@link #CAPACITY} wait, a further one
 * is refused and counted by the link.
 */
final class SendQueue {

  /** A power of two; a whole configuration of a board fits. */
  static final int CAPACITY = 256;

  private final byte[][] messages = new byte[CAPACITY][Frame.MAX_CONTENT];
  private final int[] lengths = new int[CAPACITY];
  private final long[] expiresNs = new long[CAPACITY];
  private final boolean[] tracked = new boolean[CAPACITY];
  private int head;
  private int size;

  void clear() {
    head = 0;
    size = 0;
  }

  int size() {
    return size;
  }

  boolean add(MessageWriter message, long expires, boolean track) {
    if (size == CAPACITY || message.length() > Frame.MAX_CONTENT) {
      return false;
    }
    int at = (head + size++) & (CAPACITY - 1);
    System.arraycopy(message.bytes(), 0, messages[at], 0, message.length());
    lengths[at] = message.length();
    expiresNs[at] = expires;
    tracked[at] = track;
    return true;
  }

  /** Drops messages at the head that have expired. */
  void dropExpired(long nowNs) {
    while (size > 0 && expiresNs[head] <= nowNs) {
      drop();
    }
  }

  /** Marks everything that can expire as expired. */
  void expire() {
    for (int i = 0; i < size; i++) {
      int at = (head + i) & (CAPACITY - 1);
      if (expiresNs[at] != Long.MAX_VALUE) {
        expiresNs[at] = Long.MIN_VALUE;
      }
    }
  }

  /** Moves as many messages as fit into the block. */
  void fill(Block block, long nowNs) {
    dropExpired(nowNs);
    while (size > 0 && block.takes(lengths[head])) {
      block.add(messages[head], lengths[head], expiresNs[head]);
      block.tracked |= tracked[head];
      drop();
      dropExpired(nowNs);
    }
  }

  private void drop() {
    head = (head + 1) & (CAPACITY - 1);
    size--;
  }
}
