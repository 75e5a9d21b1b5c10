package org.stipple.controller.hardware;

import java.util.concurrent.locks.LockSupport;
import org.stipple.controller.io.LoopClock;

/**
 * The host's monotonic clock. Sleeps by parking up to a little before the deadline and spins the
 * rest, because a park ends tens of microseconds late while a spin does not.
 *
 * <p>Any thread. Allocates nothing.
 */
public final class MonotonicClock implements LoopClock {

  /** For the loop: the spin covers the usual lateness of a park on an idle host. */
  private static final long LOOP_SPIN_NS = 60_000;

  private final long spinNs;

  private MonotonicClock(long spinNs) {
    this.spinNs = spinNs;
  }

  /** The clock of the loop thread: parks, then spins for at most 60 us. */
  public static MonotonicClock forLoop() {
    return new MonotonicClock(LOOP_SPIN_NS);
  }

  /** The clock of cold threads: only parks. */
  public static MonotonicClock forColdThreads() {
    return new MonotonicClock(0);
  }

  @Override
  public long nowNs() {
    return System.nanoTime();
  }

  @Override
  public void sleepUntilNs(long deadlineNs) {
    // An interrupted thread cannot park: the wish is kept until it has slept.
    boolean interrupted = Thread.interrupted();
    long remainingNs = deadlineNs - System.nanoTime();
    while (remainingNs > 0) {
      if (remainingNs > spinNs) {
        LockSupport.parkNanos(remainingNs - spinNs);
        interrupted |= Thread.interrupted();
      } else {
        Thread.onSpinWait();
      }
      remainingNs = deadlineNs - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
