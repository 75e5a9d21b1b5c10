package org.stipple.sim.house.bad.controller.link;

/** Waits for others inside the tick, and no signature says so. */
final class HotMonitor {
  private final Object lock = new Object();
  private int count;

  int next() {
    synchronized (lock) {
      return ++count;
    }
  }
}
