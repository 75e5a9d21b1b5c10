package org.stipple.controller.session;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.record.Dated;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.session.SessionEntry;

/**
 * Writes entries of the open session. What the disk does not take waits here, each with its own
 * time, and is written before what comes later, once the disk takes it: a session goes on over a
 * disk that fails for a while and has no gap.
 *
 * <p>Keeper thread only; {@link #busySinceNs} and {@link #trouble} may be asked by any.
 */
final class Pen {
  private static final Logger LOG = LoggerFactory.getLogger(Pen.class);

  /** Some hours with the needle on; beyond that the newest are lost, counted and told. */
  private static final int WAITING_MAX = 30_000;

  /** Written at once, where many wait: the samples do not wait for so long. */
  private static final int BATCH = 500;

  /** A disk that fails is tried again after this, not with every entry. */
  private static final long AGAIN_NS = 500_000_000;

  private final SessionBook book;
  private final ClockWatch clock;
  private final List<Dated> waiting = new ArrayList<>();
  private long lost;
  private long failedNs;
  private String failure = "";
  private volatile long busySinceNs;
  private volatile @Nullable String trouble;

  Pen(SessionBook book, ClockWatch clock) {
    this.book = book;
    this.clock = clock;
  }

  /** Since when a write has been under way, monotonic ns; 0 = none is. */
  long busySinceNs() {
    return busySinceNs;
  }

  /** What is wrong, in words; empty = nothing. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** A session begins, or is over: nothing waits. */
  void begin() {
    waiting.clear();
    lost = 0;
    failure = "";
    trouble = null;
  }

  /** Writes entries of this moment, or lets them wait. */
  void append(List<SessionEntry> entries) {
    Instant now = clock.instant();
    for (SessionEntry entry : entries) {
      if (waiting.size() < WAITING_MAX) {
        waiting.add(new Dated(now, entry));
      } else {
        lost++;
      }
    }
    if (failure.isEmpty() || clock.monotonicNs() - failedNs >= AGAIN_NS) {
      writeWaiting(false);
    }
    tell();
  }

  /** Tries again what waits, where anything does. */
  void retry() {
    if (!waiting.isEmpty()) {
      append(List.of());
    }
  }

  /**
   * Writes what somebody waits for, after all that waits.
   *
   * @throws IOException where it is not on the disk; then it is not to be written later either
   */
  void write(SessionEntry entry) throws IOException {
    writeOut();
    timed(() -> book.append(entry));
  }

  /**
   * Writes what waits.
   *
   * @throws IOException where not all of it is on the disk
   */
  void writeOut() throws IOException {
    writeWaiting(true);
    tell();
    if (!waiting.isEmpty()) {
      throw new IOException("the session's record cannot be written: " + failure);
    }
  }

  /** What waits and will never be written: the session is over. */
  int giveUp() {
    int unwritten = waiting.size();
    begin();
    return unwritten;
  }

  /** A batch of them, or all: in between whoever keeps the samples has to read them. */
  private void writeWaiting(boolean all) {
    boolean more = !waiting.isEmpty();
    while (more) {
      List<Dated> batch = waiting.subList(0, Math.min(BATCH, waiting.size()));
      try {
        timed(() -> book.appendDated(List.copyOf(batch)));
        batch.clear();
        if (!failure.isEmpty()) {
          LOG.info("the session's record is written again");
        }
        failure = "";
      } catch (IOException e) {
        if (failure.isEmpty()) {
          LOG.error("the session's record cannot be written: {}", e.toString());
        }
        failure = Objects.requireNonNullElse(e.getMessage(), e.toString());
        failedNs = clock.monotonicNs();
        return;
      }
      more = all && !waiting.isEmpty();
    }
  }

  private interface Write {
    void now() throws IOException;
  }

  private void timed(Write write) throws IOException {
    busySinceNs = Math.max(1, clock.monotonicNs());
    try {
      write.now();
    } finally {
      busySinceNs = 0;
    }
  }

  private void tell() {
    String words =
        failure.isEmpty()
            ? ""
            : "the session's record cannot be written: %s; %d entries wait"
                .formatted(failure, waiting.size());
    if (lost > 0) {
      words += (words.isEmpty() ? "" : "; ") + lost + " entries of the record are LOST";
    }
    trouble = words.isEmpty() ? null : words;
  }
}
