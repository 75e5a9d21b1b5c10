package org.stipple.sim.house.bad.controller.loop;

import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.Machine;
import org.stipple.controller.machine.Reports;
import org.stipple.sim.house.bad.controller.wire.WireThatKnowsTheLoop;

/** Is a machine outside the rooms of machines, and the other half of a cycle. */
public final class LoopThatIsAMachine implements Machine {
  WireThatKnowsTheLoop wire = new WireThatKnowsTheLoop();

  @Override
  public void read(long nowNs, Reports reports) {}

  @Override
  public void write(Drive drive, long nowNs) {}
}
