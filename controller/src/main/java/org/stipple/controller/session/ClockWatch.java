package org.stipple.controller.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The time of day, beside the time that only goes on: tells when the former was set. Nothing that
 * moves goes by the time of day; records are dated by it, so that a reader must know where it
 * stepped.
 *
 * <p>A clock that is slowly brought right takes the monotonic one along, and is no step.
 *
 * <p>Threading: {@link #look} belongs to the keeper's thread; the time may be asked by any.
 */
public final class ClockWatch implements InstantSource {

  /** Below this no clock is stepped but slewed; ntpd has 0.128 s, others more. */
  private static final long STEP_US_MIN = 100_000;

  /** A look that took longer was interrupted between its two readings, and says nothing. */
  private static final long LOOK_NS_MAX = 10_000_000;

  private static final long US_PER_SECOND = 1_000_000;

  private final InstantSource wall;
  private final LongSupplier monotonicNs;
  private boolean looked;
  private long lastOffsetUs;

  /**
   * Watches a clock.
   *
   * @param wall the time of day
   * @param monotonicNs ns since some moment; never goes back
   */
  public ClockWatch(InstantSource wall, LongSupplier monotonicNs) {
    this.wall = wall;
    this.monotonicNs = monotonicNs;
  }

  @Override
  public Instant instant() {
    return wall.instant();
  }

  /** The time that only goes on, ns. */
  long monotonicNs() {
    return monotonicNs.getAsLong();
  }

  /** By how much the time of day was set since the last look, s; empty where it was not. */
  Optional<Double> look() {
    long beforeNs = monotonicNs.getAsLong();
    Instant now = wall.instant();
    if (monotonicNs.getAsLong() - beforeNs > LOOK_NS_MAX) {
      return Optional.empty();
    }
    long offsetUs = now.getEpochSecond() * US_PER_SECOND + now.getNano() / 1_000 - beforeNs / 1_000;
    long stepUs = looked ? offsetUs - lastOffsetUs : 0;
    looked = true;
    lastOffsetUs = offsetUs;
    return Math.abs(stepUs) < STEP_US_MIN
        ? Optional.empty()
        : Optional.of(stepUs / (double) US_PER_SECOND);
  }
}
