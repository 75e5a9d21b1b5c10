package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.stipple.telemetry.record.RecordNames;
import org.stipple.telemetry.record.RecordPart;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.ClientReference;
import org.stipple.telemetry.session.ConsentReference;
import org.stipple.telemetry.session.PackedStrokes;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Stroke;
import org.stipple.telemetry.session.Zone;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.RecordStore;
import org.stipple.telemetry.upload.Chunk;

/**
 * A process that writes as a device or a clinic does, with their own code, and says in a file of
 * its own what has been acknowledged: a line each, {@code SESSION COUNT}, entries of a record or
 * bytes of one that is in the store.
 */
public final class WatchedWriter {

  /** Name of the file of acknowledgements. */
  static final String ACKNOWLEDGED = "acknowledged";

  /** Name of the folder of records, below the device's. */
  static final String SESSIONS = "sessions";

  /** Name of the clinic's store. */
  static final String STORE = "clinic.db";

  /** Address of the device at the clinic. */
  static final String DEVICE = "fleet/pi/chair";

  private static final int SESSION_COUNT = 3;
  private static final int SECONDS = 40;
  private static final int STROKES_A_SECOND = 20;

  private WatchedWriter() {}

  /** Arguments: {@code record FOLDER SEED} or {@code store FOLDER RECORDS-OF-A-DEVICE}. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    if (arguments[0].equals("record")) {
      records(folder, new SplittableRandom(Long.parseLong(arguments[2])));
    } else {
      store(folder, Path.of(arguments[2]));
    }
  }

  private static void records(Path folder, SplittableRandom random) throws IOException {
    SigningKey key = SigningKey.in(folder);
    try (SessionBook book = SessionBook.in(folder.resolve(SESSIONS), InstantSource.system(), key)) {
      for (int i = 0; i < SESSION_COUNT; i++) {
        SessionId session = book.open(opened(i));
        long entries = acknowledge(folder, session, 1);
        for (int second = 0; second < SECONDS; second++) {
          List<SessionEntry> work = work(random, second);
          book.append(work);
          entries = acknowledge(folder, session, entries + work.size());
        }
        book.close((long) SECONDS * STROKES_A_SECOND, SECONDS);
        acknowledge(folder, session, entries + 1);
      }
    }
  }

  private static SessionEntry.Opened opened(int number) {
    return new SessionEntry.Opened(
        new ClientReference("client-" + number),
        new ConsentReference("consent"),
        true,
        Zone.CROWN,
        Optional.empty());
  }

  /** A second with the needle on, and now and then a word in between. */
  private static List<SessionEntry> work(SplittableRandom random, int second) {
    Instant at = Instant.EPOCH.plusSeconds(second);
    if (random.nextInt(4) == 0) {
      return List.of(new SessionEntry.SetpointChanged(random.nextInt(60, 150), 1.0));
    }
    List<Stroke> strokes =
        IntStream.range(0, STROKES_A_SECOND)
            .mapToObj(
                _ -> new Stroke(6_667 + random.nextInt(-60, 61), 210, 1.8, 0.9, true, true, true))
            .toList();
    return List.of(
        new SessionEntry.Strokes(
            at, 1L + (long) second * STROKES_A_SECOND, PackedStrokes.of(strokes)),
        new SessionEntry.Press(at, 1, STROKES_A_SECOND, STROKES_A_SECOND));
  }

  /** Each record goes in as the uplink sends it: whole lines up to a seal, one chunk each. */
  private static void store(Path folder, Path device) throws IOException {
    PublicKey key = SigningKey.readPublic(device.resolve(SigningKey.PUBLIC_FILE));
    try (Database database = Database.sqlite(folder.resolve(STORE))) {
      RecordStore store = new RecordStore(database, InstantSource.system(), true);
      for (Path record : files(device)) {
        SessionId session = RecordNames.session(record);
        byte[] all = Files.readAllBytes(record);
        for (int from = 0; from < all.length; ) {
          byte[] some = RecordPart.bytes(record, from, Math.min(CHUNK, all.length - from));
          byte[] lines = Arrays.copyOf(some, RecordPart.endOfSealed(some));
          Chunk chunk = new Chunk(session, from, lines, SigningKey.text(key));
          from =
              (int)
                  store
                      .take(List.of(new RecordStore.Sent(DEVICE, chunk, chunk.encode())))
                      .getFirst()
                      .has()
                      .bytes();
          acknowledge(folder, session, from);
        }
      }
    }
  }

  /** Small, so that there are many commits. */
  private static final int CHUNK = 2_500;

  /** The records of that device, in their order. */
  static List<Path> files(Path device) throws IOException {
    try (var files = Files.list(device.resolve(SESSIONS))) {
      return files.filter(file -> file.toString().endsWith(RecordNames.SUFFIX)).sorted().toList();
    }
  }

  private static long acknowledge(Path folder, SessionId session, long count) throws IOException {
    Files.writeString(
        folder.resolve(ACKNOWLEDGED),
        session + " " + count + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return count;
  }
}
