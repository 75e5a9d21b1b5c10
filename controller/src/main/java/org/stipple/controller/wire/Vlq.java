package org.stipple.controller.wire;

/**
 * The protocol's only integer form: groups of seven bits, high group first, bit 7 = "more follows".
 *
 * <p>A value is encoded as a signed 32-bit number in the fewest bytes (1 to 5). Decoding answers
 * the same 32 bits; a u32 of 2^31 or more may arrive in its signed or in its unsigned form and both
 * decode to the same bits.
 */
public final class Vlq {

  /** Most bytes one value takes. */
  public static final int MAX_LENGTH = 5;

  private Vlq() {}

  /**
   * Writes {@code value} at {@code offset}.
   *
   * @return the offset after the last byte written
   */
  public static int write(byte[] bytes, int offset, int value) {
    int at = offset;
    if (value < -(1 << 26) || value >= 3 << 26) {
      bytes[at++] = (byte) (((value >> 28) & 0x7F) | 0x80);
    }
    if (value < -(1 << 19) || value >= 3 << 19) {
      bytes[at++] = (byte) (((value >> 21) & 0x7F) | 0x80);
    }
    if (value < -(1 << 12) || value >= 3 << 12) {
      bytes[at++] = (byte) (((value >> 14) & 0x7F) | 0x80);
    }
    if (value < -(1 << 5) || value >= 3 << 5) {
      bytes[at++] = (byte) (((value >> 7) & 0x7F) | 0x80);
    }
    bytes[at++] = (byte) (value & 0x7F);
    return at;
  }

  /**
   * Reads the value that starts at {@code offset}; use {@link #end} for where it ends. The caller
   * checks that it ends inside its buffer.
   */
  public static int read(byte[] bytes, int offset) {
    int at = offset;
    int current = bytes[at++];
    int value = current & 0x7F;
    if ((current & 0x60) == 0x60) {
      value |= -0x20;
    }
    while ((current & 0x80) != 0) {
      current = bytes[at++];
      value = (value << 7) | (current & 0x7F);
    }
    return value;
  }

  /**
   * The offset after the value that starts at {@code offset}, or -1 when it runs past {@code limit}
   * or is longer than {@link #MAX_LENGTH}.
   */
  public static int end(byte[] bytes, int offset, int limit) {
    for (int at = offset; at < limit && at < offset + MAX_LENGTH; at++) {
      if ((bytes[at] & 0x80) == 0) {
        return at + 1;
      }
    }
    return -1;
  }
}
