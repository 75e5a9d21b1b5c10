package org.stipple.controller.wire;

/**
 * CRC-16/MCRF4XX: polynomial 0x1021 reflected (0x8408), initial value 0xFFFF, reflected in and out,
 * no final xor; the check value of the ASCII digits 1 to 9 is 0x6F91.
 */
public final class Crc16 {

  private static final int REFLECTED_POLYNOMIAL = 0x8408;
  private static final int INITIAL = 0xFFFF;
  private static final short[] TABLE = table();

  private Crc16() {}

  /** The CRC (0 to 0xFFFF) of {@code length} bytes from {@code offset}. */
  public static int of(byte[] bytes, int offset, int length) {
    int crc = INITIAL;
    for (int i = offset; i < offset + length; i++) {
      crc = (crc >>> 8) ^ (TABLE[(crc ^ bytes[i]) & 0xFF] & 0xFFFF);
    }
    return crc;
  }

  private static short[] table() {
    short[] table = new short[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? (crc >>> 1) ^ REFLECTED_POLYNOMIAL : crc >>> 1;
      }
      table[i] = (short) crc;
    }
    return table;
  }
}
