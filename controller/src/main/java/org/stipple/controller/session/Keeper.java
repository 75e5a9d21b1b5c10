package org.stipple.controller.session;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.controller.catalogue.Catalogue;
import org.stipple.controller.catalogue.MountedCartridge;
import org.stipple.controller.catalogue.Preset;
import org.stipple.controller.catalogue.Skin;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.control.Mode;
import org.stipple.controller.io.LoopClock;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.record.Sample;
import org.stipple.controller.record.SampleRing;
import org.stipple.controller.storage.DiskWatch;
import org.stipple.telemetry.export.EntryWords;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.session.PauseReason;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Zone;

/**
 * Takes the samples of the tick from their ring, about every 10 ms, and makes of them the present
 * status, outcomes of commands, session entries, log lines and live snapshots.
 *
 * <p>{@link #runningOn} (or {@link #pump} in tests) belongs to one cold thread. What others ask of
 * the open session is done on that thread, too; at most {@link #ASKED_MAX} such requests wait.
 */
public final class Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  private static final long PUMP_NS = 10_000_000;

  /** A snapshot at least this often, and with every change of mode, fault, link or inputs. */
  private static final long SNAPSHOT_NS = 200_000_000;

  /** The loop's own times are looked at this often. */
  private static final long GAUGE_NS = 1_000_000_000;

  /**
   * How long closing or pausing a session waits for the machine to come to rest, by the tick's
   * time.
   */
  private static final long REST_NS = 3_000_000_000L;

  private static final int ASKED_MAX = 32;

  private final SampleRing ring;
  private final SessionBook book;
  private final CommandDesk desk;
  private final Journal journal;
  private final Live live;
  private final ClockWatch clock;
  private final LoopGauge gauge;
  private final Fitting fitting;
  private final boolean bench;

  /** Takes the leave to arm away, and disarms. */
  private final Runnable onNoWork;

  private final EventLog events = new EventLog();
  private final Sample sample = new Sample();
  private final ArrayBlockingQueue<Runnable> asked = new ArrayBlockingQueue<>(ASKED_MAX);

  private volatile Status status = Status.beforeTheFirstTick();
  private volatile boolean stopping;
  private long snapshotNs;
  private long gaugedNs = -GAUGE_NS;
  private LoopFigures figures = LoopFigures.none();
  private boolean online;
  private @Nullable AtRest atRest;

  /** What is done as soon as the machine rests, or has not come to rest for too long. */
  private record AtRest(CompletableFuture<?> done, Task task, long sinceNs) {}

  /**
   * A session that is over.
   *
   * @param session which one
   * @param wrong what is wrong with its record, in words; empty = nothing
   */
  public record Closed(SessionId session, Optional<String> wrong) {}

  /**
   * Creates the keeper.
   *
   * @param ring where the tick leaves its samples
   * @param desk where outcomes go
   * @param book where sessions are written
   * @param live where live values go
   * @param clock the time of day, for entries and snapshots; where it is set is marked
   * @param gauge the ticks' own times
   * @param fitting what is in the handpiece
   * @param bench whether this runs on a bench: it arms without a session, and there can be none
   */
  public Keeper(
      SampleRing ring,
      CommandDesk desk,
      SessionBook book,
      Live live,
      ClockWatch clock,
      LoopGauge gauge,
      Fitting fitting,
      boolean bench) {
    this.ring = ring;
    this.book = book;
    this.desk = desk;
    this.fitting = fitting;
    this.bench = bench;
    this.onNoWork = () -> desk.post(id -> new OperatorCommand.Clear(id, false));
    this.journal = new Journal(book, clock, gauge, fitting, onNoWork);
    this.live = live;
    this.clock = clock;
    this.gauge = gauge;
  }

  /** The latest status; any thread. */
  public Status status() {
    return status;
  }

  /** Where sessions are written; reading it is for any cold thread. */
  SessionBook book() {
    return book;
  }

  /** What may be mounted; any thread. */
  Catalogue catalogue() {
    return fitting.catalogue();
  }

  /** The loop's own times; any thread. */
  LoopGauge gauge() {
    return gauge;
  }

  /** Makes the task of the keeper's thread, paced by {@code pace} until {@link #stop}. */
  public Runnable runningOn(LoopClock pace) {
    return () -> run(pace);
  }

  private void run(LoopClock pace) {
    while (!stopping) {
      pump();
      pace.sleepUntilNs(pace.nowNs() + PUMP_NS);
    }
    pump();
  }

  /** Ends the task after a last look at the ring. */
  public void stop() {
    stopping = true;
  }

  /** Takes everything that waits. */
  public void pump() {
    boolean any = false;
    boolean event = false;
    journal.watchClock();
    journal.retry();
    while (ring.read(sample)) {
      any = true;
      for (int i = 0; i < sample.outcomes; i++) {
        desk.resolve(sample.outcomeId[i], sample.outcome[i]);
      }
      if (isEvent(sample)) {
        event = true;
        show(); // whoever watches waits for no disk
      }
      events.follow(sample);
      journal.follow(sample);
    }
    events.dropped(ring.dropped());
    boolean answered = answerAsked();
    if (sample.cleared && (atRest != null || journal.isPaused())) {
      onNoWork.run();
    }
    if (any || answered) {
      tell(event || answered);
    }
  }

  /** Opens a session on the keeper's thread; done when it is on disk. */
  public CompletableFuture<SessionId> open(SessionEntry.Opened opened) {
    return open(opened, Course.NONE);
  }

  /** The same, in a course of treatment. */
  CompletableFuture<SessionId> open(SessionEntry.Opened opened, Course course) {
    return ask(() -> {
      refuseWhereNoneMayBegin();
      SessionId id = journal.open(Continuation.none(opened, course));
      LOG.info("session {} opened in zone {}", id, opened.zone());
      return id;
    });
  }

  /** Goes on with that client's interrupted session; done when it is on disk. */
  CompletableFuture<SessionId> resume(String client) {
    return ask(() -> {
      refuseWhereNoneMayBegin();
      SessionId id = journal.resume(client);
      LOG.info("session {} goes on with an interrupted one", id);
      return id;
    });
  }

  private void refuseWhereNoneMayBegin() {
    if (bench) {
      throw new IllegalStateException("this controller runs on a bench: nobody is treated here");
    }
    disk()
        .flatMap(DiskWatch.State::refusal)
        .ifPresent(why -> {
          throw new IllegalStateException("no session can be opened: " + why);
        });
  }

  /** Whether the open session's record is not being written; any thread. */
  boolean recordTrouble() {
    return journal.trouble().isPresent();
  }

  /** How the disk stands; any thread. */
  Optional<DiskWatch.State> disk() {
    return live.outlook().get().disk();
  }

  /** Since when a write to the record has been under way, monotonic ns; 0 = none is. */
  long writingSinceNs() {
    return journal.busySinceNs();
  }

  /** Why the machine must not be armed, whatever the tick thinks; empty where it may. */
  CompletableFuture<Optional<String>> armingRefusal() {
    return ask(this::refusal);
  }

  private Optional<String> refusal() {
    if (bench) {
      return Optional.empty();
    }
    if (!journal.isOpen()) {
      return Optional.of("open a session first (client, consent, age confirmed)");
    }
    if (journal.isPaused()) {
      return Optional.of("the session is paused; resume it first");
    }
    if (atRest != null) {
      return Optional.of("the session is being closed or paused");
    }
    return fitting
        .refusal(journal.sessions())
        .or(() ->
            journal.dose().filter(Dose::full).map(full -> full.words() + "; move to another zone"));
  }

  /** What a cartridge that may be used will meet: the skin, and the setpoints in force. */
  record Before(Skin skin, double frequencyHz, double depthMm) {}

  /** Refuses a cartridge that must not be used; nothing is changed yet. */
  CompletableFuture<Before> checked(MountedCartridge cartridge) {
    return ask(() -> {
      Optional<String> objection = fitting.objection(cartridge, journal.sessions());
      if (objection.isPresent()) {
        throw new IllegalStateException(objection.get());
      }
      return new Before(fitting.skin(), sample.frequencySetpointHz, sample.depthSetpointMm);
    });
  }

  /** What is mounted. */
  CompletableFuture<Optional<MountedCartridge>> mounted() {
    return ask(fitting::cartridge);
  }

  /** Notes that a cartridge is in, or, where it is empty, that none is. */
  CompletableFuture<Boolean> mount(Optional<MountedCartridge> cartridge) {
    return ask(() -> {
      if (cartridge.isPresent()) {
        journal.mount(cartridge.get());
      } else {
        journal.unmount();
      }
      LOG.info("cartridge: {}", cartridge.map(MountedCartridge::toString).orElse("none"));
      return true;
    });
  }

  /** Notes that a preset was chosen. */
  CompletableFuture<Boolean> choose(Preset preset) {
    return ask(() -> {
      journal.choose(preset);
      LOG.info("preset {}", preset.name());
      return true;
    });
  }

  /**
   * Closes the session.
   *
   * @param atRest wait until the machine rests (disarmed), at most 3 s; where the tick stands there
   *     is nothing to wait for
   */
  public CompletableFuture<Closed> close(boolean atRest) {
    CompletableFuture<Closed> done = new CompletableFuture<>();
    ask(done, () -> whenAtRest(done, atRest, () -> done.complete(closeNow())));
    return done;
  }

  private Closed closeNow() {
    SessionId id = journal.id();
    Optional<String> wrong = journal.close();
    LOG.info("session {} closed", id);
    return new Closed(id, wrong);
  }

  /** Disarms; once the machine rests the session stands still, and nothing arms. */
  CompletableFuture<PauseReason> pause(PauseReason why) {
    CompletableFuture<PauseReason> done = new CompletableFuture<>();
    ask(
        done,
        () -> {
          if (journal.isPaused()) {
            throw new IllegalStateException("the session is paused already");
          }
          whenAtRest(
              done,
              true,
              () -> {
                journal.pause(why);
                LOG.info("session {} paused: {}", journal.id(), why.label());
                done.complete(why);
              });
        });
    return done;
  }

  private void whenAtRest(CompletableFuture<?> done, boolean wait, Task task) {
    if (!journal.isOpen()) {
      throw new IllegalStateException("no session is open");
    }
    if (atRest != null) {
      throw new IllegalStateException("the session is being closed or paused");
    }
    atRest = new AtRest(done, task, wait ? sample.nowNs : sample.nowNs - REST_NS);
  }

  /** Records what is planned or used from now on; answers the entry. */
  CompletableFuture<SessionEntry> change(Course.Change change) {
    return ask(() -> {
      SessionEntry entry = journal.change(change);
      LOG.info("session: {}", EntryWords.of(entry));
      return entry;
    });
  }

  /** Amends that session, or the open one; answers which. */
  CompletableFuture<SessionId> amend(Optional<SessionId> session, SessionEntry.Noted note) {
    return ask(() -> {
      SessionId id = session.isPresent() ? session.get() : journal.id();
      journal.amend(id, note);
      LOG.info("session {} amended by {}", id, note.author().value());
      return id;
    });
  }

  /** Goes on after a pause; answers how long it was, s. */
  CompletableFuture<Double> goOn() {
    return ask(() -> {
      double pausedS = journal.goOn();
      LOG.info("session {} goes on", journal.id());
      return pausedS;
    });
  }

  /** Moves the open session to another zone. */
  public CompletableFuture<Zone> moveTo(Zone zone) {
    return ask(() -> {
      journal.moveTo(zone);
      LOG.info("zone {}", zone);
      return zone;
    });
  }

  private interface Task {
    void run() throws IOException;
  }

  private interface Question<T> {
    T answer() throws IOException;
  }

  private <T> CompletableFuture<T> ask(Question<T> question) {
    CompletableFuture<T> done = new CompletableFuture<>();
    ask(done, () -> done.complete(question.answer()));
    return done;
  }

  private void ask(CompletableFuture<?> done, Task task) {
    boolean taken =
        asked.offer(() -> {
          try {
            task.run();
          } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    if (!taken) {
      done.completeExceptionally(new IllegalStateException("too many requests wait"));
    }
  }

  private boolean answerAsked() {
    boolean answered = false;
    for (Runnable task = asked.poll(); task != null; task = asked.poll()) {
      task.run();
      answered = true;
    }
    return actWhenAtRest() || answered;
  }

  private boolean actWhenAtRest() {
    AtRest wanted = atRest;
    if (wanted == null
        || (sample.mode != Mode.DISARMED && sample.nowNs - wanted.sinceNs() < REST_NS)) {
      return false;
    }
    atRest = null;
    try {
      wanted.task().run();
    } catch (IOException | RuntimeException e) {
      wanted.done().completeExceptionally(e);
    }
    return true;
  }

  private boolean isEvent(Sample now) {
    Status before = status;
    return now.mode != before.mode()
        || now.fault != before.safety().fault()
        || now.faultOccurrence != before.safety().occurrence()
        || now.link != before.link().state()
        || now.pedalPressed != before.inputs().pedalPressed()
        || now.estopOpen != before.inputs().estopOpen();
  }

  private Status show() {
    if (sample.nowNs - gaugedNs >= GAUGE_NS) {
      gaugedNs = sample.nowNs;
      figures = gauge.figures();
    }
    Status.Loop loop = new Status.Loop(sample.overruns, ring.dropped(), figures);
    Status now =
        Status.of(
            sample,
            loop,
            new Status.Work(
                journal.view(),
                fitting.view(sample.strokes),
                fitting.skin().name(),
                bench,
                refusal()),
            live.outlook().get(),
            journal.trouble());
    status = now;
    return now;
  }

  private void tell(boolean event) {
    Status now = show();
    boolean ready = sample.link == LinkState.READY || sample.link == LinkState.SHUTDOWN;
    if (ready != online) {
      online = ready;
      live.online().accept(ready);
    }
    if (event || sample.nowNs - snapshotNs >= SNAPSHOT_NS) {
      snapshotNs = sample.nowNs;
      live.snapshots().accept(Snapshots.of(now, clock.millis()));
    }
  }
}
