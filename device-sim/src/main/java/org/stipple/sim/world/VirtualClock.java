package org.stipple.sim.world;

import org.stipple.controller.io.LoopClock;

/** A clock wound by hand, or by whoever sleeps on it. One thread. */
public final class VirtualClock implements LoopClock {

  private long nowNs;

  /** A clock that stands at {@code startNs}. */
  public VirtualClock(long startNs) {
    nowNs = startNs;
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public void sleepUntilNs(long deadlineNs) {
    nowNs = Math.max(nowNs, deadlineNs);
  }

  /** Lets time pass. */
  public void advance(long durationNs) {
    if (durationNs < 0) {
      throw new IllegalArgumentException("time does not go back");
    }
    nowNs += durationNs;
  }
}
