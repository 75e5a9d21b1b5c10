package org.stipple.sim.world;

import java.util.SplittableRandom;

/**
 * The tachometer's wire, which may lose pulses or show some of them twice. One thread, time never
 * goes back.
 */
final class TachWire {

  /** A pulse that is shown twice breaks off so long after its edge, ns. */
  private static final long BREAK_NS = 70_000;

  /** For so long; a board that looks every 100 us sees it. */
  private static final long BREAK_FOR_NS = 120_000;

  private final SplittableRandom random;
  private double lostShare;
  private double doubledShare;
  private boolean before;
  private boolean lost;
  private long breakNs = Long.MAX_VALUE;

  TachWire(SplittableRandom random) {
    this.random = random;
  }

  /** From now on such shares of the pulses are lost, and shown twice; 0 to 1. */
  void damage(double lost, double doubled) {
    lostShare = lost;
    doubledShare = doubled;
  }

  /** What the board sees of that level. */
  boolean level(boolean real, long timeNs) {
    if (lostShare == 0 && doubledShare == 0) {
      return real;
    }
    if (real && !before) {
      lost = random.nextDouble() < lostShare;
      breakNs = random.nextDouble() < doubledShare ? timeNs + BREAK_NS : Long.MAX_VALUE;
    }
    before = real;
    boolean broken = timeNs >= breakNs && timeNs - breakNs < BREAK_FOR_NS;
    return real && !lost && !broken;
  }
}
