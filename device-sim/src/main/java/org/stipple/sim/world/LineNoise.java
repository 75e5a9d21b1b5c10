package org.stipple.sim.world;

import java.util.SplittableRandom;

/** Damages bytes of a line, each with the same small probability; drawn from a seed. */
final class LineNoise {

  private final SplittableRandom random;
  private double probability;
  private long untilNext;
  private long damaged;

  LineNoise(long seed, double probability) {
    this.random = new SplittableRandom(seed);
    set(probability);
  }

  /** Probability per byte, 0 to 1. */
  void set(double newProbability) {
    if (!(newProbability >= 0 && newProbability <= 1)) {
      throw new IllegalArgumentException("probability of damage: 0..1");
    }
    probability = newProbability;
    draw();
  }

  /** Bytes damaged so far. */
  long damaged() {
    return damaged;
  }

  /** How many good bytes come before the next bad one: geometrically distributed. */
  private void draw() {
    if (probability <= 0) {
      untilNext = Long.MAX_VALUE;
    } else if (probability >= 1) {
      untilNext = 0;
    } else {
      untilNext = (long) (StrictMath.log(1 - random.nextDouble()) / StrictMath.log1p(-probability));
    }
  }

  void pass(byte[] bytes, int offset, int length) {
    int at = 0;
    while (untilNext < length - at) {
      at += (int) untilNext;
      bytes[offset + at] ^= (byte) random.nextInt(1, 256);
      damaged++;
      at++;
      draw();
    }
    if (untilNext != Long.MAX_VALUE) {
      untilNext -= length - at;
    }
  }
}
