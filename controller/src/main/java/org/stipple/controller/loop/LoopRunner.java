package org.stipple.controller.loop;

import org.jspecify.annotations.Nullable;
import org.stipple.controller.io.LoopClock;
import org.stipple.controller.record.LoopTimes;

/**
 * Calls the tick a thousand times a second until told to stop. A tick that is due while an earlier
 * one still runs comes late; whole periods that have passed are skipped and counted, never caught
 * up in a burst.
 *
 * <p>{@link #run} on a thread made for it, {@link #stop} and {@link #failure} from any thread.
 */
public final class LoopRunner implements Runnable {

  private final ControlLoop loop;
  private final LoopClock clock;
  private final LoopTimes times;
  private final long periodNs;
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  /** Paces {@code loop} by {@code clock}, a thousand ticks a second. */
  public LoopRunner(ControlLoop loop, LoopClock clock, LoopTimes times) {
    this(loop, clock, times, ControlLoop.PERIOD_NS);
  }

  /**
   * For a measurement at another pace; the machine's own is {@link ControlLoop#PERIOD_NS}.
   *
   * @param times how late ticks came and how long they took goes there
   * @param periodNs time from one tick to the next
   */
  public LoopRunner(ControlLoop loop, LoopClock clock, LoopTimes times, long periodNs) {
    this.loop = loop;
    this.clock = clock;
    this.times = times;
    this.periodNs = periodNs;
  }

  @Override
  public void run() {
    long dueNs = clock.nowNs() + periodNs;
    while (!stopped) {
      clock.sleepUntilNs(dueNs);
      long nowNs = clock.nowNs();
      times.late(nowNs - dueNs);
      if (!tickOrFail(nowNs, dueNs)) {
        return;
      }
      long afterNs = clock.nowNs();
      loop.workTook(afterNs - nowNs);
      times.worked(afterNs - nowNs);
      dueNs = skipMissed(dueNs + periodNs, afterNs);
    }
  }

  private long skipMissed(long nextNs, long nowNs) {
    long missed = (nowNs - nextNs) / periodNs;
    if (missed <= 0) {
      return nextNs;
    }
    times.skipped(missed, nowNs - nextNs, periodNs);
    return nextNs + missed * periodNs;
  }

  /** The one place that catches a programmer's error; the second one ends the loop. */
  private boolean tickOrFail(long nowNs, long dueNs) {
    try {
      loop.tick(nowNs, dueNs);
      return true;
    } catch (RuntimeException | Error e) {
      boolean first = failure == null;
      if (first) {
        failure = e;
      }
      return makeSafe(nowNs) && first;
    }
  }

  private boolean makeSafe(long nowNs) {
    try {
      loop.failSafe(nowNs);
      return true;
    } catch (RuntimeException | Error e) {
      // The machine itself fails: its guards let go of everything once nobody speaks.
      return false;
    }
  }

  /** Ends the loop after the tick it is in. */
  public void stop() {
    stopped = true;
  }

  /** The programmer's error that was caught first; null when none was. */
  public @Nullable Throwable failure() {
    return failure;
  }
}
