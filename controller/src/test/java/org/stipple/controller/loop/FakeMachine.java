package org.stipple.controller.loop;

import org.jspecify.annotations.Nullable;
import org.stipple.controller.machine.Contacts;
import org.stipple.controller.machine.DepthState;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.machine.Machine;
import org.stipple.controller.machine.Reports;

/**
 * A crude machine for the tick's own tests: a motor of first order whose speed follows the duty,
 * braked by friction; pulses counted at 12 MHz and reported each 2 ms; duty that acts 20 ms after
 * it was sent; contacts by both ways. Physics and wire are tested elsewhere.
 */
final class FakeMachine implements Machine {

  private static final double TICKS_PER_NS = 12e6 / 1e9;
  private static final int SUBSTEPS = 20;
  private static final int LEAD_MS = 20;

  // What a test turns.
  boolean pedal;
  int contactsFlipped;
  int contactsFlippedInQuery;
  boolean estopOpen;
  boolean tachDead;
  boolean silent;
  boolean queriesStop;
  boolean restartNow;
  boolean homingFails;
  boolean stuck;
  boolean reportsLost;
  double dutyGain = 1;
  double blocksAgainPerTick;
  double tauSeconds = 0.020;
  double supplyVolts = 15;
  double backRollDegrees;
  @Nullable RuntimeException failNext;
  LinkState link = LinkState.READY;
  double indexWidthDegrees = 23;
  int pulses = 16;
  boolean indexFitted = true;

  /** How long a duty is on its way. */
  void leadMs(int ms) {
    dutyQueue = new double[ms];
  }

  // What a test looks at.
  double angleTurns;
  double hz;
  double dutyNow;
  boolean runNow;
  boolean supplyNow;
  boolean soundNow;
  boolean discarded;
  Drive.Depth depthNow = Drive.Depth.STAND;
  long truthStrokes;
  long driveOnTicks;

  private double[] dutyQueue = new double[LEAD_MS];
  private int queueAt;
  private double farthestTurns;
  private long lastNs;
  private boolean begun;
  private int life = 1;
  private long tachEdges;
  private long tachEdgeTicks;
  private boolean tachLevel;
  private long indexEdges;
  private long indexEdgeTicks;
  private boolean indexLevel;
  private long ticksRead;
  private double depthMm = -0.5;
  private double targetMm;
  private DepthState depth = DepthState.UNHOMED;
  private int homingMs;
  private double blocksAgain;
  private long blocks;
  private long heardNs;
  private long queriedNs;
  private int queried;
  private boolean rolled = true;

  @Override
  public void read(long nowNs, Reports reports) {
    reports.beginTick();
    if (failNext != null) {
      RuntimeException e = failNext;
      failNext = null;
      throw e;
    }
    if (!begun) {
      begun = true;
      lastNs = nowNs;
      heardNs = nowNs;
    }
    advance(lastNs, nowNs);
    lastNs = nowNs;
    reports.link = link;
    reports.life = life;
    reports.ticksPerSecond = 12e6;
    if (restartNow) {
      restartNow = false;
      reports.boardRestarted = true;
      life++;
      reports.life = life;
      tachEdges = tachLevel ? 1 : 0;
      indexEdges = indexLevel ? 1 : 0;
      depth = DepthState.UNHOMED;
    }
    blocks += 3;
    blocksAgain += blocksAgainPerTick;
    reports.blocksSent = blocks;
    reports.blocksRetransmitted = (long) blocksAgain;
    ticksRead++;
    if (!silent && link == LinkState.READY) {
      heardNs = nowNs;
      contacts(nowNs, reports);
      pulsesAndAnalog(nowNs, reports);
    }
    reports.heardNs = heardNs;
    moveDepth();
    reports.depth = depth;
    reports.depthSteps = Math.round((depthMm + 0.5) * 640);
  }

  private void contacts(long nowNs, Reports reports) {
    int closed = (pedal ? Contacts.PEDAL_NO : Contacts.PEDAL_NC) | (estopOpen ? 0 : Contacts.ESTOP);
    reports.contactsReported = closed ^ contactsFlipped;
    if (ticksRead % 20 == 1 && !queriesStop) {
      queried = closed ^ contactsFlipped;
      queriedNs = nowNs;
    }
    reports.contactsQueried = queried ^ contactsFlippedInQuery;
    reports.contactsQueriedNs = queriedNs;
  }

