package org.stipple.controller.machine;

/**
 * The motor currents that arrived in one tick, oldest first, each with the time it was measured.
 * Bounded: when more than {@link #CAPACITY} arrive (after a pause) the oldest are dropped.
 */
public final class CurrentReports {

  /** Values kept for one tick; at 1 ms a value this covers a pause of 60 ms. */
  public static final int CAPACITY = 64;

  private final double[] fractions = new double[CAPACITY];
  private final long[] clock = new long[CAPACITY];
  private int size;

  /** Forgets all values. */
  public void clear() {
    size = 0;
  }

  /**
   * Adds a value.
   *
   * @param fraction of full scale, 0 to 1
   * @param ticks board clock (64-bit ticks) of the middle of its measurement
   */
  public void add(double fraction, long ticks) {
    if (size == CAPACITY) {
      System.arraycopy(fractions, 1, fractions, 0, CAPACITY - 1);
      System.arraycopy(clock, 1, clock, 0, CAPACITY - 1);
      size--;
    }
    fractions[size] = fraction;
    clock[size] = ticks;
    size++;
  }

  /** Number of values, 0 to {@link #CAPACITY}. */
  public int size() {
    return size;
  }

  /** Value {@code i} as a fraction of full scale. */
  public double fraction(int i) {
    return fractions[i];
  }

  /** Board clock of value {@code i}. */
  public long ticks(int i) {
    return clock[i];
  }

  /** Makes this equal to {@code from}. */
  public void copyFrom(CurrentReports from) {
    size = from.size;
    System.arraycopy(from.fractions, 0, fractions, 0, size);
    System.arraycopy(from.clock, 0, clock, 0, size);
  }
}
