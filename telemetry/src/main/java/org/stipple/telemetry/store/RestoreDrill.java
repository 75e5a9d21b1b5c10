package org.stipple.telemetry.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.stipple.telemetry.record.RecordCheck;
import org.stipple.telemetry.record.RecordNames;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.SessionId;

/**
 * A backup that nobody has restored is a hope. It is restored elsewhere, opened as a server does
 * it, and every record in it is checked by its device's key: chain, signatures and length.
 *
 * @param checked records whose lines are all there and signed as far as the store says
 * @param erased records of which nothing is kept but that they were
 * @param entries of the checked ones
 * @param problems what is wrong, a line each
 */
public record RestoreDrill(long checked, long erased, long entries, List<String> problems) {

  /** Keeps its own list. */
  public RestoreDrill {
    problems = List.copyOf(problems);
  }

  /**
   * Restores a backup into an empty folder and checks it.
   *
   * @param share is told how much is done, 0..1
   * @throws IOException where it is no backup or the folder cannot be used
   */
  public static RestoreDrill of(Path backup, Path folder, DoubleConsumer share) throws IOException {
    Path store = folder.resolve("clinic.db");
    Backup.restore(backup, store);
    try (Database database = Database.sqlite(store)) {
      return check(database, folder, share);
    }
  }

  private static RestoreDrill check(Database database, Path folder, DoubleConsumer share)
      throws IOException {
    RecordQueries queries = new RecordQueries(database);
    Map<String, String> keys = new HashMap<>();
    new Devices(database, InstantSource.system())
        .all()
        .forEach(device -> keys.put(device.address(), device.key()));
    List<RecordQueries.Stored> all = queries.newest(Integer.MAX_VALUE);
    List<String> problems = new ArrayList<>();
    long checked = 0;
    long erased = 0;
    long entries = 0;
    for (int i = 0; i < all.size(); i++) {
      RecordQueries.Stored stored = all.get(i);
      if (stored.erased().isPresent()) {
        erased++;
      } else {
        byte[] bytes = queries.bytes(stored.device(), new SessionId(stored.session()));
        String wrong = wrong(stored, bytes, keys.getOrDefault(stored.device(), ""), folder);
        if (wrong.isEmpty()) {
          checked++;
          entries += stored.entries();
        } else {
          problems.add("%s of %s: %s".formatted(stored.session(), stored.device(), wrong));
        }
      }
      share.accept((i + 1.0) / all.size());
    }
    return new RestoreDrill(checked, erased, entries, problems);
  }

  /** What is wrong with a record; empty = nothing. One that is not whole yet has no end. */
  private static String wrong(
      RecordQueries.Stored stored, byte[] bytes, String keyText, Path folder) throws IOException {
    if (bytes.length != stored.bytes()) {
      return "%d bytes are there of %d".formatted(bytes.length, stored.bytes());
    }
    if (stored.entries() == 0) {
      return ""; // nothing of it has come but that it is
    }
    SessionId session = new SessionId(stored.session());
    Path file = Files.write(folder.resolve(RecordNames.file(session)), bytes);
    try {
      PublicKey key = SigningKey.publicKey(keyText);
      RecordCheck check = RecordCheck.of(file, key);
      if (check.entries().size() == stored.entries() && check.sealed() == stored.sealed()) {
        return "";
      }
      return "%d entries, %d signed, are sound of %d, %d: %s"
          .formatted(
              check.entries().size(),
              check.sealed(),
              stored.entries(),
              stored.sealed(),
              String.join("; ", check.problems()));
    } catch (IllegalArgumentException e) {
      return "the key of its device is damaged: " + e.getMessage();
    } finally {
      Files.delete(file);
    }
  }
}
