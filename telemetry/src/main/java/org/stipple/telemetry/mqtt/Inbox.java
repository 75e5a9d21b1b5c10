package org.stipple.telemetry.mqtt;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Messages from the broker that wait for the role, bounded by number and by bytes: ten thousand
 * giants would be a memory full. What finds no room is dropped and counted.
 *
 * <p>One thread offers, another polls.
 */
final class Inbox {
  static final int MESSAGES_MAX = 10_000;
  static final long BYTES_MAX = 32L * 1024 * 1024;

  private final ArrayBlockingQueue<InMessage> waiting = new ArrayBlockingQueue<>(MESSAGES_MAX);
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong overflowed = new AtomicLong();

  void offer(InMessage message) {
    int size = message.payload().length;
    if (bytes.addAndGet(size) > BYTES_MAX || !waiting.offer(message)) {
      bytes.addAndGet(-size);
      overflowed.incrementAndGet();
    }
  }

  @Nullable InMessage poll() {
    InMessage message = waiting.poll();
    if (message != null) {
      bytes.addAndGet(-message.payload().length);
    }
    return message;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Forgets what waits. */
  void clear() {
    while (poll() != null) {
      // Each gives its bytes back.
    }
  }

  long bytes() {
    return bytes.get();
  }

  long overflowed() {
    return overflowed.get();
  }
}
