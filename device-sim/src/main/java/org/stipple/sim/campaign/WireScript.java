package org.stipple.sim.campaign;

import java.io.ByteArrayOutputStream;
import org.stipple.controller.wire.Frame;

/**
 * How the bytes of a fuzzer become what comes over a line. A check sum is a wall to a search that
 * sees only which code was reached; so an input says, piece by piece, whether bytes come as they
 * are or as the content of a frame that is sound, and when time passes.
 *
 * <p>The first byte is for circumstances. Each piece begins with a byte whose lowest two bits say
 * what it is: time, bare bytes, a frame with the number that is due, one with another number.
 */
final class WireScript {

  /** Where it is played. */
  interface Line {
    /** Bytes as they are. */
    void raw(byte[] bytes, int offset, int length);

    /** The content of a sound frame, whose number is that much ahead of the one that is due. */
    void frame(int ahead, byte[] bytes, int offset, int length);

    /** So many ms pass. */
    void pass(int ms);
  }

  /** Longer inputs are cut. */
  static final int LONGEST = 2_048;

  /** No piece lets more time pass. */
  static final int LONGEST_MS = 16;

  private static final int TIME = 0;
  private static final int RAW = 1;
  private static final int FRAME = 2;

  private WireScript() {}

  /** The byte for circumstances; 0 where there is none. */
  static int circumstances(byte[] input) {
    return input.length == 0 ? 0 : input[0] & 0xFF;
  }

  /** Plays all pieces, and lets the last ones arrive. */
  static void play(byte[] input, Line line) {
    int end = Math.min(input.length, LONGEST);
    int at = 1;
    while (at < end) {
      int piece = input[at++] & 0xFF;
      int kind = piece & 3;
      if (kind == TIME) {
        line.pass(1 + (piece >> 2) % LONGEST_MS);
        continue;
      }
      int told = at < end ? input[at++] & 0xFF : 0;
      int most = kind == RAW ? 255 : Frame.MAX_CONTENT;
      int length = Math.min(told % (most + 1), end - at);
      if (kind == RAW) {
        line.raw(input, at, length);
      } else {
        line.frame(kind == FRAME ? 0 : piece >> 4, input, at, length);
      }
      at += length;
    }
    line.pass(LONGEST_MS);
  }

  /** Writes an input: a known dialogue as a fuzzer begins with. */
  static final class Writer {
    private final ByteArrayOutputStream input = new ByteArrayOutputStream();

    Writer(int circumstances) {
      input.write(circumstances);
    }

    Writer raw(byte[] bytes) {
      input.write(RAW);
      input.write(bytes.length);
      input.writeBytes(bytes);
      return this;
    }

    Writer frame(byte[] content) {
      input.write(FRAME);
      input.write(content.length);
      input.writeBytes(content);
      return this;
    }

    Writer pass(int ms) {
      input.write((ms - 1) << 2 | TIME);
      return this;
    }

    int length() {
      return input.size();
    }

    byte[] input() {
      return input.toByteArray();
    }
  }
}
