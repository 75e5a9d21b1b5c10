package org.stipple.controller.app;

import org.stipple.controller.machine.Contacts;
import org.stipple.controller.machine.DepthState;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.machine.Machine;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.profile.Scales;

/** A healthy machine whose needle stands and whose depth axis is always where it was sent. */
final class StillMachine implements Machine {

  private static final Scales SCALES = Scales.reference();
  private static final double TICKS_PER_NS = 12e6 / 1e9;

  volatile LinkState link = LinkState.READY;
  volatile boolean estopOpen;
  volatile boolean pedal;
  volatile boolean supplyWasOn;

  private DepthState depth = DepthState.UNHOMED;
  private long depthSteps;
  private long blocks;

  @Override
  public void read(long nowNs, Reports reports) {
    reports.beginTick();
    reports.link = link;
    reports.life = 1;
    reports.heardNs = nowNs;
    reports.ticksPerSecond = 12e6;
    reports.blocksSent = blocks++;
    int closed = (pedal ? Contacts.PEDAL_NO : Contacts.PEDAL_NC) | (estopOpen ? 0 : Contacts.ESTOP);
    reports.contactsReported = closed;
    reports.contactsQueried = closed;
    reports.contactsQueriedNs = nowNs;
    long clock = (long) (nowNs * TICKS_PER_NS);
    reports.tach.add(0, clock - 24_000_000, clock);
    reports.index.add(1, clock - 24_000_000, clock);
    reports.motorSupplyFraction = 0.75;
    reports.analogNs = nowNs;
    reports.depth = depth;
    reports.depthSteps = depthSteps;
  }

  @Override
  public void write(Drive drive, long nowNs) {
    supplyWasOn |= drive.supply;
    switch (drive.depth) {
      case HOME -> {
        depth = DepthState.STANDING;
        depthSteps = 0;
      }
      case MOVE ->
          depthSteps = Math.round((drive.protrusionMm - SCALES.endstopMm()) * SCALES.stepsPerMm());
      case STAND -> {}
    }
  }
}
