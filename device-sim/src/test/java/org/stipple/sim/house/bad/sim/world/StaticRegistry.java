package org.stipple.sim.house.bad.sim.world;

import java.util.concurrent.atomic.AtomicLong;

/** Shares a number with the whole JVM, behind a final field. */
final class StaticRegistry {
  static final AtomicLong COUNT = new AtomicLong();

  private StaticRegistry() {}
}
