package org.stipple.sim.house.bad.controller.link;

/** Waits for others inside the tick. */
final class HotSynchronized {
  private int count;

  synchronized int next() {
    return ++count;
  }
}
