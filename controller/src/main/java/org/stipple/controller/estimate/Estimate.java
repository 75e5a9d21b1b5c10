package org.stipple.controller.estimate;

import org.stipple.controller.machine.DepthState;

/** What is known of the machine in this tick. A carrier, loop thread only; NaN = not known. */
public final class Estimate {

  /** The board is configured and obeys. */
  public boolean linkReady;

  /** The board shut itself down and has not been brought back yet. */
  public boolean boardShutdown;

  /** Needle frequency, Hz; 0 = at rest. */
  public double frequencyHz = Double.NaN;

  /** Time of the whole strokes {@link #frequencyHz} is the mean of, ns; 0 where it is a guess. */
  public long frequencyWindowNs;

  /** How long ago those strokes ended, ns. */
  public long frequencyAgeNs;

  /** Needle frequency of the last few milliseconds, Hz; swings within a stroke. */
  public double momentaryHz = Double.NaN;

  /** Strokes (needle-down passages) since start. */
  public long strokes;

  /** Monotonic time of the last stroke, by the board's clock, ns; 0 = not known. */
  public long strokeNs;

  /**
   * From the stroke before to the last one, ns of board clock; where one report told of several,
   * their mean; 0 = not known.
   */
  public long strokePeriodNs;

  /**
   * Turns of the shaft since start, carried on to this tick at the present speed: whole at
   * needle-up, and k + 1/2 at the needle-down that is stroke k + 1; NaN while the angle is unknown.
   */
  public double turns = Double.NaN;

  /** Strokes from the last release of the pedal to standstill; -1 = unknown. */
  public long strokesAfterRelease = -1;

  /** Level changes of the tachometer since start; only differences mean anything. */
  public long pulseEdges;

  /** Monotonic time at which the last level change was heard of, ns. */
  public long pulseHeardNs;

  /** How long the shaft has shown no level change, ns of board clock. */
  public long stillNs;

  /** No level change for so long that the shaft is at rest. */
  public boolean standstill;

  /** Turns in a row, of a driven shaft, whose edges were not those of one turn. */
  public int wrongTurns;

  /** Edges of the last turn as a share of what a turn has. */
  public double turnShare = 1;

  /** The angle is known from the index. */
  public boolean phaseKnown;

  /**
   * The shaft has not been slow without drive since the index, so that no edge can have been
   * counted the wrong way; otherwise the angle may be off by some edges.
   */
  public boolean angleSure;

  /** Shaft angle from needle-up, degrees, -180 to 180. */
  public double angleDegrees = Double.NaN;

  /** Motor current, mA. */
  public double currentMilliamps = Double.NaN;

  /** Motor current averaged over the last whole turn of the driven shaft, mA. */
  public double turnMilliamps = Double.NaN;

  /** Whether the needles are in the skin, from the motor's load; an estimate. */
  public Contact contact = Contact.NOT_AVAILABLE;

  /** How clearly that can be told, 0 to 1. */
  public double contactQuality;

  /** Contacts since start. */
  public long contacts;

  /** Motor supply, V. */
  public double supplyVolts = Double.NaN;

  /** State of the depth axis. */
  public DepthState depth = DepthState.ABSENT;

  /** Protrusion by commanded steps, mm. */
  public double protrusionMm = Double.NaN;

  /** How often the depth axis found its endstop in this life of the board. */
  public int depthHomings;

  /**
   * By how much the last homing found the commanded protrusion wrong, mm; positive where the needle
   * stood out more than was commanded; NaN before the second homing.
   */
  public double depthDriftMm = Double.NaN;

  /**
   * Depth in the skin, mm: an estimate from protrusion, frequency, needles and skin, never
   * measured; NaN while the needle does not run.
   */
  public double realDepthMm = Double.NaN;

  /** The shallow end of its band, mm. */
  public double realDepthShallowestMm = Double.NaN;

  /** The deep end of its band, mm. */
  public double realDepthDeepestMm = Double.NaN;

  /** Age of the last sound byte from the board, ns; -1 = none yet. */
  public long linkAgeNs = -1;

  /** Blocks sent again among all blocks sent in the last 500 ms, 0 to 1. */
  public double lossRatio;

  /** The needle is at rest and known to be within {@code degrees} of needle-up. */
  public boolean restsWithin(double degrees) {
    return standstill && phaseKnown && Math.abs(angleDegrees) <= degrees;
  }
}
