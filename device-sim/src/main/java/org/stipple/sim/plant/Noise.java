package org.stipple.sim.plant;

import java.util.SplittableRandom;

/** Random figures without allocation and without any function a platform may round its own way. */
final class Noise {
  private Noise() {}

  /** Nearly normal, mean 0, standard deviation 1, never beyond 6: the sum of twelve uniforms. */
  static double gaussian(SplittableRandom random) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  /** Uniform in -1..1, a function of its arguments only (a splitmix64 finaliser). */
  static double uniform(long seed, long at) {
    long z = seed + at * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >> 11) * 0x1.0p-52;
  }
}
