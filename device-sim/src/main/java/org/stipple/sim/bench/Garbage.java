package org.stipple.sim.bench;

import java.util.concurrent.locks.LockSupport;

/**
 * Main class of a JVM that makes garbage at a rate, and runs another main class meanwhile: {@code
 * Garbage MB_PER_S FULL_GC [MAIN ARGUMENTS...]}. Prints once a second how many bytes the thread
 * {@code stipple-loop} has allocated since it began, where there is such a thread.
 */
public final class Garbage {

  private static final int PIECE = 4_096;
  private static final int STEPS_PER_SECOND = 100;

  /** Some of it lives for a while, as in a program that works. */
  private static final int KEPT = 4_096;

  private Garbage() {}

  /** Begins the making of garbage, then runs the main class or, without one, goes on for ever. */
  public static void main(String[] arguments) throws Exception {
    int megabytesPerSecond = Integer.parseInt(arguments[0]);
    if (megabytesPerSecond > 0) {
      background("bench-garbage", () -> make(megabytesPerSecond));
    }
    if (Boolean.parseBoolean(arguments[1])) {
      background("bench-full-gc", Garbage::collectEachSecond);
    }
    background("bench-allocation", Garbage::tellAllocation);
    if (arguments.length > 2) {
      String[] rest = java.util.Arrays.copyOfRange(arguments, 3, arguments.length);
      Class.forName(arguments[2]).getMethod("main", String[].class).invoke(null, (Object) rest);
    } else {
      Thread.currentThread().join();
    }
  }

  private static void background(String name, Runnable task) {
    Thread.ofPlatform().daemon().name(name).start(task);
  }

  private static void make(int megabytesPerSecond) {
    byte[][] kept = new byte[KEPT][];
    int pieces = megabytesPerSecond * 1_000_000 / PIECE / STEPS_PER_SECOND;
    long dueNs = System.nanoTime();
    for (int next = 0; ; ) {
      for (int i = 0; i < pieces; i++) {
        kept[next] = new byte[PIECE];
        next = (next + 1) % KEPT;
      }
      dueNs = waitUntil(dueNs + 1_000_000_000L / STEPS_PER_SECOND);
    }
  }

  private static void collectEachSecond() {
    for (long dueNs = System.nanoTime(); ; ) {
      dueNs = waitUntil(dueNs + 1_000_000_000L);
      System.gc();
    }
  }

  private static void tellAllocation() {
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long loop = -1;
    for (long dueNs = System.nanoTime(); ; ) {
      dueNs = waitUntil(dueNs + 1_000_000_000L);
      // Looking for the thread stops all others for a moment; asking for its count does not.
      if (loop < 0) {
        loop =
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("stipple-loop"))
                .mapToLong(Thread::threadId)
                .findFirst()
                .orElse(-1);
      } else {
        System.out.println("loop allocated " + threads.getThreadAllocatedBytes(loop));
      }
    }
  }

  private static long waitUntil(long dueNs) {
    for (long leftNs; (leftNs = dueNs - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(leftNs);
    }
    return Math.max(dueNs, System.nanoTime() - 1_000_000_000L);
  }
}
