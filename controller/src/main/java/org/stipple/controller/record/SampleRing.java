package org.stipple.controller.record;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Samples on their way out of the tick: single producer (loop thread), single consumer. Bounded: a
 * full ring drops the new sample and counts it; the tick never waits.
 */
public final class SampleRing {

  /** Samples the ring holds: two seconds at 1 kHz; a power of two. */
  public static final int CAPACITY = 2048;

  private final Sample[] slots = new Sample[CAPACITY];
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  /** Creates an empty ring with all its samples. */
  public SampleRing() {
    for (int i = 0; i < CAPACITY; i++) {
      slots[i] = new Sample();
    }
  }

  /**
   * Copies a sample in; loop thread only.
   *
   * @return false when the ring was full and the sample was dropped
   */
  public boolean write(Sample sample) {
    long place = written.get();
    if (place - read.get() >= CAPACITY) {
      dropped.lazySet(dropped.get() + 1);
      return false;
    }
    slots[(int) (place & (CAPACITY - 1))].copyFrom(sample);
    written.lazySet(place + 1);
    return true;
  }

  /**
   * Copies the oldest sample out; consumer thread only.
   *
   * @return false when none waits
   */
  public boolean read(Sample into) {
    long place = read.get();
    if (place >= written.get()) {
      return false;
    }
    into.copyFrom(slots[(int) (place & (CAPACITY - 1))]);
    read.lazySet(place + 1);
    return true;
  }

  /** Samples dropped since start. */
  public long dropped() {
    return dropped.get();
  }
}
