package org.stipple.sim.board;

/**
 * The task loop's load report, every five seconds. The load is an estimate: a fixed number of ticks
 * for each timer run and for each pass.
 */
final class Stats implements Timer.Event {

  static final int SUMSQ_BASE = 256;

  private static final int TICKS_PER_TIMER = 30;
  private static final int TICKS_PER_PASS = 200;

  private final Core core;
  private final long passTicks;
  private final long reportTicks;
  private long reportFrom;
  private long firedBefore;
  private int passes;
  private long sum;
  private long sumSquares;

  Stats(Core core, int clockHz) {
    this.core = core;
    this.passTicks = clockHz / 10;
    this.reportTicks = clockHz * 5L;
    this.reportFrom = core.timers.now();
  }

  @Override
  public long fire(long tick) {
    long fired = core.timers.fired();
    long awake = (fired - firedBefore) * TICKS_PER_TIMER + TICKS_PER_PASS;
    firedBefore = fired;
    passes++;
    sum += awake;
    sumSquares += (awake * awake + SUMSQ_BASE - 1) / SUMSQ_BASE;
    if (tick - reportFrom >= reportTicks) {
      core.out(tick)
          .begin(Response.STATS)
          .put(passes)
          .put((int) sum)
          .put((int) Math.min(sumSquares, 0xFFFF_FFFFL))
          .send();
      reportFrom = tick;
      passes = 0;
      sum = 0;
      sumSquares = 0;
    }
    return tick + passTicks;
  }
}
