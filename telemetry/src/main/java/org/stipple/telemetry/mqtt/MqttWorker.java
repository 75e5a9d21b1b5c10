package org.stipple.telemetry.mqtt;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection up and runs its role, all on one thread: connect, work, and after a loss
 * pause and connect again, the pause doubling up to its longest, and a little longer by chance.
 *
 * <p>{@link #wake}, {@link #status} and {@link #close} may be called by any thread.
 */
public final class MqttWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MqttWorker.class);
  private static final long WORK_MS = 20;

  /** After so many it is looked at what else there is to do: a flood must not stop an end. */
  private static final int AT_ONCE_MAX = 1_000;

  private final MqttSettings settings;
  private final Role role;
  private final Thread thread;
  private final Inbox inbox = new Inbox();
  private final Semaphore wakes = new Semaphore(0);
  private final AtomicLong connects = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private volatile boolean connected;
  private volatile boolean closed;
  private volatile @Nullable String lastError;

  /**
   * A worker that does not run yet.
   *
   * @param threadName the name of its one thread
   */
  public MqttWorker(MqttSettings settings, Role role, String threadName) {
    this.settings = settings;
    this.role = role;
    this.thread = Thread.ofPlatform().name(threadName).daemon(true).unstarted(this::run);
  }

  /** Begins; returns at once, whether the broker is there or not. */
  public void start() {
    thread.start();
  }

  /** Has the role's {@code work} called soon; never blocks. */
  public void wake() {
    // One permit is enough to wake it: without this check a busy caller would pile them up.
    if (wakes.availablePermits() == 0) {
      wakes.release();
    }
  }

  /** How it is doing. */
  public MqttStatus status() {
    return new MqttStatus(
        connected,
        connects.get(),
        sent.get(),
        received.get(),
        inbox.overflowed(),
        Optional.ofNullable(lastError));
  }

  /** Lets the role say good-bye, disconnects and ends the thread; waits at most 8 s for it. */
  @Override
  public void close() {
    closed = true;
    wakes.release();
    try {
      if (thread.isAlive() && !thread.join(java.time.Duration.ofSeconds(8))) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long pauseMs = settings.retryMsMin();
    while (!closed && !Thread.currentThread().isInterrupted()) {
      long connectsBefore = connects.get();
      try {
        converse();
      } catch (IOException e) {
        failed(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        // A programmer's error in a role must not end the telemetry for good.
        LOG.error("{}: failed", thread.getName(), e);
        failed(e.toString());
      }
      connected = false;
      if (connects.get() != connectsBefore) {
        pauseMs = settings.retryMsMin();
      }
      // Up to half as long again: devices that lost their broker together must not come together.
      pause(pauseMs + ThreadLocalRandom.current().nextLong(pauseMs / 2 + 1));
      pauseMs = Math.min(pauseMs * 2, settings.retryMsMax());
    }
  }

  private void failed(String why) {
    if (!why.equals(lastError)) {
      LOG.warn("{}: {}", thread.getName(), why);
    }
    lastError = why;
  }

  private void pause(long pauseMs) {
    long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMs);
    try {
      // A wake during the pause is no reason to hurry; the role is called as if connected.
      for (long leftNs; !closed && (leftNs = untilNs - System.nanoTime()) > 0; ) {
        role.away();
        Thread.sleep(Math.min(WORK_MS, Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNs))));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** One connection, from connecting to its loss or our good-bye. */
  private void converse() throws IOException {
    inbox.clear();
    role.away();
    MqttSettings named = settings.withClientId(role.clientId(settings.clientId()));
    PahoLink link = PahoLink.connect(named, role.will(), this::heard, this::wake);
    boolean polite = false;
    try {
      Counted counted = new Counted(link);
      role.connected(counted);
      connected = true;
      connects.incrementAndGet();
      LOG.info("{}: connected to {}", thread.getName(), settings.brokerUri());
      while (!closed && !counted.hungUp) {
        serve(link, counted);
      }
      role.closing(counted);
      polite = true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      connected = false;
      if (polite) {
        link.bye(role.willAfterGoodbye());
      } else {
        link.drop();
      }
    }
  }

  private void serve(PahoLink link, Link counted) throws MqttFailure, InterruptedException {
    if (wakes.tryAcquire(WORK_MS, TimeUnit.MILLISECONDS)) {
      wakes.drainPermits();
    }
    String lost = link.lost();
    if (lost != null && !closed) {
      throw new MqttFailure(lost);
    }
    InMessage message;
    for (int i = 0; i < AT_ONCE_MAX && (message = inbox.poll()) != null; i++) {
      role.received(message, counted);
    }
    if (!inbox.isEmpty()) {
      wake();
    }
    role.work(counted);
  }

  /** On Paho's thread. */
  private void heard(InMessage message) {
    received.incrementAndGet();
    inbox.offer(message);
    wake();
  }

  /** Counts what is sent. */
  private final class Counted implements Link {
    private final PahoLink link;
    private boolean hungUp;

    Counted(PahoLink link) {
      this.link = link;
    }

    @Override
    public void publish(OutMessage message) throws MqttFailure {
      link.publish(message);
      sent.incrementAndGet();
    }

    @Override
    public void subscribe(String filter, int qos) throws MqttFailure {
      link.subscribe(filter, qos);
    }

    @Override
    public void hangUp(String why) {
      hungUp = true;
      LOG.info("{}: {}; connects anew", thread.getName(), why);
    }
  }
}
