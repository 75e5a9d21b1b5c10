package org.stipple.telemetry.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.session.ClientReference;
import org.stipple.telemetry.session.ConsentReference;
import org.stipple.telemetry.session.PackedStrokes;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Stroke;
import org.stipple.telemetry.session.Zone;

/** Writes sessions into a book as a controller does. */
public final class Records {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  private Records() {}

  /** A whole session of so many seconds with the needle on. */
  public static Path write(SessionBook book, String client, int seconds) throws IOException {
    SessionId id = open(book, client);
    for (int second = 0; second < seconds; second++) {
      second(book, second);
    }
    book.close(100L * seconds, seconds);
    return book.fileOf(id);
  }

  public static SessionId open(SessionBook book, String client) throws IOException {
    SessionId id =
        book.open(
            new SessionEntry.Opened(
                new ClientReference(client),
                new ConsentReference("K1"),
                true,
                Zone.CROWN,
                Optional.empty()));
    book.append(
        new SessionEntry.CartridgeMounted(
            "3RL", "L-" + client, LocalDate.of(2099, 1, 1), Optional.empty()));
    return id;
  }

  /** A hundred strokes and the press they belong to. */
  public static void second(SessionBook book, int second) throws IOException {
    SplittableRandom random = new SplittableRandom(second);
    List<Stroke> strokes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      strokes.add(new Stroke(9_950 + random.nextInt(100), 210.4, 1.0, 0.6, true, i > 50, true));
    }
    Instant at = NOON.plusSeconds(second);
    book.append(
        List.of(
            new SessionEntry.Strokes(at, 1 + 100L * second, PackedStrokes.of(strokes)),
            new SessionEntry.Press(at, 1, 100, 100)));
  }
}
