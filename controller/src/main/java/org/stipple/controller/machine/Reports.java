package org.stipple.controller.machine;

import org.jspecify.annotations.Nullable;

/**
 * Everything one tick learns from the machine. A carrier: allocated once, filled by {@link
 * Machine#read} each tick, read by estimate and safety, loop thread only. Fields marked "held" keep
 * their last value while nothing new arrives; their time tells how old it is.
 */
public final class Reports {

  /** State of the way to the board. */
  public LinkState link = LinkState.ABSENT;

  /** Monotonic time of the last sound byte from the board; 0 = never. */
  public long heardNs;

  /** How often the board came to {@link LinkState#READY}; counters restart with each life. */
  public int life;

  /** A board that was READY restarted by itself since the last tick. */
  public boolean boardRestarted;

  /** Why the board shut down or was refused, in its own or our words; null when neither. */
  public @Nullable String reason;

  /** Blocks sent for the first time since start. */
  public long blocksSent;

  /** Blocks sent again since start (damage or silence on the line). */
  public long blocksRetransmitted;

  /** Nominal board clock ticks per second; 0 while unknown. */
  public double ticksPerSecond;

  /** Board clock at this tick, as far as we know it, 64-bit ticks; 0 while unknown. */
  public long boardTicks;

  /** Pulses of the tachometer. */
  public final PulseReports tach = new PulseReports();

  /** Pulses of the index; stays empty on a machine without one. */
  public final PulseReports index = new PulseReports();

  /** Motor current, each value with its time; stays empty on a machine that does not measure it. */
  public final CurrentReports current = new CurrentReports();

  /** Contact states by debounced change reports, held: a bit of {@link Contacts} set = closed. */
  public int contactsReported;

  /** Contact states by level query, held: a bit of {@link Contacts} set = closed. */
  public int contactsQueried;

  /** Monotonic time of the oldest of the last level answers of all fitted contacts; 0 = never. */
  public long contactsQueriedNs;

  /** Contacts of the rotary encoder as they are now: bits of {@link Contacts}, closed = set. */
  public int encoder;

  /** Motor current as a fraction of full scale (0 to 1), mean of the last report, held. */
  public double motorCurrentFraction;

  /** Motor supply as a fraction of full scale (0 to 1), mean of the last report, held. */
  public double motorSupplyFraction;

  /** Monotonic time of the last analog report; 0 = never. */
  public long analogNs;

  /** State of the depth axis. */
  public DepthState depth = DepthState.ABSENT;

  /** Commanded position of the depth axis, microsteps from the endstop; held. */
  public long depthSteps;

  /** How often the depth axis found its endstop in this life of the board. */
  public int depthHomings;

  /**
   * Where the last homing found the endstop, microsteps from where the one before it had, deeper is
   * positive; of no meaning before the second one.
   */
  public long depthDriftSteps;

  /** Empties what belongs to one tick only; held values stay. */
  public void beginTick() {
    boardRestarted = false;
    tach.clear();
    index.clear();
    current.clear();
  }

  /** Makes this equal to {@code from}. */
  public void copyFrom(Reports from) {
    link = from.link;
    heardNs = from.heardNs;
    life = from.life;
    boardRestarted = from.boardRestarted;
    reason = from.reason;
    blocksSent = from.blocksSent;
    blocksRetransmitted = from.blocksRetransmitted;
    ticksPerSecond = from.ticksPerSecond;
    boardTicks = from.boardTicks;
    tach.copyFrom(from.tach);
    index.copyFrom(from.index);
    current.copyFrom(from.current);
    contactsReported = from.contactsReported;
    contactsQueried = from.contactsQueried;
    contactsQueriedNs = from.contactsQueriedNs;
    encoder = from.encoder;
    motorCurrentFraction = from.motorCurrentFraction;
    motorSupplyFraction = from.motorSupplyFraction;
    analogNs = from.analogNs;
    depth = from.depth;
    depthSteps = from.depthSteps;
    depthHomings = from.depthHomings;
    depthDriftSteps = from.depthDriftSteps;
  }
}
