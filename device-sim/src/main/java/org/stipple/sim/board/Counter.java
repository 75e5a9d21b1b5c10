package org.stipple.sim.board;

/** Counts both edges of a pin by polling it; bit 0 of the count is the pin's level. */
final class Counter implements BoardObject, Timer.Event {

  private final Core core;
  private final int oid;
  private final int pin;
  private final Timer timer = new Timer(this);
  private long pollTicks;
  private long sampleTicks;
  private long reportAfter;
  private int count;
  private int countClock;

  Counter(Core core, int oid, int pin) {
    this.core = core;
    this.oid = oid;
    this.pin = pin;
  }

  /** Starts or retunes; the count goes on. */
  void query(int clock, long newPollTicks, long newSampleTicks) {
    core.timers.stop(timer);
    if (newPollTicks == 0) {
      return;
    }
    core.checkPeriod(newPollTicks);
    pollTicks = newPollTicks;
    sampleTicks = newSampleTicks;
    long due = core.timers.extend(clock);
    reportAfter = due + sampleTicks;
    core.timers.start(timer, due);
  }

  @Override
  public long fire(long tick) {
    if (core.level(pin, tick) != ((count & 1) != 0)) {
      count++;
      countClock = (int) tick;
    }
    long next = tick + pollTicks;
    if (tick > reportAfter) {
      reportAfter = tick + sampleTicks;
      core.out(tick)
          .begin(Response.COUNTER_STATE)
          .put(oid)
          .put((int) next)
          .put(count)
          .put(countClock)
          .send();
    }
    return next;
  }

  @Override
  public void shutdown(long tick) {
    // Its timer is gone; it stays silent until it is queried again.
  }
}
