package org.stipple.controller.storage;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.controller.flightlog.FlightLog;
import org.stipple.controller.io.LoopClock;
import org.stipple.telemetry.outbox.Retention;
import org.stipple.telemetry.record.Reserve;

/**
 * Looks at the disk twice a second. What gives way where it becomes low, in this order: flight logs
 * of earlier starts, the oldest first; records that the clinic has acknowledged to their end, the
 * oldest first; the flight log that is being written; and at last, for the open session alone, the
 * reserve.
 */
public final class DiskWatch {
  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

  private static final long LOOK_NS = 500_000_000;

  /** A disk that cannot be written is found out so soon while nobody writes to it, ns. */
  private static final long TRY_NS = 60_000_000_000L;

  private static final long TRY_AGAIN_NS = 2_000_000_000;

  /** What is too old is looked for so often, ns. */
  private static final long TIDY_NS = 600_000_000_000L;

  /** So much must be free for the reserve to grow: it would take it from an open session. */
  private static final long GROW_BYTES_MIN = 16L * Reserve.STEP;

  private static final int STEPS_A_LOOK = 4;

  /** A warning ends only above its mark by this much: no flapping. */
  private static final double HYSTERESIS = 1.05;

  /** How it stands; the later ones are worse. */
  public enum Level {
    /** Room for many sessions. */
    ENOUGH,
    /** Below the mark that warns. */
    LOW,
    /** Below the mark that a session needs. */
    FULL,
    /** It cannot be written. */
    FAILING
  }

  /**
   * How a disk stands.
   *
   * @param level in a word
   * @param freeBytes free besides what is missing of the reserve
   * @param reserveBytes held in reserve
   * @param kept records on it that the clinic has to their end
   * @param removed records that were removed since start, after the clinic had them
   * @param words what is wrong and what to do; empty = nothing
   */
  public record State(
      Level level, long freeBytes, long reserveBytes, int kept, int removed, String words) {
    static final State UNKNOWN = new State(Level.ENOUGH, 0, 0, 0, 0, "");

    /** Why no session may begin; empty where one may. */
    public Optional<String> refusal() {
      return level.compareTo(Level.FULL) >= 0 ? Optional.of(words) : Optional.empty();
    }
  }

  private final Path folder;
  private final DiskMarks marks;
  private final Reserve reserve;
  private final Optional<Retention> retention;
  private final Optional<FlightLog> flight;
  private final InstantSource clock;
  private volatile State state = State.UNKNOWN;
  private volatile boolean stopping;
  private boolean begun;
  private long triedNs;
  private long tidiedNs;
  private long soughtNs;
  private String untidy = "";
  private int removed;
  private String failure = "";

  /**
   * Watches the disk below a folder.
   *
   * @param retention removes what the clinic has; empty where records go nowhere, so that all stay
   * @param flight the flight log that is being written, if one is
   */
  public DiskWatch(
      Path folder,
      DiskMarks marks,
      Reserve reserve,
      Optional<Retention> retention,
      Optional<FlightLog> flight,
      InstantSource clock) {
    this.folder = folder;
    this.marks = marks;
    this.reserve = reserve;
    this.retention = retention;
    this.flight = flight;
    this.clock = clock;
  }

  /** How the disk stood at the last look; any thread. */
  public State state() {
    return state;
  }

  /** Makes the task of the watch's own cold thread, paced by {@code pace} until {@link #stop}. */
  public Runnable runningOn(LoopClock pace) {
    return () -> {
      while (!stopping) {
        look(pace.nowNs());
        pace.sleepUntilNs(pace.nowNs() + LOOK_NS);
      }
    };
  }

  /** Ends the task. */
  public void stop() {
    stopping = true;
  }

  /**
   * One look, at which at most one thing gives way for room.
   *
   * @param nowNs monotonic time
   */
  public void look(long nowNs) {
    if (!begun) {
      begun = true;
      triedNs = nowNs - TRY_NS;
      tidiedNs = nowNs - TIDY_NS;
      soughtNs = nowNs - TRY_NS;
    }
    State now;
    try {
      FileStore store = Files.getFileStore(folder);
      tryToWrite(store, nowNs);
      if (failure.isEmpty()) {
        housekeep(() -> tidy(nowNs), nowNs);
        grow(store);
      }
      long free = store.getUsableSpace() + reserve.heldBytes() - reserve.wantedBytes();
      now = judge(free);
      if (now.level() == Level.LOW || now.level() == Level.FULL) {
        Level level = now.level();
        housekeep(() -> makeRoom(level, nowNs), nowNs);
      }
    } catch (IOException e) {
      now = failing(0, String.valueOf(e.getMessage()));
    }
    if (now.level() != state.level()) {
      if (now.level() == Level.ENOUGH) {
        LOG.info("the disk has room again: {} MB free", now.freeBytes() / 1_000_000);
      } else {
        LOG.warn("{}", now.words());
      }
    }
    state = now;
  }

  private interface Chore {
    void run() throws IOException;
  }

