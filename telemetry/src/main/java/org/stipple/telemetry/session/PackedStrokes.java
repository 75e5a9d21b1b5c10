package org.stipple.telemetry.session;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Strokes packed by column: count, then periods, currents, protrusions, depths and marks, each
 * value as the difference to the one above it, zigzag, in bytes of seven bits (as Protocol Buffers'
 * sint). Steps are 1 us, 0.1 mA and 1 um; a value that is not known is one below the lowest. Five
 * to eight bytes a stroke.
 *
 * <p>Immutable.
 */
public final class PackedStrokes {

  /** Most strokes of one pack: a second at the greatest frequency a record admits. */
  public static final int COUNT_MAX = 1_000;

  private static final double STEP_MILLIAMPS = 0.1;
  private static final double STEP_MM = 0.001;
  private static final long NO_CURRENT = -1;
  private static final long NO_LENGTH = -Stroke.MM_MAX * 1_000L - 1;
  private static final int PRESSED = 1;
  private static final int CONTACT = 2;
  private static final int ALONE = 4;
  private static final int ALL_MARKS = PRESSED | CONTACT | ALONE;

  private final byte[] bytes;
  private final int count;

  private PackedStrokes(byte[] bytes, int count) {
    this.bytes = bytes;
    this.count = count;
  }

  /**
   * Packs strokes, the oldest first.
   *
   * @throws IllegalArgumentException for more than {@link #COUNT_MAX}
   */
  public static PackedStrokes of(List<Stroke> strokes) {
    checkCount(strokes.size());
    ByteBuffer out = ByteBuffer.allocate(5 * 10 * (strokes.size() + 1));
    putVarint(out, strokes.size());
    putColumn(out, strokes, Stroke::periodUs);
    putColumn(out, strokes, stroke -> steps(stroke.milliamps(), STEP_MILLIAMPS, NO_CURRENT));
    putColumn(out, strokes, stroke -> steps(stroke.protrusionMm(), STEP_MM, NO_LENGTH));
    putColumn(out, strokes, stroke -> steps(stroke.depthMm(), STEP_MM, NO_LENGTH));
    putColumn(out, strokes, PackedStrokes::marks);
    return new PackedStrokes(Arrays.copyOf(out.array(), out.position()), strokes.size());
  }

  /**
   * Reads what {@link #base64} wrote.
   *
   * @throws IllegalArgumentException where it is not that
   */
  public static PackedStrokes ofBase64(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    List<Stroke> strokes = unpack(bytes);
    return new PackedStrokes(bytes, strokes.size());
  }

  /** As text. */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** The strokes, the oldest first. */
  public List<Stroke> unpack() {
    return unpack(bytes);
  }

  private static List<Stroke> unpack(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      int count = checkCount(varint(in));
      long[] periods = column(in, count);
      long[] currents = column(in, count);
      long[] protrusions = column(in, count);
      long[] depths = column(in, count);
      long[] marks = column(in, count);
      if (in.hasRemaining()) {
        throw new IllegalArgumentException("strokes: " + in.remaining() + " bytes too many");
      }
      List<Stroke> strokes = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        if ((marks[i] & ~ALL_MARKS) != 0) {
          throw new IllegalArgumentException("strokes: unknown marks " + marks[i]);
        }
        strokes.add(
            new Stroke(
                Math.toIntExact(periods[i]),
                value(currents[i], STEP_MILLIAMPS, NO_CURRENT),
                value(protrusions[i], STEP_MM, NO_LENGTH),
                value(depths[i], STEP_MM, NO_LENGTH),
                (marks[i] & PRESSED) != 0,
                (marks[i] & CONTACT) != 0,
                (marks[i] & ALONE) != 0));
      }
      return strokes;
    } catch (BufferUnderflowException | ArithmeticException e) {
      throw new IllegalArgumentException("strokes: cut or damaged", e);
    }
  }

  private static int checkCount(long count) {
    if (count < 0 || count > COUNT_MAX) {
      throw new IllegalArgumentException(
          "%d strokes in one pack; allowed are 0 to %d".formatted(count, COUNT_MAX));
    }
    return (int) count;
  }

  private static long marks(Stroke stroke) {
    return (stroke.pressed() ? PRESSED : 0)
        | (stroke.contact() ? CONTACT : 0)
        | (stroke.alone() ? ALONE : 0);
  }

  private static long steps(double value, double step, long unknown) {
    return Double.isNaN(value) ? unknown : Math.round(value / step);
  }

  private static double value(long steps, double step, long unknown) {
    // By division, so that 1.234 is read as the number that is written so.
    return steps == unknown ? Double.NaN : steps / (double) Math.round(1 / step);
  }

  private static void putColumn(
      ByteBuffer out, List<Stroke> strokes, ToLongFunction<Stroke> value) {
    long above = 0;
    for (Stroke stroke : strokes) {
      long now = value.applyAsLong(stroke);
      long difference = now - above;
      putVarint(out, (difference << 1) ^ (difference >> 63));
      above = now;
    }
  }

  private static long[] column(ByteBuffer in, int count) {
    long[] values = new long[count];
    long above = 0;
    for (int i = 0; i < count; i++) {
      long coded = varint(in);
      above += (coded >>> 1) ^ -(coded & 1);
      values[i] = above;
    }
    return values;
  }

  private static void putVarint(ByteBuffer out, long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.put((byte) (left | 0x80));
      left >>>= 7;
    }
    out.put((byte) left);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("strokes: a number without an end");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PackedStrokes packed && Arrays.equals(bytes, packed.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return count + " strokes";
  }
}
