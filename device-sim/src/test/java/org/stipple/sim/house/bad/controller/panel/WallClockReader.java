package org.stipple.sim.house.bad.controller.panel;

import java.time.Instant;

/** Looks at the clock on the wall. */
final class WallClockReader {
  Instant today() {
    return Instant.now();
  }
}
