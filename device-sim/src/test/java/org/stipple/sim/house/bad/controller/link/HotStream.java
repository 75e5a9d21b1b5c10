package org.stipple.sim.house.bad.controller.link;

import java.util.stream.IntStream;

/** Streams inside the tick. */
final class HotStream {
  int sum() {
    return IntStream.range(0, 10).sum();
  }
}