  private void pulsesAndAnalog(long nowNs, Reports reports) {
    if (ticksRead % 2 == 0 && !reportsLost) {
      long clock = (long) (nowNs * TICKS_PER_NS);
      reports.tach.add(tachEdges, tachEdgeTicks, clock);
      if (indexFitted) {
        reports.index.add(indexEdges, indexEdgeTicks, clock);
      }
    }
    if (ticksRead % 5 == 0) {
      reports.motorCurrentFraction = runNow ? 0.1 : 0;
      reports.motorSupplyFraction = supplyNow ? supplyVolts / 20 : 0;
      reports.analogNs = nowNs;
    }
  }

  private void moveDepth() {
    if (depthNow == Drive.Depth.HOME) {
      if (depth != DepthState.HOMING && depth != DepthState.STANDING) {
        depth = DepthState.HOMING;
        homingMs = 0;
      } else if (depth == DepthState.HOMING && ++homingMs > 100) {
        depth = homingFails ? DepthState.HOMING_FAILED : DepthState.STANDING;
        depthMm = -0.5;
      }
    } else if (depth == DepthState.STANDING || depth == DepthState.MOVING) {
      double goal = depthNow == Drive.Depth.MOVE ? targetMm : depthMm;
      depthMm += Math.clamp(goal - depthMm, -0.012, 0.012);
      depth = Math.abs(goal - depthMm) < 1e-9 ? DepthState.STANDING : DepthState.MOVING;
    } else if (depth == DepthState.HOMING) {
      depth = DepthState.UNHOMED;
    }
  }

  private void advance(long fromNs, long toNs) {
    double dt = (toNs - fromNs) / 1e9 / SUBSTEPS;
    boolean drives = runNow && supplyNow && dutyNow > 0 && !stuck;
    if (runNow && dutyNow > 0) {
      driveOnTicks++;
    }
    for (int i = 1; i <= SUBSTEPS; i++) {
      if (drives) {
        double volts = dutyNow * supplyVolts;
        double goal = Math.max(0, (volts - 1.4) / 0.075) * dutyGain;
        hz += (goal - hz) * dt / tauSeconds;
        rolled = false;
      } else if (hz > 0) {
        hz = Math.max(0, hz - (hz / 0.020 + 300) * dt);
      } else if (!rolled) {
        rolled = true;
        angleTurns -= backRollDegrees / 360;
      }
      angleTurns += hz * dt;
      long atNs = fromNs + (toNs - fromNs) * i / SUBSTEPS;
      look((long) (atNs * TICKS_PER_NS));
    }
  }

  private void look(long clock) {
    if (angleTurns > farthestTurns) {
      truthStrokes +=
          (long) (StrictMath.floor(angleTurns + 0.5) - StrictMath.floor(farthestTurns + 0.5));
      farthestTurns = angleTurns;
    }
    double tach = angleTurns * pulses + 0.25;
    boolean high = tach - StrictMath.floor(tach) < 0.5;
    if (high != tachLevel && !tachDead) {
      tachLevel = high;
      tachEdges++;
      tachEdgeTicks = clock;
    }
    double turn = angleTurns - StrictMath.floor(angleTurns + 0.5);
    boolean index = Math.abs(turn) < indexWidthDegrees / 720;
    if (index != indexLevel) {
      indexLevel = index;
      indexEdges++;
      indexEdgeTicks = clock;
    }
  }

  @Override
  public void write(Drive drive, long nowNs) {
    if (link != LinkState.READY) {
      dutyNow = 0;
      runNow = false;
      supplyNow = false;
      depthNow = Drive.Depth.STAND;
      java.util.Arrays.fill(dutyQueue, 0);
      return;
    }
    discarded |= drive.discardStale;
    dutyQueue[queueAt] = drive.dutyFraction;
    queueAt = (queueAt + 1) % dutyQueue.length;
    dutyNow = dutyQueue[queueAt];
    runNow = drive.run;
    supplyNow = drive.supply;
    soundNow = drive.sound;
    depthNow = drive.depth;
    targetMm = drive.protrusionMm;
  }

  double depthMm() {
    return depthMm;
  }
}
