package org.stipple.sim.house.bad.controller.wire;

import org.stipple.sim.house.bad.controller.loop.LoopThatIsAMachine;

/** Breaks the order of the rooms, and is one half of a cycle. */
public final class WireThatKnowsTheLoop {
  Class<?> loop = LoopThatIsAMachine.class;
}
