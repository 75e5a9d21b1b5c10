package org.stipple.sim.house.bad.controller.panel;

import java.util.function.LongSupplier;

/** Looks at the clock, and by a method reference at that. */
final class ClockReader {
  LongSupplier clock = System::nanoTime;
}
