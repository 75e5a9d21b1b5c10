package org.stipple.sim.campaign;

import java.util.SplittableRandom;
import org.stipple.controller.io.ByteLink;
import org.stipple.sim.world.PassingLink;

/**
 * A line that now and then makes of the bytes that pass, both ways, what no line should: other
 * bits, other lengths, cut ends, bytes of before once more, and plain nonsense. One thread.
 */
final class FuzzedLink implements PassingLink {

  private static final int KEPT = 4096;
  private static final int NONSENSE = 64;

  private final ByteLink link;
  private final SplittableRandom random;
  private final byte[] scratch = new byte[KEPT];
  private final byte[] kept = new byte[KEPT];
  private int keptLength;
  private boolean on;
  private long passed;
  private long changed;

  FuzzedLink(ByteLink link, SplittableRandom random) {
    this.link = link;
    this.random = random;
  }

  @Override
  public ByteLink link() {
    return link;
  }

  /** Begins or ends to do so. */
  void on(boolean fuzzes) {
    on = fuzzes;
  }

  /** Bytes that passed while it did. */
  long passed() {
    return passed;
  }

  /** How often something was done to them. */
  long changed() {
    return changed;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    int got = link.read(buffer, offset, length);
    return on && got > 0 ? spoil(buffer, offset, got, length) : got;
  }

  @Override
  public int write(byte[] buffer, int offset, int length) {
    if (!on || length <= 0) {
      return link.write(buffer, offset, length);
    }
    int some = Math.min(length, KEPT - NONSENSE);
    System.arraycopy(buffer, offset, scratch, 0, some);
    int left = spoil(scratch, 0, some, KEPT);
    link.write(scratch, 0, left);
    return some;
  }

  /** Answers how many bytes are left of them. */
  private int spoil(byte[] bytes, int offset, int length, int room) {
    passed += length;
    if (random.nextInt(6) != 0) {
      keep(bytes, offset, length);
      return length;
    }
    changed++;
    int at = offset + random.nextInt(length);
    return switch (random.nextInt(6)) {
      case 0 -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        yield length;
      }
      case 1 -> {
        bytes[offset] = (byte) random.nextInt(256); // where a length stands, most often
        yield length;
      }
      case 2 -> at - offset; // the end is cut off
      case 3 -> {
        int count = Math.min(keptLength, Math.min(length, room));
        System.arraycopy(kept, 0, bytes, offset, count);
        yield count;
      }
      case 4 -> {
        int count = Math.min(NONSENSE, room);
        for (int i = 0; i < count; i++) {
          bytes[offset + i] = (byte) random.nextInt(256);
        }
        yield count;
      }
      default -> {
        for (int i = offset; i < offset + length; i++) {
          bytes[i] = (byte) random.nextInt(256);
        }
        yield length;
      }
    };
  }

  private void keep(byte[] bytes, int offset, int length) {
    if (random.nextInt(50) == 0) {
      keptLength = Math.min(length, KEPT);
      System.arraycopy(bytes, offset, kept, 0, keptLength);
    }
  }
}
