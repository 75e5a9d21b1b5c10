package org.stipple.controller.hardware;

import java.util.concurrent.locks.LockSupport;
import org.stipple.controller.io.LoopClock;

/**
 * The host's monotonic clock for cold threads: a wait parks, and may end some tens of microseconds
 * late. The loop has {@link LoopTimer}.
 *
 * <p>Any thread. Allocates nothing.
 */
public final class MonotonicClock implements LoopClock {

  /** Creates the clock; all of them are alike. */
  public MonotonicClock() {}

  @Override
  public long nowNs() {
    return System.nanoTime();
  }

  @Override
  public void sleepUntilNs(long deadlineNs) {
    // An interrupted thread cannot park: the wish is kept until it has slept.
    boolean interrupted = Thread.interrupted();
    for (long leftNs; (leftNs = deadlineNs - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(leftNs);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
