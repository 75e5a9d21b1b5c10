package org.stipple.controller.board;

/**
 * A move of the depth axis as stretches of equally spaced steps: up a staircase of speeds, along,
 * and down again. Positions are exact; the acceleration is met on average over a stair. Reused;
 * allocates nothing.
 */
final class StepRamp {

  /** Stairs up; as many down. */
  private static final int STAIRS = 12;

  /** Steps one queue entry holds (its count is a u16). */
  private static final int COUNT_MAX = 60_000;

  private static final int SIZE_MAX = 2 * STAIRS + 8;

  private final long[] interval = new long[SIZE_MAX];
  private final int[] count = new int[SIZE_MAX];
  private int size;
  private long durationTicks;

  /**
   * Plans a move.
   *
   * @param steps its length, 0 to 400,000
   * @param speed top speed, steps/s
   * @param acceleration steps/s2
   * @param clockHz ticks of the board per second
   */
  void plan(int steps, double speed, double acceleration, double clockHz) {
    clear();
    double top = Math.min(speed, StrictMath.sqrt(acceleration * steps));
    int rising = 0;
    for (int stair = 1; stair < STAIRS; stair++) {
      double from = top * (stair - 1) / STAIRS;
      double to = top * stair / STAIRS;
      int n = (int) Math.round((to * to - from * from) / (2 * acceleration));
      if (2 * (rising + n) > steps) {
        break;
      }
      add(n, to, clockHz);
      rising += n;
    }
    int stairsUp = size;
    int along = steps - 2 * rising;
    while (along > 0) {
      int n = Math.min(along, COUNT_MAX);
      add(n, top, clockHz);
      along -= n;
    }
    for (int i = stairsUp - 1; i >= 0; i--) {
      append(interval[i], count[i]);
    }
  }

  /** Plans a move at one speed, as towards an endstop. */
  void planSteady(int steps, double speed, double clockHz) {
    clear();
    int along = steps;
    while (along > 0) {
      int n = Math.min(along, COUNT_MAX);
      add(n, speed, clockHz);
      along -= n;
    }
  }

  /** No move at all. */
  void clear() {
    size = 0;
    durationTicks = 0;
  }

  private void add(int steps, double speed, double clockHz) {
    if (steps > 0) {
      append(Math.round(clockHz / speed), steps);
    }
  }

  private void append(long ticks, int steps) {
    interval[size] = ticks;
    count[size] = steps;
    durationTicks += ticks * steps;
    size++;
  }

  int size() {
    return size;
  }

  int interval(int i) {
    return (int) interval[i];
  }

  int count(int i) {
    return count[i];
  }

  long durationTicks() {
    return durationTicks;
  }
}
