package org.stipple.controller.hardware;

import org.stipple.controller.io.LoopClock;

/**
 * The monotonic clock of the loop. Sleeps in the kernel until a little before the deadline and
 * spins the rest: a sleep ends some tens of microseconds late, a spin does not.
 *
 * <p>How much before follows what the kernel does: it is kept where 499 of 500 sleeps have ended,
 * by a step up after each later one and 499 times smaller steps down, within bounds. An idle
 * computer thus costs next to nothing, and a busy one no more than the bound.
 *
 * <p>{@link System#nanoTime} is CLOCK_MONOTONIC on Linux, so the kernel is given the deadline
 * itself and not a duration that was true some time ago; where the two clocks should be set apart
 * (looked at once), what is between them is added.
 *
 * <p>Belongs to the loop thread, but for {@link #nowNs}. Allocates nothing.
 */
public final class LoopTimer implements LoopClock {

  /** A sleep is never better than this. */
  static final long SPIN_NS_MIN = 15_000;

  /** At 1 kHz this is 7.5 % of a processor; where the kernel wakes later, ticks are late. */
  static final long SPIN_NS_MAX = 75_000;

  private static final long STEP_DOWN_NS = 25;
  private static final long STEP_UP_NS = 499 * STEP_DOWN_NS;

  private static final int REHEARSALS = 10_000;

  private final Libc.Call call = new Libc.Call();
  private final long kernelAheadNs;
  private long spinNs = SPIN_NS_MAX;

  /** A timer that knows nothing yet of how late a sleep ends here. */
  public LoopTimer() {
    long beforeNs = System.nanoTime();
    long kernelNs = call.monotonicNs();
    kernelAheadNs = aheadNs(beforeNs, kernelNs, System.nanoTime());
  }

  /**
   * How far the kernel's clock is ahead of ours, ns, by a reading of it between two of ours. A
   * thread may be kept waiting between any two of them for as long as a busy computer likes: that
   * is no difference between the clocks.
   */
  static long aheadNs(long beforeNs, long kernelNs, long afterNs) {
    boolean same = beforeNs <= kernelNs && kernelNs <= afterNs;
    return same ? 0 : kernelNs - beforeNs / 2 - afterNs / 2;
  }

  @Override
  public long nowNs() {
    return System.nanoTime();
  }

  @Override
  public void sleepUntilNs(long deadlineNs) {
    long wakeNs = deadlineNs - spinNs;
    if (sleepInKernel(wakeNs)) {
      learn(System.nanoTime() - wakeNs);
    }
    while (System.nanoTime() < deadlineNs) {
      Thread.onSpinWait();
    }
  }

  /** Has the compiler learn the call of the kernel, which makes garbage until then; some ms. */
  public void rehearse() {
    Rehearsing.untilNoGarbage(() -> {
      for (int i = 0; i < REHEARSALS; i++) {
        int ignored = call.sleepUntilNs(0);
      }
    });
  }

  private void learn(long lateNs) {
    long next = lateNs > spinNs ? spinNs + STEP_UP_NS : spinNs - STEP_DOWN_NS;
    spinNs = Math.max(SPIN_NS_MIN, Math.min(SPIN_NS_MAX, next));
  }

  /**
   * A signal may end a sleep early; whatever else does leaves the rest to the spin.
   *
   * @return whether it slept at all
   */
  private boolean sleepInKernel(long untilNs) {
    boolean slept = false;
    int result = -Libc.EINTR;
    while (result == -Libc.EINTR && System.nanoTime() < untilNs) {
      result = call.sleepUntilNs(untilNs + kernelAheadNs);
      slept = true;
    }
    return slept;
  }

  /** How long before a deadline it wakes up at present, ns. */
  long spinNs() {
    return spinNs;
  }
}
