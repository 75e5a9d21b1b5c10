package org.stipple.sim.ensemble;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.RecordQueries;

/**
 * Very many devices at one clinic's server, each with its own key, certificate, TLS connection and
 * record, on few threads of one process. They send by the clock, whether they are answered or not;
 * the time to the clinic's receipt counts from when a message was due.
 *
 * <p>Threading: one thread calls it.
 */
public final class Crowd implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int HANDSHAKES_AT_ONCE = 64;
  private static final long CONNECT_S_MAX = 60;
  private static final long LONGEST_NS = TimeUnit.MINUTES.toNanos(10);
  private static final int DIGITS = 3;

  /** How members come in. */
  record Door(URI broker, EventLoopGroup threads) {}

  /**
   * What is in the clinic's store of what was sent.
   *
   * @param lost messages whose lines are not there
   * @param different records that are not the device's own, byte for byte
   * @param tooMany records that no device has
   */
  public record Ledger(long lost, long different, long tooMany) {}

  private final EventLoopGroup threads = new NioEventLoopGroup(THREADS);
  private final List<CrowdMember> members = new ArrayList<>();
  private final int messages;
  private final Histogram answers = new ConcurrentHistogram(LONGEST_NS, DIGITS);
  private long sentAgain;

  private Crowd(int messages) {
    this.messages = messages;
  }

  /**
   * Has so many devices enrolled and their records written.
   *
   * @param messages that each will send
   * @param strokes in each message
   */
  public static Crowd make(
      Path folder, SecureClinic clinic, int count, int messages, int strokes, ProgressLine progress)
      throws IOException {
    Crowd crowd = new Crowd(messages);
    try (SecureClinic.Desk desk = clinic.desk()) {
      for (int i = 0; i < count; i++) {
        crowd.members.add(
            CrowdMember.make(i, folder.resolve("device-" + i), desk, messages, strokes));
        progress.showBar((i + 1.0) / count, "enrolling and writing records", "");
      }
    }
    return crowd;
  }

  /** Lets all of them in; how long that took, s. */
  public double connect(URI broker, ProgressLine progress)
      throws IOException, InterruptedException {
    long beganNs = System.nanoTime();
    Door door = new Door(broker, threads);
    Semaphore places = new Semaphore(HANDSHAKES_AT_ONCE);
    AtomicReference<@Nullable Throwable> refused = new AtomicReference<>();
    for (int i = 0; i < members.size() && refused.get() == null; i++) {
      take(places, 1);
      var _ =
          members
              .get(i)
              .connect(door, answers::recordValue)
              .whenComplete((_, why) -> {
                if (why != null) {
                  refused.set(why);
                }
                places.release();
              });
      progress.showBar((i + 1.0) / members.size(), "connecting", "");
    }
    take(places, HANDSHAKES_AT_ONCE);
    @Nullable Throwable why = refused.get();
    if (why != null) {
      throw new IOException("a device is not let in: " + why, why);
    }
    return (System.nanoTime() - beganNs) / 1e9;
  }

  private static void take(Semaphore places, int count) throws IOException, InterruptedException {
    if (!places.tryAcquire(count, CONNECT_S_MAX, TimeUnit.SECONDS)) {
      throw new IOException("nobody is let in within " + CONNECT_S_MAX + " s");
    }
  }

  /** Sends all messages, each device one in that time, evenly spread over all of them. */
  public void send(long everyMs, ProgressLine progress) {
    long beganNs = System.nanoTime();
    long stepNs = TimeUnit.MILLISECONDS.toNanos(everyMs) / members.size();
    long count = (long) messages * members.size();
    for (long i = 0; i < count; i++) {
      long dueNs = beganNs + i * stepNs;
      for (long leftNs; (leftNs = dueNs - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(leftNs);
      }
      sentAgain += members.get((int) (i % members.size())).sendNext(dueNs);
      progress.showBar((i + 1.0) / count, "sending", "");
    }
  }

  /** Waits until all is acknowledged, and sends again meanwhile; false when the time is over. */
  public boolean drain(long everyMs, long msMax) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(msMax);
    long againNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(everyMs);
    while (members.stream().anyMatch(CrowdMember::isWaiting)) {
      if (System.nanoTime() > deadlineNs) {
        return false;
      }
      if (System.nanoTime() > againNs) {
        members.stream()
            .filter(CrowdMember::isWaiting)
            .forEach(member -> sentAgain += member.send() + 1);
        againNs += TimeUnit.MILLISECONDS.toNanos(everyMs);
      }
      Thread.sleep(20);
    }
    return true;
  }

  /** How long messages waited for the clinic's receipt, from when they were due, ns. */
  public Histogram answers() {
    return answers;
  }

  /** Messages that were sent a second time. */
  public long sentAgain() {
    return sentAgain;
  }

  /** How many are connected. */
  public long connected() {
    return members.stream().filter(CrowdMember::isConnected).count();
  }

  /** Holds a store against what was sent. */
  public Ledger compare(Database store) throws IOException {
    RecordQueries queries = new RecordQueries(store);
    long lost = 0;
    long different = 0;
    for (CrowdMember member : members) {
      byte[] there = queries.bytes(member.address(), member.session());
      lost += member.partsBeyond(there.length);
      different += Arrays.equals(there, member.record()) ? 0 : 1;
    }
    return new Ledger(lost, different, queries.counts().records() - members.size());
  }

  @Override
  public void close() {
    members.forEach(CrowdMember::leave);
    var _ = threads.shutdownGracefully(0, 2, TimeUnit.SECONDS);
  }
}
