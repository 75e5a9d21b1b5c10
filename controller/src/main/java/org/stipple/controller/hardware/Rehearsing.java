package org.stipple.controller.hardware;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Repeats what the loop will call until the compiler has done what it does. */
final class Rehearsing {

  /** The compiler works beside us, and may have much else to do while a controller starts. */
  private static final int REPETITIONS_MAX = 40;

  private Rehearsing() {}

  /** Runs a batch of calls until one of them has made no garbage, or nothing helps. */
  static void untilNoGarbage(Runnable batch) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < REPETITIONS_MAX; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      batch.run();
      if (threads.getCurrentThreadAllocatedBytes() == before) {
        return;
      }
    }
  }
}
