package org.stipple.sim.house.bad.sim.world;

/** Shares a number with the whole JVM. */
final class MutableStatic {
  static int count;

  private MutableStatic() {}
}
