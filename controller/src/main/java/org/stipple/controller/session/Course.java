package org.stipple.controller.session;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.session.ClientReference;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Zone;

/**
 * The course of treatment that a session is a part of.
 *
 * @param follows the earlier session that it goes on from, or mends
 * @param plan what is planned for it
 * @param pigment what is used in it
 */
public record Course(
    Optional<SessionEntry.Follows> follows,
    Optional<SessionEntry.PlanSet> plan,
    Optional<SessionEntry.PigmentChosen> pigment) {

  /** Nothing is planned. */
  static final Course NONE = new Course(Optional.empty(), Optional.empty(), Optional.empty());

  private static final SessionEntry.PlanSet ONE_LAYER =
      new SessionEntry.PlanSet(1, 1, Map.of(), Optional.empty());

  /** A change of it, as a person asks for it. */
  interface Change {
    /**
     * The entry that says so.
     *
     * @throws IllegalArgumentException saying what is allowed
     * @throws IllegalStateException saying what stands against it
     */
    SessionEntry entry(Course now, LocalDate today);
  }

  /** With what an entry says of it. */
  Course plus(SessionEntry entry) {
    return switch (entry) {
      case SessionEntry.Follows now -> new Course(Optional.of(now), plan, pigment);
      case SessionEntry.PlanSet now -> new Course(follows, Optional.of(now), pigment);
      case SessionEntry.PigmentChosen now -> new Course(follows, plan, Optional.of(now));
      default -> this;
    };
  }

  /** What a record says of it. */
  static Course of(List<RecordedEntry> entries) {
    Course course = NONE;
    for (RecordedEntry recorded : entries) {
      course = course.plus(recorded.entry());
    }
    return course;
  }

  /** What says all of it in another session's record. */
  List<SessionEntry> entries() {
    return Stream.<Optional<? extends SessionEntry>>of(follows, plan, pigment)
        .<SessionEntry>flatMap(Optional::stream)
        .toList();
  }

  /**
   * The course of a session that follows an earlier one: a touch-up stays on its layer and plans
   * nothing yet; else the next layer is due, with the same counts. Pigment is chosen anew.
   *
   * @throws IllegalStateException where that one is not here, or another client's
   */
  static Course after(SessionBook book, ClientReference client, SessionId earlier, boolean touchUp)
      throws IOException {
    if (!Files.exists(book.fileOf(earlier))) {
      throw new IllegalStateException("there is no session %s on this machine".formatted(earlier));
    }
    List<RecordedEntry> entries = book.read(earlier);
    if (!(entries.getFirst().entry() instanceof SessionEntry.Opened was)
        || !was.client().equals(client)) {
      throw new IllegalStateException("session %s is another client's".formatted(earlier));
    }
    return new Course(
        Optional.of(new SessionEntry.Follows(earlier, touchUp)),
        of(entries).plan().map(plan -> touchUp ? mending(plan) : next(plan)),
        Optional.empty());
  }

  private static SessionEntry.PlanSet mending(SessionEntry.PlanSet was) {
    return new SessionEntry.PlanSet(was.layer(), was.layers(), Map.of(), Optional.empty());
  }

  private static SessionEntry.PlanSet next(SessionEntry.PlanSet was) {
    int layers = Math.max(was.layers(), was.layer() + 1);
    return new SessionEntry.PlanSet(was.layer() + 1, layers, was.dots(), Optional.empty());
  }

  /** With so many dots planned in a zone; 0 = none. */
  SessionEntry.PlanSet planning(Zone zone, int dots) {
    SessionEntry.PlanSet now = plan.orElse(ONE_LAYER);
    Map<Zone, Integer> zones = new EnumMap<>(Zone.class);
    zones.putAll(now.dots());
    if (dots == 0) {
      zones.remove(zone);
    } else {
      zones.put(zone, dots);
    }
    return new SessionEntry.PlanSet(now.layer(), now.layers(), zones, now.nextDue());
  }

  /** With the session's place among others. */
  SessionEntry.PlanSet layered(int layer, int layers, Optional<LocalDate> nextDue) {
    return new SessionEntry.PlanSet(layer, layers, plan.orElse(ONE_LAYER).dots(), nextDue);
  }

  /** The layer under work, 1.. */
  int layer() {
    return plan.orElse(ONE_LAYER).layer();
  }
}
