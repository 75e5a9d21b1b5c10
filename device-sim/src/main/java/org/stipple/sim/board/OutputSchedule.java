package org.stipple.sim.board;

/**
 * The timed events of one output and its guard: away from its default an output must be refreshed
 * within a longest duration, or the board shuts down.
 */
final class OutputSchedule implements Timer.Event {

  /** The output itself. */
  interface Target {
    void apply(int value, long tick);

    /** Whether the output is now anything but its default. */
    boolean isAwayFromDefault();
  }

  private static final int CAPACITY = 1024;

  private final Core core;
  private final Target target;
  private final Reason missed;
  private final Reason tooLong;
  private final long maxDuration;
  private final Timer timer = new Timer(this);
  private final long[] clocks = new long[CAPACITY];
  private final int[] values = new int[CAPACITY];
  private int head;
  private int count;
  private boolean guarded;
  private long guardEnd;

  OutputSchedule(Core core, Target target, Reason missed, Reason tooLong, long maxDuration) {
    this.core = core;
    this.target = target;
    this.missed = missed;
    this.tooLong = tooLong;
    this.maxDuration = maxDuration;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Adds an event; it takes a node of the move queue until it runs. */
  void queue(int clock, int value) {
    long due = core.timers.extend(clock);
    core.moves.take();
    int slot = (head + count) % CAPACITY;
    clocks[slot] = due;
    values[slot] = value;
    count++;
    if (count > 1) {
      return;
    }
    if (guarded && due > guardEnd) {
      throw new BoardFault(tooLong);
    }
    core.timers.start(timer, due);
    guarded = false;
  }

  /** Sets the output now and restarts its guard. */
  void setNow(int value, long tick) {
    core.timers.stop(timer);
    target.apply(value, tick);
    guarded = maxDuration > 0 && !core.guardless && target.isAwayFromDefault();
    if (guarded) {
      guardEnd = tick + maxDuration;
      core.timers.start(timer, guardEnd);
    }
  }

  @Override
  public long fire(long tick) {
    if (count == 0) {
      throw new BoardFault(missed);
    }
    long eventClock = clocks[head];
    int value = values[head];
    head = (head + 1) % CAPACITY;
    count--;
    core.moves.give();
    target.apply(value, tick);
    guarded = maxDuration > 0 && !core.guardless && target.isAwayFromDefault();
    guardEnd = eventClock + maxDuration;
    if (count == 0) {
      return guarded ? guardEnd : Timer.DONE;
    }
    long next = clocks[head];
    if (guarded && next > guardEnd) {
      throw new BoardFault(tooLong);
    }
    guarded = false;
    if (next < tick - core.lateTicks()) {
      throw new BoardFault(Reason.RESCHEDULED_IN_PAST);
    }
    return Math.max(next, tick);
  }

  void shutdown() {
    head = 0;
    count = 0;
    guarded = false;
  }
}
