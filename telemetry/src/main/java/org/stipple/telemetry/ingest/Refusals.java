package org.stipple.telemetry.ingest;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what was not believed, by reason, and keeps some of it aside: of each reason one in a
 * while, the newest of all, and of each the beginning only. A flood costs no memory and few lines.
 *
 * <p>Threading: its methods are synchronized.
 */
final class Refusals {
  static final int KEPT_MAX = 50;
  static final int BEGINNING_BYTES = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final int TOPIC_CHARS = 200;
  private static final long KEEP_GAP_MS = 1_000;

  private final Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);
  private final Map<Refusal, Long> keptAtMs = new EnumMap<>(Refusal.class);
  private final ArrayDeque<Refused> kept = new ArrayDeque<>();

  /** Counts one. */
  synchronized void count(Refusal why, long times) {
    counts.merge(why, times, Long::sum);
  }

  /** Counts a message, and keeps its beginning if none of its kind was kept lately. */
  synchronized void refuse(Refusal why, String topic, byte[] message, String words, long nowMs) {
    long count = counts.merge(why, 1L, Long::sum);
    if (Math.abs(nowMs - keptAtMs.getOrDefault(why, Long.MIN_VALUE / 2)) < KEEP_GAP_MS) {
      return;
    }
    keptAtMs.put(why, nowMs);
    if (kept.size() >= KEPT_MAX) {
      kept.removeFirst();
    }
    String beginning =
        HexFormat.of().formatHex(message, 0, Math.min(message.length, BEGINNING_BYTES));
    kept.addLast(new Refused(nowMs, cut(topic), why, words, message.length, beginning));
    // The 1st, 2nd, 4th, 8th...: a flood of messages must not become a flood of lines.
    if (Long.bitCount(count) == 1) {
      LOG.warn("{}: {} ({}); {} so far", cut(topic), words, why.label(), count);
    }
  }

  private static String cut(String topic) {
    return topic.length() <= TOPIC_CHARS ? topic : topic.substring(0, TOPIC_CHARS);
  }

  synchronized long count(Refusal why) {
    return counts.getOrDefault(why, 0L);
  }

  synchronized Map<Refusal, Long> counts() {
    return Map.copyOf(counts);
  }

  /** The newest first. */
  synchronized List<Refused> kept() {
    return List.copyOf(kept).reversed();
  }
}
