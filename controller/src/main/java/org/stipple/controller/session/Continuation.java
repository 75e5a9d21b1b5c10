package org.stipple.controller.session;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.session.Closing;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Zone;

/**
 * A session that was interrupted, as the one that goes on with it needs it.
 *
 * @param opened the opening entry of the session to be: same client and consent, the zone where the
 *     work stood
 * @param zones what was done in each zone, by its label
 * @param sessions the interrupted ones that it goes on with: their cartridge is still its own
 * @param course what was planned and used
 * @param strokes needle strokes, dipping and priming included
 * @param needleOnS seconds with the needle on
 */
record Continuation(
    SessionEntry.Opened opened,
    Map<String, ZoneCounts> zones,
    Set<SessionId> sessions,
    Course course,
    long strokes,
    double needleOnS) {

  /** Later than so, a session is not gone on with but a new one begun. */
  static final Duration AGE_MAX = Duration.ofHours(12);

  /** How many interruptions are followed back; more is no session but a broken machine. */
  private static final int CHAIN_MAX = 50;

  /** A session that goes on with none, in that course. */
  static Continuation none(SessionEntry.Opened opened, Course course) {
    return new Continuation(opened, Map.of(), Set.of(), course, 0, 0);
  }

  /**
   * The session that was opened last, if it was interrupted.
   *
   * @param client whose it must be: said anew, so that no client gets another's session
   * @throws IllegalStateException saying why there is nothing to go on with
   */
  static Continuation of(SessionBook book, String client, Instant now) throws IOException {
    SessionId id =
        book.latest().orElseThrow(() -> new IllegalStateException("there is no session yet"));
    List<RecordedEntry> entries = book.read(id);
    int end = entries.size() - 1;
    while (end > 0 && entries.get(end).entry() instanceof SessionEntry.Noted) {
      end--; // what was amended since
    }
    boolean interrupted =
        entries.get(end).entry() instanceof SessionEntry.Closed closed
            && closed.why() == Closing.INTERRUPTED;
    if (!interrupted) {
      throw new IllegalStateException(
          "the last session, %s, was not interrupted; open a new one".formatted(id));
    }
    if (!(entries.getFirst().entry() instanceof SessionEntry.Opened before)) {
      throw new IllegalStateException("session %s has no beginning".formatted(id));
    }
    if (!before.client().value().equals(client.strip())) {
      throw new IllegalStateException(
          "the interrupted session %s is another client's; open a new one".formatted(id));
    }
    Instant lastWork = entries.get(Math.max(0, end - 1)).at();
    if (Duration.between(lastWork, now).compareTo(AGE_MAX) > 0) {
      throw new IllegalStateException(
          "session %s was interrupted more than %d h ago; open a new one"
              .formatted(id, AGE_MAX.toHours()));
    }
    return new Fold().through(book, id).make(before, id);
  }

  /** Adds up a chain of interrupted sessions. */
  private static final class Fold {
    private final Map<String, ZoneCounts> zones = new TreeMap<>();
    private final Set<SessionId> sessions = new HashSet<>();
    private long strokes;
    private double needleOnS;
    private Optional<Zone> lastZone = Optional.empty();
    private Course course = Course.NONE;

    Fold through(SessionBook book, SessionId last) throws IOException {
      Optional<SessionId> next = Optional.of(last);
      for (int i = 0; next.isPresent() && i < CHAIN_MAX; i++) {
        sessions.add(next.get());
        next = add(book.read(next.get()), i == 0);
      }
      return this;
    }

    /** The newest is added first; what was planned in it says all. */
    private Optional<SessionId> add(List<RecordedEntry> entries, boolean newest) {
      Done done = Done.in(entries);
      done.zones().forEach((zone, counts) -> zones.merge(zone, counts, ZoneCounts::plus));
      strokes += done.strokes();
      needleOnS += done.needleOnS();
      if (newest) {
        lastZone = done.zone();
        course = done.course();
      }
      return entries.getFirst().entry() instanceof SessionEntry.Opened opened
          ? opened.continues()
          : Optional.empty();
    }

    Continuation make(SessionEntry.Opened before, SessionId id) {
      return new Continuation(
          new SessionEntry.Opened(
              before.client(),
              before.consent(),
              before.adultConfirmed(),
              lastZone.orElse(before.zone()),
              before.practitioner(),
              Optional.of(id)),
          Map.copyOf(zones),
          Set.copyOf(sessions),
          course,
          strokes,
          needleOnS);
    }
  }
}
