package org.stipple.controller.wire;

/**
 * The frame ("message block") of the wire: length, sequence, 0 to 59 bytes of content, CRC with its
 * high byte first, sync byte.
 */
public final class Frame {

  /** Shortest frame, an empty one: an acknowledgement. */
  public static final int MIN_LENGTH = 5;

  /** Longest frame. */
  public static final int MAX_LENGTH = 64;

  /** Bytes before the content: length and sequence. */
  public static final int HEADER_LENGTH = 2;

  /** Bytes after the content: CRC and sync. */
  public static final int TRAILER_LENGTH = 3;

  /** Most content one frame holds. */
  public static final int MAX_CONTENT = MAX_LENGTH - MIN_LENGTH;

  /** Ends a frame; may also stand inside content, and any number may stand between frames. */
  public static final byte SYNC = 0x7E;

  /** Sequence numbers count modulo 16. */
  public static final int SEQUENCE_MASK = 0x0F;

  /** High nibble of every sequence byte. */
  static final int SEQUENCE_MARK = 0x10;

  private Frame() {}

  /**
   * Completes a frame whose content stands already at {@code offset + HEADER_LENGTH}.
   *
   * @param sequence taken modulo 16
   * @param contentLength 0 to {@link #MAX_CONTENT}
   * @return the frame's length
   */
  public static int seal(byte[] bytes, int offset, int sequence, int contentLength) {
    if (contentLength < 0 || contentLength > MAX_CONTENT) {
      throw new IllegalArgumentException("content of a frame: 0.." + MAX_CONTENT + " bytes");
    }
    int length = contentLength + MIN_LENGTH;
    bytes[offset] = (byte) length;
    bytes[offset + 1] = (byte) (SEQUENCE_MARK | (sequence & SEQUENCE_MASK));
    int crc = Crc16.of(bytes, offset, length - TRAILER_LENGTH);
    bytes[offset + length - 3] = (byte) (crc >> 8);
    bytes[offset + length - 2] = (byte) crc;
    bytes[offset + length - 1] = SYNC;
    return length;
  }
}
