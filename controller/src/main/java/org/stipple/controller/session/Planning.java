package org.stipple.controller.session;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.stipple.controller.catalogue.MountedCartridge;
import org.stipple.telemetry.export.EntryWords;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.session.ClientReference;
import org.stipple.telemetry.session.PractitionerId;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Zone;

/**
 * What a person can ask about the course of treatment: earlier sessions, what is planned, pigment.
 * Any cold thread; each call waits for its outcome, at most a few seconds.
 */
public final class Planning {

  /** So many earlier sessions are told of; each is read to its end. */
  private static final int EARLIER_MAX = 7;

  private final Keeper keeper;
  private final SessionBook book;
  private final Asker asker;

  Planning(Keeper keeper, SessionBook book, Asker asker) {
    this.keeper = keeper;
    this.book = book;
    this.asker = asker;
  }

  /**
   * Plans dots in a zone of the open session.
   *
   * @param zone its label
   * @param dots how many, 1 to 100000; 0 = nothing is planned there
   */
  public Answer zone(String zone, int dots) {
    return Asker.refusing(() -> {
      Zone where = Zone.of(zone.strip());
      asker.value(keeper.change((course, _) -> course.planning(where, dots)));
      return new Answer(
          true,
          dots == 0
              ? "nothing is planned in " + where
              : "%d dots are planned in %s".formatted(dots, where));
    });
  }

  /**
   * Says which layer the open session works on.
   *
   * @param layer 1..layers
   * @param layers how many are planned, 1 to 20
   * @param nextDue day of the next session, 2027-01-15; may be empty
   */
  public Answer layers(int layer, int layers, String nextDue) {
    return Asker.refusing(() -> {
      Optional<LocalDate> due = day(nextDue);
      asker.value(
          keeper.change((course, today) -> {
            if (due.isPresent() && due.get().isBefore(today)) {
              throw new IllegalArgumentException(
                  "the next session cannot be due on %s: it is %s today"
                      .formatted(due.get(), today));
            }
            return course.layered(layer, layers, due);
          }));
      return new Answer(
          true,
          "layer %d of %d%s"
              .formatted(layer, layers, due.map(when -> ", next due " + when).orElse("")));
    });
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(LocalDate.parse(text.strip()));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "due day '%s': allowed a day, as 2027-01-15".formatted(text), e);
    }
  }

  /**
   * Says which pigment is used from now on in the open session, for the layer under work.
   *
   * @param shade its name
   * @param lot the maker's lot
   * @param expires as for a cartridge
   */
  public Answer pigment(String shade, String lot, String expires) {
    return Asker.refusing(() -> {
      if (shade.isBlank() || lot.isBlank() || expires.isBlank()) {
        throw new IllegalArgumentException(
            "a pigment needs its shade, and the lot and the expiry that its bottle bears");
      }
      LocalDate last = MountedCartridge.expiry(expires);
      SessionEntry entry =
          asker.value(
              keeper.change((course, today) -> {
                if (today.isAfter(last)) {
                  throw new IllegalStateException(
                      "pigment %s lot %s expired on %s: it is %s today"
                          .formatted(shade.strip(), lot.strip(), last, today));
                }
                return new SessionEntry.PigmentChosen(
                    course.layer(), shade.strip(), lot.strip(), last);
              }));
      return new Answer(true, EntryWords.of(entry));
    });
  }

  /**
   * Amends a session by a note, which is appended; nothing that was recorded is changed.
   *
   * @param session its id; empty = the open one
   * @param author who says so, an id
   * @param reason why, one line
   * @param text what, one line
   */
  public Answer note(String session, String author, String reason, String text) {
    return Asker.refusing(() -> {
      if (author.isBlank()) {
        throw new IllegalArgumentException("a note needs its author's id");
      }
      SessionEntry.Noted note =
          new SessionEntry.Noted(new PractitionerId(author.strip()), reason.strip(), text.strip());
      Optional<SessionId> which =
          Optional.of(session.strip()).filter(id -> !id.isEmpty()).map(SessionId::new);
      SessionId noted = asker.value(keeper.amend(which, note));
      return new Answer(true, "note signed and appended to session " + noted, "noted");
    });
  }

  /**
   * A session of a client on this machine.
   *
   * @param id its name
   * @param course what was planned and used in it
   * @param zones what was done in each zone, by its label
   */
  public record Earlier(SessionId id, Course course, Map<String, ZoneCounts> zones) {
    /** Dots in all zones. */
    public long dots() {
      return zones.values().stream().mapToLong(ZoneCounts::dots).sum();
    }
  }

  /**
   * The newest sessions of a client that are on this machine.
   *
   * @throws IllegalArgumentException where that is no reference
   * @throws IllegalStateException where they cannot be read
   */
  public List<Earlier> earlier(String client) {
    ClientReference who = new ClientReference(client.strip());
    List<Earlier> found = new ArrayList<>();
    try {
      for (SessionId id : book.of(who).stream().limit(EARLIER_MAX).toList()) {
        Done done = Done.in(book.read(id));
        found.add(new Earlier(id, done.course(), done.zones()));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the earlier sessions cannot be read: " + e.getMessage(), e);
    }
    return found;
  }

  /** The same as lines. */
  public Answer earlierInWords(String client) {
    return Asker.refusing(() -> {
      List<Earlier> found = earlier(client);
      return found.isEmpty()
          ? Answer.refused("no session of client %s is on this machine".formatted(client.strip()))
          : new Answer(
              true,
              found.stream()
                  .map(Planning::line)
                  .collect(Collectors.joining(System.lineSeparator())));
    });
  }

  private static String line(Earlier session) {
    return String.format(
        Locale.ROOT,
        "%s  %d dots%s%s",
        session.id(),
        session.dots(),
        session
            .course()
            .plan()
            .map(plan ->
                ", layer %d of %d%s"
                    .formatted(
                        plan.layer(),
                        plan.layers(),
                        plan.nextDue().map(day -> ", next due " + day).orElse("")))
            .orElse(""),
        session
            .course()
            .pigment()
            .map(pigment -> ", pigment %s lot %s".formatted(pigment.shade(), pigment.lot()))
            .orElse(""));
  }
}
