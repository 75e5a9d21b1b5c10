package org.stipple.controller.wire;

/**
 * Finds frames in a stream of bytes that may be damaged, by the receiver's rules of the protocol:
 * after a bad byte everything up to and including the next sync byte is dropped; extra sync bytes
 * between frames are not an error.
 *
 * <p>Use: {@link #append} what arrived, then call {@link #next} until it answers {@link
 * Found#NOTHING}. Bounded: holds at most one buffer; allocates nothing.
 */
public final class FrameScanner {

  /** What {@link #next} came upon. */
  public enum Found {
    /** No whole frame waits. */
    NOTHING,
    /** A frame with a good CRC: see {@link FrameScanner#sequence()} and the content. */
    FRAME,
    /** Bytes that are no frame; the scanner now hunts for a sync byte. */
    DAMAGE
  }

  private final byte[] buffer;
  private int start;
  private int end;
  private boolean hunting;

  private int frameStart;
  private int frameLength;

  /**
   * @param capacity bytes that may wait; at least 64
   */
  public FrameScanner(int capacity) {
    if (capacity < Frame.MAX_LENGTH) {
      throw new IllegalArgumentException("a scanner holds at least " + Frame.MAX_LENGTH + " bytes");
    }
    buffer = new byte[capacity];
  }

  /** Forgets all bytes, as after the line was opened. */
  public void reset() {
    start = 0;
    end = 0;
    hunting = false;
    frameLength = 0;
  }

  /** How many bytes {@link #append} takes now. The last found frame is gone after this call. */
  public int room() {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
      frameLength = 0;
    }
    return buffer.length - end;
  }

  /** Apart from its one use: a compiler makes the text where it stands, in the middle of a tick. */
  private static IllegalArgumentException tooMany() {
    return new IllegalArgumentException("more bytes than the scanner has room for");
  }

  /**
   * Adds bytes that arrived.
   *
   * @throws IllegalArgumentException when more than {@link #room()}
   */
  public void append(byte[] bytes, int offset, int length) {
    if (length > room()) {
      throw tooMany();
    }
    System.arraycopy(bytes, offset, buffer, end, length);
    end += length;
  }

  /** Looks for the next frame or damage in what has been appended. */
  public Found next() {
    while (true) {
      if (hunting) {
        if (!skipPastSync()) {
          return Found.NOTHING;
        }
        hunting = false;
      }
      while (start < end && buffer[start] == Frame.SYNC) {
        start++;
      }
      int waiting = end - start;
      if (waiting < Frame.MIN_LENGTH) {
        return Found.NOTHING;
      }
      int length = buffer[start] & 0xFF;
      if (length < Frame.MIN_LENGTH
          || length > Frame.MAX_LENGTH
          || (buffer[start + 1] & 0xF0) != Frame.SEQUENCE_MARK) {
        hunting = true;
        return Found.DAMAGE;
      }
      if (waiting < length) {
        return Found.NOTHING;
      }
      if (!isWhole(start, length)) {
        hunting = true;
        return Found.DAMAGE;
      }
      frameStart = start;
      frameLength = length;
      start += length;
      return Found.FRAME;
    }
  }

  private boolean skipPastSync() {
    while (start < end) {
      if (buffer[start++] == Frame.SYNC) {
        return true;
      }
    }
    return false;
  }

  private boolean isWhole(int at, int length) {
    int crc = Crc16.of(buffer, at, length - Frame.TRAILER_LENGTH);
    return buffer[at + length - 1] == Frame.SYNC
        && (buffer[at + length - 3] & 0xFF) == crc >> 8
        && (buffer[at + length - 2] & 0xFF) == (crc & 0xFF);
  }

  /** Sequence nibble (0 to 15) of the frame found last. */
  public int sequence() {
    return buffer[frameStart + 1] & Frame.SEQUENCE_MASK;
  }

  /** Whole length in bytes of the frame found last. */
  public int frameLength() {
    return frameLength;
  }

  /** The bytes that {@link #contentStart} and {@link #contentEnd} point into. Read only. */
  public byte[] bytes() {
    return buffer;
  }

  /** Offset of the first byte of content of the frame found last. */
  public int contentStart() {
    return frameStart + Frame.HEADER_LENGTH;
  }

  /** Offset after the last byte of content of the frame found last. */
  public int contentEnd() {
    return frameStart + frameLength - Frame.TRAILER_LENGTH;
  }
}
