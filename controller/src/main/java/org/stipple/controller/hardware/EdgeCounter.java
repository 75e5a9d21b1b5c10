package org.stipple.controller.hardware;

import com.pi4j.library.gpiod.internal.GpioDContext;
import com.pi4j.library.gpiod.internal.GpioDException;
import com.pi4j.library.gpiod.internal.GpioLine;
import com.pi4j.library.gpiod.internal.GpioLineEvent;
import com.pi4j.library.gpiod.internal.LineEvent;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the level changes of a line by the kernel's events, which have its own times.
 *
 * <p>The kernel keeps some events and drops the rest. One that is missing shows, since the next is
 * of the wrong kind, and is counted; two that are missing do not, so that a count may be short by
 * an even number, never of the wrong level.
 *
 * <p>A thread of its own waits for the events; {@link #look} and what follows it are the loop's.
 */
final class EdgeCounter implements AutoCloseable {

  private static final long WAIT_NS = 100_000_000;
  private static final long ENDS_S = 5;

  /** The other thread is between two of its writes for some ns only. */
  private static final int LOOKS_MAX = 16;

  private final GpioDContext context;
  private final GpioLine line;
  private final Thread thread;

  /** Odd while the two below are being changed. */
  private final AtomicInteger version = new AtomicInteger();

  private volatile long edges;
  private volatile long edgeNs;
  private volatile boolean closing;
  private volatile boolean failed;

  private long seenEdges;
  private long seenNs;

  /** On a line that was asked for both its edges. */
  @SuppressWarnings("ThreadPriorityCheck") // a wish to the scheduler that nothing relies on
  EdgeCounter(GpioDContext context, GpioLine line, String name) {
    this.context = context;
    this.line = line;
    edges = line.getValue();
    edgeNs = System.nanoTime();
    thread = new Thread(this::listen, "stipple-" + name);
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.start();
  }

  private void listen() {
    GpioLineEvent event = context.openLineEvent();
    try {
      while (!closing) {
        if (line.eventWait(WAIT_NS)) {
          line.eventRead(event);
          count(event.getType() == LineEvent.RISING_EDGE, event.getTimeNs());
        }
      }
    } catch (GpioDException _) {
      failed = true;
    }
  }

  private void count(boolean risen, long atNs) {
    long next = edges + 1;
    boolean missed = ((next & 1) == 1) != risen;
    version.incrementAndGet();
    edges = missed ? next + 1 : next;
    edgeNs = atNs;
    version.incrementAndGet();
  }

  /** Takes the present state; false once the line failed. */
  boolean look() {
    for (int i = 0; i < LOOKS_MAX; i++) {
      int before = version.get();
      long count = edges;
      long atNs = edgeNs;
      if ((before & 1) == 0 && before == version.get()) {
        seenEdges = count;
        seenNs = atNs;
        break;
      }
    }
    return !failed;
  }

  long edges() {
    return seenEdges;
  }

  long edgeNs() {
    return seenNs;
  }

  /** Ends the thread; while it is in native code nothing that it uses may be given back. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(ENDS_S));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new IllegalStateException("the kernel's events of a line do not end");
    }
  }
}