  /** What cannot be tidied up is no disk that cannot be written: told, and tried again later. */
  private void housekeep(Chore chore, long nowNs) {
    try {
      chore.run();
    } catch (IOException | DirectoryIteratorException e) {
      soughtNs = nowNs;
      if (!e.toString().equals(untidy)) {
        untidy = e.toString();
        LOG.warn("no room could be made: {}", untidy);
      }
    }
  }

  private State judge(long free) {
    if (!failure.isEmpty()) {
      return failing(free, failure);
    }
    boolean warned = state.level() != Level.ENOUGH;
    double warnBelow = marks.warnBelowBytes() * (warned ? HYSTERESIS : 1);
    if (free < marks.refuseBelowBytes()) {
      return state(
          Level.FULL,
          free,
          "the disk is nearly full: %s, and a session needs %d MB; make room on the disk of %s"
                  .formatted(freeWords(free), marks.refuseBelowBytes() / 1_000_000, folder)
              + waiting());
    }
    if (free < warnBelow) {
      return state(
          Level.LOW,
          free,
          "the disk is low: %s; below %d MB no session can be opened; make room on the disk of %s"
                  .formatted(freeWords(free), marks.refuseBelowBytes() / 1_000_000, folder)
              + waiting());
    }
    return state(Level.ENOUGH, free, "");
  }

  private String freeWords(long free) {
    return "%d MB are free besides the reserve of %d MB"
        .formatted(Math.max(0, free) / 1_000_000, reserve.wantedBytes() / 1_000_000);
  }

  private String waiting() {
    return retention.isPresent()
        ? ", or let the clinic take the records that wait"
        : ", where records pile up: no clinic takes them";
  }

  private State failing(long free, String why) {
    return state(
        Level.FAILING,
        free,
        "the disk of %s cannot be written: %s; see to it before the next session"
            .formatted(folder, why));
  }

  private State state(Level level, long free, String words) {
    return new State(
        level, free, reserve.heldBytes(), retention.map(Retention::kept).orElse(0), removed, words);
  }

  /** A write of one byte, now and then: a disk that was made read-only says nothing by itself. */
  private void tryToWrite(FileStore store, long nowNs) {
    long pauseNs = failure.isEmpty() ? TRY_NS : TRY_AGAIN_NS;
    if (store.isReadOnly()) {
      failure = "it is read-only";
    } else if (nowNs - triedNs >= pauseNs) {
      triedNs = nowNs;
      try {
        Files.write(
            folder.resolve("written"),
            new byte[] {'\n'},
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.SYNC);
        failure = "";
      } catch (IOException e) {
        failure = reserveWouldHelp(store) ? "" : String.valueOf(e.getMessage());
      }
    }
  }

  /** A full disk is told as one, and not as a broken one. */
  private static boolean reserveWouldHelp(FileStore store) {
    try {
      return store.getUsableSpace() < Reserve.STEP;
    } catch (IOException _) {
      return false;
    }
  }

  private void grow(FileStore store) throws IOException {
    for (int step = 0;
        step < STEPS_A_LOOK
            && reserve.heldBytes() != reserve.wantedBytes()
            && (reserve.heldBytes() > reserve.wantedBytes()
                || store.getUsableSpace() > GROW_BYTES_MIN);
        step++) {
      reserve.grow();
    }
  }

  /** What the clinic has had for long enough goes, and the flight logs of those days. */
  private void tidy(long nowNs) throws IOException {
    if (nowNs - tidiedNs < TIDY_NS || retention.isEmpty()) {
      return;
    }
    tidiedNs = nowNs;
    Instant before = clock.instant().minus(marks.keep());
    removed += retention.get().removeOlderThan(before);
    Optional<Instant> oldestKept = retention.get().oldest();
    for (Path log : earlierLogs()) {
      Instant ended = Files.getLastModifiedTime(log).toInstant();
      if (ended.isBefore(before) && oldestKept.map(ended::isBefore).orElse(true)) {
        Files.delete(log);
        LOG.info("flight log {} removed: its sessions are at the clinic", log.getFileName());
      }
    }
  }

  private void makeRoom(Level level, long nowNs) throws IOException {
    List<Path> logs = earlierLogs();
    if (!logs.isEmpty()) {
      Files.delete(logs.getFirst());
      LOG.warn("flight log {} removed: the disk needs room", logs.getFirst().getFileName());
      return;
    }
    if (retention.isPresent() && nowNs - soughtNs >= TRY_NS) {
      if (retention.get().removeOldest()) {
        removed++;
        return;
      }
      soughtNs = nowNs; // nothing to be had: many receipts need not be read twice a second
    }
    if (level == Level.FULL) {
      flight.ifPresent(FlightLog::giveWay);
    }
  }

  /** Those of earlier starts, the oldest first, and this start's once it has ended. */
  private List<Path> earlierLogs() throws IOException {
    Optional<Path> written =
        flight
            .map(FlightLog::state)
            .filter(log -> log.ended().isEmpty())
            .map(FlightLog.State::file);
    return FlightLog.files(folder.resolve("flight")).stream()
        .filter(file -> !written.map(file::equals).orElse(false))
        .toList();
  }
}
