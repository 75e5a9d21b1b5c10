package org.stipple.sim.demo;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks, from a thread of its own, whether the computer itself stood still: the longest time that a
 * sleep of a millisecond took. A host on a computer that stands still is late and trips, as it
 * must; such a run says nothing about what a test in real time is about.
 */
final class StandstillWatch implements AutoCloseable {

  private static final long SLEEP_NS = Duration.ofMillis(1).toNanos();

  private final AtomicLong longestNs = new AtomicLong();
  private final Thread thread = Thread.ofPlatform().daemon().name("standstill").start(this::watch);

  private void watch() {
    long beforeNs = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(SLEEP_NS);
      long nowNs = System.nanoTime();
      longestNs.accumulateAndGet(nowNs - beforeNs, Math::max);
      beforeNs = nowNs;
    }
  }

  /** The longest standstill since it began, ms. */
  long longestMs() {
    return Duration.ofNanos(longestNs.get()).toMillis();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
