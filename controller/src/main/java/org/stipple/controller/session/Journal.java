package org.stipple.controller.session;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.controller.catalogue.MountedCartridge;
import org.stipple.controller.catalogue.Preset;
import org.stipple.controller.control.Mode;
import org.stipple.controller.record.LoopTimes.Span;
import org.stipple.controller.record.Sample;
import org.stipple.controller.safety.Fault;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.session.PauseReason;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Zone;

/**
 * Writes the open session's entries as samples go by. Keeper thread only; every entry waits for the
 * disk, during which the ring holds two seconds of samples; what the disk does not take waits in a
 * {@link Pen}.
 */
final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** So often the record tells what a long press has come to, ns. */
  private static final long UNDERWAY_NS = 1_000_000_000;

  private final SessionBook book;
  private final ClockWatch clock;
  private final LoopGauge gauge;
  private final Fitting fitting;
  private @Nullable Open open;
  private @Nullable RunningPress press;
  private long toldUnderwayNs;
  private final Tally tally = new Tally();
  private final DoseWatch doseWatch;
  private final StrokeLog strokeLog = new StrokeLog();
  private Course course = Course.NONE;
  private final SessionTimer timer = new SessionTimer();
  private final Pen pen;

  private final Sample last = new Sample();

  /**
   * The open session, where the machine's counters stood when it began, and what an interrupted one
   * that it goes on with had counted.
   */
  private record Open(
      SessionId id,
      String client,
      Zone zone,
      Instant at,
      long strokes,
      long needleOnNs,
      Set<SessionId> goesOnWith,
      long strokesBefore,
      double needleOnSBefore) {

    Open in(Zone other) {
      return new Open(
          id, client, other, at, strokes, needleOnNs, goesOnWith, strokesBefore, needleOnSBefore);
    }
  }

  /** {@code onFullDose} is told when the zone under work has taken all that it may. */
  Journal(
      SessionBook book, ClockWatch clock, LoopGauge gauge, Fitting fitting, Runnable onFullDose) {
    this.book = book;
    this.pen = new Pen(book, clock);
    this.clock = clock;
    this.gauge = gauge;
    this.fitting = fitting;
    this.doseWatch = new DoseWatch(onFullDose);
  }

  /** Goes on with the session that was interrupted last, if it is this client's. */
  SessionId resume(String client) throws IOException {
    if (open != null) {
      throw new IllegalStateException("session " + open.id() + " is open; close it first");
    }
    return open(Continuation.of(book, client, clock.instant()));
  }

  /** Begins a session; it is on disk when this returns. */
  SessionId open(Continuation session) throws IOException {
    SessionEntry.Opened opened = session.opened();
    watchClock();
    SessionId id = book.open(opened);
    open =
        new Open(
            id,
            opened.client().value(),
            opened.zone(),
            clock.instant(),
            last.strokes,
            last.needleOnNs,
            session.sessions(),
            session.strokes(),
            session.needleOnS());
    timer.begin(clock.monotonicNs());
    pen.begin();
    doseWatch.begin();
    tally.begin(session.zones());
    course = session.course();
    append(course.entries());
    if (fitting.refusal(sessions()).isEmpty()) {
      appendCartridge(); // one that was used up before is not used here
    }
    appendSetpoints(last);
    appendStrokes(last);
    appendHostTimes();
    return id;
  }

  /**
   * Ends the session with its counters; the machine stands. Where the disk does not take the end it
   * is over all the same: the record is ended as interrupted once the disk works.
   *
   * @return what is wrong with its record, in words; empty = nothing
   */
  Optional<String> close() {
    Open session = theOpenOne();
    endPress(last);
    appendHostTimes();
    watchClock();
    Optional<String> wrong = Optional.empty();
    try {
      pen.writeOut();
      book.close(last.strokes - session.strokes(), (last.needleOnNs - session.needleOnNs()) / 1e9);
      pen.begin();
    } catch (IOException e) {
      book.abandon();
      wrong =
          Optional.of(
              "its record could not be written to its end (%s; %d entries are missing) and will be"
                      .formatted(e.getMessage(), pen.giveUp())
                  + " closed as interrupted once the disk works");
      LOG.error("session {}: {}", session.id(), wrong.get());
    }
    open = null;
    fitting.sessionClosed();
    return wrong;
  }

  /** The open session's id. */
  SessionId id() {
    return theOpenOne().id();
  }

  /** What the disk did not take is tried again. */
  void retry() {
    if (open != null) {
      pen.retry();
    }
  }

  /** Since when a write has been under way, monotonic ns; 0 = none is. Any thread. */
  long busySinceNs() {
    return pen.busySinceNs();
  }

  void moveTo(Zone zone) throws IOException {
    Open session = theOpenOne();
    write(new SessionEntry.ZoneChanged(zone));
    open = session.in(zone);
  }

  /** Something is planned or used from now on; answers the entry that says so. */
  SessionEntry change(Course.Change change) throws IOException {
    theOpenOne();
    SessionEntry entry = change.entry(course, fitting.today());
    write(entry);
    course = course.plus(entry);
    return entry;
  }

  /** Amends a session, open or over. */
  void amend(SessionId id, SessionEntry.Noted note) throws IOException {
    if (open != null && open.id().equals(id)) {
      write(note);
    } else {
      book.amend(id, note);
    }
  }

  /** The session stands still; the machine rests. */
  void pause(PauseReason why) throws IOException {
    theOpenOne();
    if (timer.isPaused()) {
      throw new IllegalStateException("the session is paused already");
    }
    endPress(last);
    write(new SessionEntry.Paused(why));
    timer.pause(why, clock.monotonicNs());
  }

  /** The session goes on; answers how long it stood still, s. */
  double goOn() throws IOException {
    theOpenOne();
    if (!timer.isPaused()) {
      throw new IllegalStateException("the session is not paused");
    }
    long nowNs = clock.monotonicNs();
    double pausedS = timer.pauseS(nowNs);
    write(new SessionEntry.Resumed(pausedS));
    timer.resume(nowNs);
    return pausedS;
  }

  boolean isPaused() {
    return open != null && timer.isPaused();
  }

  /** The open session and those that it goes on with; empty where none is open. */
  Set<SessionId> sessions() {
    if (open == null) {
      return Set.of();
    }
    Set<SessionId> sessions = new HashSet<>(open.goesOnWith());
    sessions.add(open.id());
    return sessions;
  }

  /** Another cartridge is in. */
  void mount(MountedCartridge cartridge) throws IOException {
    fitting.mount(cartridge, last.strokes);
    if (open != null) {
      appendCartridge();
    }
  }

  /** None is in any more. */
  void unmount() throws IOException {
    fitting.remove();
    if (open != null) {
      write(new SessionEntry.CartridgeRemoved());
      timer.cartridgeOut();
    }
  }

  private void appendCartridge() throws IOException {
    Optional<MountedCartridge> mounted = fitting.cartridge();
    if (mounted.isPresent()) {
      MountedCartridge is = mounted.get();
      fitting.useIn(theOpenOne().id());
      write(
          new SessionEntry.CartridgeMounted(is.type().name(), is.lot(), is.expires(), is.serial()));
    }
  }

  /** A preset was chosen for the open session, if there is one. */
  void choose(Preset preset) throws IOException {
    fitting.expect(fitting.catalogue().skin(preset.skin()));
    if (open != null) {
      write(new SessionEntry.PresetChosen(preset.name(), preset.skin()));
    }
  }

  /** What the zone under work has taken; empty without a session or a limit. */
  Optional<Dose> dose() {
    return Optional.ofNullable(open)
        .flatMap(session ->
            Dose.of(
                fitting.catalogue(),
                fitting.skin(),
                session.zone(),
                tally.strokesIn(session.zone()) + strokesOfThePress(session.zone())));
  }

  private long strokesOfThePress(Zone zone) {
    RunningPress running = press;
    return running != null && running.dots() && running.zone() == zone
        ? last.strokes - running.strokes()
        : 0;
  }

  boolean isOpen() {
    return open != null;
  }

  Optional<String> trouble() {
    return pen.trouble();
  }

  Optional<Status.Session> view() {
    return Optional.ofNullable(open)
        .map(session ->
            new Status.Session(
                session.id(),
                session.client(),
                session.zone(),
                session.at(),
                timer.elapsedS(clock.monotonicNs()),
                timer.pausedS(clock.monotonicNs()),
                timer.view(clock.monotonicNs()),
                session.strokesBefore() + last.strokes - session.strokes(),
                session.needleOnSBefore() + (last.needleOnNs - session.needleOnNs()) / 1e9,
                tally.zones(),
                course,
                dose()));
  }

  /**
   * Marks where the time of day was set, in the open session and the log. Whoever sets it between
   * this look and the writing of an entry is found at the next look, an entry too late.
   */
  void watchClock() {
    Optional<Double> step = clock.look();
    if (step.isEmpty()) {
      return;
    }
    LOG.warn("the wall clock was set by {} s", step.get());
    if (open != null) {
      pen.append(List.of(new SessionEntry.ClockStepped(step.get())));
    }
  }

  /** Takes the next sample. */
  void follow(Sample now) {
    if (open != null) {
      if (now.frequencySetpointHz != last.frequencySetpointHz
          || now.depthSetpointMm != last.depthSetpointMm) {
        appendSetpoints(now);
      }
      if (now.strokeMode != last.strokeMode
          || now.tapStrokes != last.tapStrokes
          || now.tapPeriodSeconds != last.tapPeriodSeconds) {
        appendStrokes(now);
      }
      followPress(now);
      followFault(now);
      followAlarm(now);
      if (now.depthHomings != last.depthHomings && !Double.isNaN(now.depthDriftMm)) {
        append(new SessionEntry.DepthChecked(now.depthDriftMm));
      }
      if (now.guardProofs != last.guardProofs) {
        double runGuardMs = Double.isNaN(now.runGuardMs) ? 0 : now.runGuardMs;
        append(new SessionEntry.GuardsProven(runGuardMs, now.pwmGuardMs));
      }
    }
    last.copyFrom(now);
    if (press != null) {
      dose().flatMap(doseWatch::look).ifPresent(this::append);
    }
  }

  private void followPress(Sample now) {
    RunningPress running = press;
    if (now.mode == Mode.RUNNING) {
      if (running == null || running.releasedStrokes() >= 0) {
        if (running != null) {
          takeStrokes(now);
        }
        endPress(now); // pressed again before the needle stood
        press = RunningPress.from(now, clock.instant(), theOpenOne().zone());
        toldUnderwayNs = now.nowNs;
      } else {
        takeStrokes(now);
        tellUnderway(now, running);
      }
    } else if (running != null) {
      takeStrokes(now);
      if (running.releasedStrokes() < 0) {
        press = running.released(last);
      } else if (now.mode != Mode.STOPPING) {
        endPress(now);
      }
    }
  }

  private void takeStrokes(Sample now) {
    strokeLog.take(now, last, theOpenOne().strokes(), clock);
    if (strokeLog.filling()) {
      strokeLog.drain().ifPresent(this::append);
    }
  }

  /** The strokes of a press include those until standstill; its mean only those while held. */
  private void endPress(Sample now) {
    RunningPress ended = press;
    press = null;
    if (ended == null) {
      return;
    }
    SessionEntry.Press entry = ended.until(now);
    appendWithStrokes(entry);
    tally.add(ended.zone(), entry);
  }

  /** A kill in a long press costs no more than what was done since this was told last. */
  private void tellUnderway(Sample now, RunningPress running) {
    if (now.nowNs - toldUnderwayNs >= UNDERWAY_NS) {
      toldUnderwayNs = now.nowNs;
      appendWithStrokes(new SessionEntry.PressUnderway(running.until(now)));
    }
  }

  /** One write for both: an entry about a press and the strokes that it counts. */
  private void appendWithStrokes(SessionEntry entry) {
    List<SessionEntry> entries = new ArrayList<>();
    strokeLog.drain().ifPresent(entries::add);
    entries.add(entry);
    append(entries);
  }

  private void followFault(Sample now) {
    if (now.fault != Fault.NONE && now.faultOccurrence != last.faultOccurrence) {
      String reason = now.reason == null ? "" : ": " + now.reason;
      append(new SessionEntry.FaultRaised(now.fault.name(), oneLine(now.fault.text() + reason)));
    } else if (now.fault == Fault.NONE && last.fault != Fault.NONE) {
      append(new SessionEntry.FaultReset());
    }
  }

  private void followAlarm(Sample now) {
    if (now.alarmAcknowledged && !last.alarmAcknowledged) {
      append(new SessionEntry.AlarmAnswered(oneLine(now.alarmText), true));
    }
    if (now.alarmPausedForNs > 0 && last.alarmPausedForNs == 0) {
      append(new SessionEntry.AlarmAnswered(oneLine(now.alarmText), false));
    }
  }

  private void appendHostTimes() {
    LoopFigures figures = gauge.figures();
    LoopFigures.Percentiles lateness = figures.of(Span.LATENESS);
    LoopFigures.Percentiles work = figures.of(Span.WORK);
    if (lateness.count() > 0 && work.count() > 0) {
      append(
          new SessionEntry.HostTimes(
              lateness.count(),
              last.overruns,
              lateness.p99(),
              lateness.p999(),
              lateness.max(),
              work.p99(),
              figures.missing()));
    }
  }

  private void appendSetpoints(Sample now) {
    append(new SessionEntry.SetpointChanged(now.frequencySetpointHz, now.depthSetpointMm));
  }

  private void appendStrokes(Sample now) {
    append(
        new SessionEntry.StrokesSet(now.strokeMode.label(), now.tapStrokes, now.tapPeriodSeconds));
  }

  private void append(SessionEntry entry) {
    append(List.of(entry));
  }

  private void append(List<SessionEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    watchClock();
    pen.append(entries);
  }

  private void write(SessionEntry entry) throws IOException {
    watchClock();
    pen.write(entry);
  }

  private Open theOpenOne() {
    Open session = open;
    if (session == null) {
      throw new IllegalStateException("no session is open");
    }
    return session;
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= 500 ? line : line.substring(0, 500);
  }
}
