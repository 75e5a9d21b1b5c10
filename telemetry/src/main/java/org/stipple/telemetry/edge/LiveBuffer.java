package org.stipple.telemetry.edge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.stipple.telemetry.sparkplug.Metric;
import org.stipple.telemetry.sparkplug.PayloadCodec;

/**
 * Live values that wait for the primary host, oldest first, bounded by bytes and by time. What was
 * sent lately stays for a while, too: it may have gone to a host whose death nobody had noticed
 * yet, and is then sent once more.
 *
 * <p>For the connection's thread only; {@link State} is for all.
 */
final class LiveBuffer {
  /**
   * How long a death may go unnoticed: a broker tells it after 1.5 times the keep-alive, which is
   * 20 s at the clinic.
   */
  static final long UNHEARD_MS = 45_000;

  /** Two object headers, two references and two numbers, about. */
  private static final int OVERHEAD_BYTES = 64;

  /** Values of one moment, with the bytes they take in a message, and when they were last sent. */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  private record Entry(long atMs, long sentMs, int values, byte[] part) {
    int bytes() {
      return part.length + OVERHEAD_BYTES;
    }

    Entry sent(long nowMs) {
      return new Entry(atMs, nowMs, values, part);
    }
  }

  /**
   * How full it is.
   *
   * @param values that wait
   * @param bytes of them
   * @param bytesMax most bytes it takes
   * @param sinceMs the oldest of them, ms since 1970 UTC; 0 = none
   * @param dropped values that were dropped since start, for lack of place or too old
   * @param sent values that were sent later, since start
   */
  record State(long values, long bytes, long bytesMax, long sinceMs, long dropped, long sent) {}

  private final long bytesMax;
  private final long timeMaxMs;
  private final ArrayDeque<Entry> sentLately = new ArrayDeque<>();
  private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
  private long sentLatelyBytes;
  private long waitingBytes;
  private long waitingValues;
  private long dropped;
  private long sent;

  LiveBuffer(long bytesMax, long timeMaxMs) {
    this.bytesMax = bytesMax;
    this.timeMaxMs = timeMaxMs;
  }

  /** Keeps values that could not be told. */
  void keep(long atMs, List<Metric> metrics, long nowMs) {
    if (!metrics.isEmpty()) {
      push(entry(atMs, metrics));
      trim(nowMs);
    }
  }

  /** Remembers values that were told, in case nobody heard them. */
  void told(long atMs, List<Metric> metrics, long nowMs) {
    remember(entry(atMs, metrics).sent(nowMs));
    trim(nowMs);
  }

  /** The host went, or the connection did: what was told lately is told again. */
  void unheard(long nowMs) {
    trim(nowMs);
    List<Entry> all = new ArrayList<>(waiting);
    all.addAll(sentLately);
    all.sort(Comparator.comparingLong(Entry::atMs));
    sentLately.clear();
    sentLatelyBytes = 0;
    waiting.clear();
    waitingBytes = 0;
    waitingValues = 0;
    all.forEach(this::push);
    trim(nowMs);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Takes the oldest, up to so many bytes of a message, and at least one; they count as sent. */
  List<byte[]> take(int messageBytesMax, long nowMs) {
    List<byte[]> parts = new ArrayList<>();
    int bytes = 0;
    for (Entry first; (first = waiting.peekFirst()) != null; ) {
      if (!parts.isEmpty() && bytes + first.part().length > messageBytesMax) {
        break;
      }
      waiting.removeFirst();
      forget(first);
      bytes += first.part().length;
      parts.add(first.part());
      sent += first.values();
      remember(first.sent(nowMs));
    }
    trim(nowMs);
    return parts;
  }

  State state() {
    Entry first = waiting.peekFirst();
    return new State(
        waitingValues, waitingBytes, bytesMax, first == null ? 0 : first.atMs(), dropped, sent);
  }

  private static Entry entry(long atMs, List<Metric> metrics) {
    List<Metric> past = metrics.stream().map(Metric::asHistorical).toList();
    return new Entry(atMs, 0, past.size(), PayloadCodec.part(past));
  }

  private void remember(Entry entry) {
    sentLately.addLast(entry);
    sentLatelyBytes += entry.bytes();
  }

  private void push(Entry entry) {
    waiting.addLast(entry);
    waitingBytes += entry.bytes();
    waitingValues += entry.values();
  }

  private void forget(Entry entry) {
    waitingBytes -= entry.bytes();
    waitingValues -= entry.values();
  }

  /** What was told and probably heard goes first, then the oldest of what waits. */
  private void trim(long nowMs) {
    for (Entry first; (first = sentLately.peekFirst()) != null; ) {
      boolean tooMuch = sentLatelyBytes + waitingBytes > bytesMax;
      if (!tooMuch && nowMs - first.sentMs() <= UNHEARD_MS) {
        break;
      }
      sentLately.removeFirst();
      sentLatelyBytes -= first.bytes();
    }
    for (Entry first; (first = waiting.peekFirst()) != null; ) {
      if (waitingBytes <= bytesMax && nowMs - first.atMs() <= timeMaxMs) {
        break;
      }
      waiting.removeFirst();
      forget(first);
      dropped += first.values();
    }
  }
}
