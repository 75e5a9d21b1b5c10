package org.stipple.controller.io;

/** The monotonic clock of the loop: the real one, or one that a test winds by hand. */
public interface LoopClock {

  /** Monotonic time in nanoseconds; its zero is arbitrary, it never goes back. */
  long nowNs();

  /**
   * Returns once {@link #nowNs()} has reached {@code deadlineNs}; later, where the host is busy.
   */
  void sleepUntilNs(long deadlineNs);
}
