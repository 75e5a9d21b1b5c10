package org.stipple.controller.hardware;

import java.util.Arrays;
import org.stipple.controller.io.LoopClock;

/**
 * The monotonic clock of the loop. Sleeps in the kernel until a little before the deadline and
 * spins the rest: a sleep ends some tens of microseconds late, a spin does not.
 *
 * <p>{@link System#nanoTime} is CLOCK_MONOTONIC on Linux, so the kernel is given the deadline
 * itself and not a duration that was true some time ago; where the two clocks should differ (looked
 * at once), only the spin is left.
 *
 * <p>Belongs to the loop thread, but for {@link #nowNs}. Allocates nothing.
 */
public final class LoopTimer implements LoopClock {

  /** The spin at first, and at least: a sleep is never better than this, ns. */
  static final long SPIN_NS_MIN = 15_000;

  /** At 1 kHz this is 6 % of a processor; a kernel that wakes later than this is merely late. */
  static final long SPIN_NS_MAX = 60_000;

  private static final int REHEARSALS = 100;
  private static final long REHEARSAL_NS = 500_000;
  private static final double SHARE = 0.99;

  /** More than the two readings of the clock are apart on any machine. */
  private static final long SAME_CLOCK_NS = 10_000_000;

  private final Libc.Call call = new Libc.Call();
  private final boolean sleeps;
  private long spinNs = SPIN_NS_MIN;

  /** A timer that has not measured yet how late a sleep ends here. */
  public LoopTimer() {
    long kernelNs = call.monotonicNs();
    sleeps = kernelNs >= 0 && Math.abs(System.nanoTime() - kernelNs) < SAME_CLOCK_NS;
  }

  /**
   * Measures how late a sleep ends here, and spins for that long from now on. Takes about 50 ms of
   * the calling thread, which should have the priority it will have.
   *
   * @return the spin, ns: the 99th percentile of the lateness, within bounds
   */
  public long measure() {
    long[] lateNs = new long[REHEARSALS];
    for (int i = 0; i < REHEARSALS; i++) {
      long dueNs = System.nanoTime() + REHEARSAL_NS;
      sleepInKernel(dueNs);
      lateNs[i] = System.nanoTime() - dueNs;
    }
    Arrays.sort(lateNs);
    long usual = lateNs[(int) (REHEARSALS * SHARE) - 1];
    spinNs = Math.max(SPIN_NS_MIN, Math.min(SPIN_NS_MAX, usual));
    return spinNs;
  }

  @Override
  public long nowNs() {
    return System.nanoTime();
  }

  @Override
  public void sleepUntilNs(long deadlineNs) {
    sleepInKernel(deadlineNs - spinNs);
    while (System.nanoTime() < deadlineNs) {
      Thread.onSpinWait();
    }
  }

  /** A signal may end a sleep early; whatever else does leaves the rest to the spin. */
  private void sleepInKernel(long untilNs) {
    int result = sleeps ? -Libc.EINTR : 0;
    while (result == -Libc.EINTR && System.nanoTime() < untilNs) {
      result = call.sleepUntilNs(untilNs);
    }
  }
}
