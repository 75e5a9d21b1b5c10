package org.stipple.controller.session;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.controller.command.StrokeMode;
import org.stipple.controller.control.Mode;
import org.stipple.controller.record.LoopTimes.Span;
import org.stipple.controller.record.Sample;
import org.stipple.controller.safety.Fault;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Zone;

/**
 * Writes the open session's entries as samples go by. Keeper thread only; every entry waits for the
 * disk, during which the ring holds two seconds of samples.
 */
final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final SessionBook book;
  private final InstantSource clock;
  private final LoopGauge gauge;
  private @Nullable Open open;
  private @Nullable Press press;
  private final Map<String, ZoneCounts> zones = new TreeMap<>();
  private @Nullable String trouble;

  private final Sample last = new Sample();

  /** The open session and where the machine's counters stood when it began. */
  private record Open(
      SessionId id, String client, Zone zone, Instant at, long strokes, long needleOnNs) {}

  /** A press that is not over yet: where it began; {@code releasedStrokes} -1 while it is held. */
  private record Press(
      Instant at,
      long strokes,
      long needleOnNs,
      long taps,
      long miscounts,
      long contacts,
      boolean dots,
      Zone zone,
      long releasedStrokes,
      long releasedOnNs) {

    static Press from(Sample now, Instant at, Zone zone) {
      return new Press(
          at,
          now.strokes,
          now.needleOnNs,
          now.taps,
          now.miscounts,
          now.contacts,
          now.strokeMode != StrokeMode.PRIMING,
          zone,
          -1,
          0);
    }

    Press released(Sample last) {
      return new Press(
          at,
          strokes,
          needleOnNs,
          taps,
          miscounts,
          contacts,
          dots,
          zone,
          last.strokes,
          last.needleOnNs);
    }
  }

  Journal(SessionBook book, InstantSource clock, LoopGauge gauge) {
    this.book = book;
    this.clock = clock;
    this.gauge = gauge;
  }

  /** Begins a session; it is on disk when this returns. */
  SessionId open(SessionEntry.Opened opened) throws IOException {
    SessionId id = book.open(opened);
    open =
        new Open(
            id,
            opened.client().value(),
            opened.zone(),
            clock.instant(),
            last.strokes,
            last.needleOnNs);
    trouble = null;
    zones.clear();
    appendSetpoints(last);
    appendStrokes(last);
    appendHostTimes();
    return id;
  }

  /** Ends the session with its counters; the machine stands. */
  SessionId close() throws IOException {
    Open session = theOpenOne();
    endPress(last);
    appendHostTimes();
    book.close(last.strokes - session.strokes(), (last.needleOnNs - session.needleOnNs()) / 1e9);
    open = null;
    return session.id();
  }

  void moveTo(Zone zone) throws IOException {
    Open session = theOpenOne();
    book.append(new SessionEntry.ZoneChanged(zone));
    open =
        new Open(
            session.id(),
            session.client(),
            zone,
            session.at(),
            session.strokes(),
            session.needleOnNs());
  }

  boolean isOpen() {
    return open != null;
  }

  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  Optional<Status.Session> view() {
    return Optional.ofNullable(open)
        .map(session ->
            new Status.Session(
                session.id(),
                session.client(),
                session.zone(),
                session.at(),
                Duration.between(session.at(), clock.instant()).toMillis() / 1e3,
                last.strokes - session.strokes(),
                (last.needleOnNs - session.needleOnNs()) / 1e9,
                Map.copyOf(zones)));
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
    }
    last.copyFrom(now);
  }

  private void followPress(Sample now) {
    Press running = press;
    if (now.mode == Mode.RUNNING) {
      if (running == null || running.releasedStrokes() >= 0) {
        endPress(now); // pressed again before the needle stood
        press = Press.from(now, clock.instant(), theOpenOne().zone());
      }
    } else if (running != null && running.releasedStrokes() < 0) {
      press = running.released(last);
    } else if (running != null && now.mode != Mode.STOPPING) {
      endPress(now);
    }
  }

  /** The strokes of a press include those until standstill; its mean only those while held. */
  private void endPress(Sample now) {
    Press ended = press;
    press = null;
    if (ended == null) {
      return;
    }
    boolean held = ended.releasedStrokes() < 0;
    long heldStrokes = (held ? now.strokes : ended.releasedStrokes()) - ended.strokes();
    double onS = ((held ? now.needleOnNs : ended.releasedOnNs()) - ended.needleOnNs()) / 1e9;
    double meanHz = onS > 0 ? Math.clamp(heldStrokes / onS, 0, 1000) : 0;
    SessionEntry.Press entry =
        new SessionEntry.Press(
            ended.at(),
            Math.clamp(onS, 0, 86_400),
            now.strokes - ended.strokes(),
            meanHz,
            now.taps - ended.taps(),
            now.miscounts - ended.miscounts(),
            now.contacts - ended.contacts(),
            ended.dots());
    append(entry);
    zones.merge(ended.zone().label(), ZoneCounts.NONE.plus(entry), (old, _) -> old.plus(entry));
  }

  private void followFault(Sample now) {
    if (now.fault != Fault.NONE && now.faultOccurrence != last.faultOccurrence) {
      String reason = now.reason == null ? "" : ": " + now.reason;
      append(new SessionEntry.FaultRaised(now.fault.name(), oneLine(now.fault.text() + reason)));
    } else if (now.fault == Fault.NONE && last.fault != Fault.NONE) {
      append(new SessionEntry.FaultReset());
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
    try {
      book.append(entry);
    } catch (IOException e) {
      if (trouble == null) {
        LOG.error("the session's record cannot be written: {}", e.toString());
      }
      trouble = "the session's record cannot be written: " + e.getMessage();
    }
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
