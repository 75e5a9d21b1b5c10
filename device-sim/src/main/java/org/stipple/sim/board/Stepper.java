package org.stipple.sim.board;

/** Exactly timed steps: segments of (interval, count, add), the interval growing by add a step. */
final class Stepper implements BoardObject, Timer.Event {

  private static final int CAPACITY = 1024;

  private final Core core;
  private final int oid;
  private final int stepPin;
  private final int dirPin;
  private final Timer timer = new Timer(this);
  private final int[] intervals = new int[CAPACITY];
  private final int[] counts = new int[CAPACITY];
  private final short[] adds = new short[CAPACITY];
  private final boolean[] directions = new boolean[CAPACITY];
  private int head;
  private int queued;
  private boolean active;
  private boolean needsReset;
  private boolean nextDirection;
  private boolean direction;
  private int position;
  private long lastStepTick;
  private int interval;
  private int add;
  private int left;

  /** The driver's edge (invert_step) makes no difference here: every step is one call. */
  Stepper(Core core, int oid, int stepPin, int dirPin) {
    this.core = core;
    this.oid = oid;
    this.stepPin = stepPin;
    this.dirPin = dirPin;
    core.drive(stepPin, false, core.timers.now());
    core.drive(dirPin, false, core.timers.now());
  }

  void setNextDirection(boolean forward) {
    nextDirection = forward;
  }

  /** Sets the time the next first step is counted from. */
  void resetClock(int clock) {
    if (active) {
      throw new BoardFault(Reason.STEPPER_ACTIVE);
    }
    lastStepTick = core.timers.extend(clock);
    needsReset = false;
  }

  void queue(int newInterval, int count, int newAdd) {
    if (count == 0) {
      throw new BoardFault(Reason.INVALID_COUNT);
    }
    core.moves.take();
    if (needsReset) {
      core.moves.give();
      return;
    }
    int slot = (head + queued) % CAPACITY;
    intervals[slot] = newInterval;
    counts[slot] = count;
    adds[slot] = (short) newAdd;
    directions[slot] = nextDirection;
    queued++;
    if (!active) {
      active = true;
      core.timers.start(timer, load(core.timers.now()));
    }
  }

  /** Takes the next segment; answers when its first step is due. */
  private long load(long tick) {
    interval = intervals[head];
    left = counts[head];
    add = adds[head];
    boolean forward = directions[head];
    head = (head + 1) % CAPACITY;
    queued--;
    core.moves.give();
    if (forward != direction) {
      direction = forward;
      core.drive(dirPin, direction, tick);
    }
    if (interval < 0) {
      throw new BoardFault(Reason.STEPPER_IN_PAST);
    }
    return lastStepTick + interval;
  }

  /** A driver can be stepped once a microsecond at most; a u32 of 2^31 or more means the past. */
  private long checked(int ticks) {
    if (ticks < core.kind.clockHz() / 1_000_000) {
      throw new BoardFault(Reason.STEPPER_IN_PAST);
    }
    return ticks;
  }

  @Override
  public long fire(long tick) {
    core.step(stepPin, tick);
    position += direction ? 1 : -1;
    lastStepTick = tick;
    left--;
    if (left > 0) {
      interval += add;
      return tick + checked(interval);
    }
    if (queued == 0) {
      active = false;
      return Timer.DONE;
    }
    return load(tick);
  }

  void reportPosition() {
    core.out(core.timers.now()).begin(Response.STEPPER_POSITION).put(oid).put(position).send();
  }

  /** Stops at once; steps are ignored until the clock is reset. */
  void stop(long tick) {
    core.timers.stop(timer);
    while (queued > 0) {
      queued--;
      core.moves.give();
    }
    halt(tick);
  }

  private void halt(long tick) {
    head = 0;
    queued = 0;
    active = false;
    needsReset = true;
    nextDirection = false;
    direction = false;
    core.drive(dirPin, false, tick);
  }

  @Override
  public void shutdown(long tick) {
    halt(tick);
  }
}
