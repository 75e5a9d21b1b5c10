package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import org.stipple.telemetry.record.RecordCheck;
import org.stipple.telemetry.record.RecordNames;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.upload.Chunk;

/**
 * C5: the power goes while records, and the clinic's store, are written. What their writers asked
 * of the disk is taken from real processes; the disk is a model that leaves what POSIX allows.
 */
final class PowerCampaign {

  /** What came of so many cuts. */
  private static final class Tally {
    final boolean control;
    int cuts;
    long lost;
    int unsound;
    int unnamed;
    int interrupted;

    /** Of the experiment, or of its control, which is meant to lose. */
    Tally(boolean control) {
      this.control = control;
    }
  }

  private static final int EXAMPLES_MAX = 20;

  private final Path place;
  private final long seed;
  private final List<String> examples = new ArrayList<>();
  private final Map<String, List<RecordedEntry>> written = new HashMap<>();
  private final Map<String, byte[]> bytes = new HashMap<>();

  PowerCampaign(Path place, long seed) {
    this.place = place;
    this.seed = seed;
  }

  /** Some of what went wrong, in words. */
  List<String> examples() {
    return examples;
  }

  /** Cuts so many times under the record, and as often under the store. */
  Figures play(int cuts, ProgressLine progress) throws IOException, InterruptedException {
    progress.show("a device writes records, watched by strace", "");
    CutTape records = CutTape.of(place, "record", Long.toString(seed));
    Path device = place.resolve("record");
    for (Path file : WatchedWriter.files(device)) {
      String session = RecordNames.session(file).value();
      written.put(session, SessionBook.bystander(file));
      bytes.put(session, Files.readAllBytes(file));
    }
    progress.show("a clinic takes them into its store, watched by strace", "");
    CutTape store = CutTape.of(place, "store", device.toString());
    PublicKey key = SigningKey.readPublic(device.resolve(SigningKey.PUBLIC_FILE));
    int controls = Math.max(20, cuts / 10);
    Judge ofRecords = (found, told, at, tally) -> judgeRecords(found, told, at, key, tally);
    Tally record = cut(records, true, cuts, ofRecords, progress, "cuts under the record");
    Tally recordControl =
        cut(records, false, controls, ofRecords, progress, "the same without fsync");
    Tally clinic = cut(store, true, cuts, this::judgeStore, progress, "cuts under the store");
    Tally clinicControl =
        cut(store, false, controls, this::judgeStore, progress, "the same without fsync");
    return figures(records, store, record, recordControl, clinic, clinicControl);
  }

  /** Looks at what a cut left, and counts. */
  private interface Judge {
    void judge(Path found, Map<String, Long> acknowledged, int at, Tally tally) throws IOException;
  }

  /**
   * Cuts that often while that was written; the control is a disk that does not do what fsync asks
   * for.
   */
  private Tally cut(
      CutTape tape, boolean forces, int times, Judge judge, ProgressLine progress, String words)
      throws IOException {
    Tally tally = new Tally(!forces);
    tape.cut(
        times,
        forces,
        seed,
        place,
        (found, acknowledged, at) -> judge.judge(found, acknowledged, at, tally),
        progress,
        words);
    return tally;
  }

  private Figures figures(
      CutTape records,
      CutTape store,
      Tally record,
      Tally recordControl,
      Tally clinic,
      Tally clinicControl) {
    Figures figures = new Figures(seed);
    figures.addCount("campaign.c5.cuts", record.cuts + clinic.cuts, Goal.moreThan(0));
    figures.addCount("campaign.c5.lost", record.lost + clinic.lost, Goal.exactly(0));
    figures.addCount("campaign.c5.record.changes", records.length(), Goal.none());
    figures.addCount("campaign.c5.record.interrupted", record.interrupted, Goal.moreThan(0));
    figures.addCount("campaign.c5.record.lost", record.lost, Goal.exactly(0));
    figures.addCount("campaign.c5.record.unsound", record.unsound, Goal.exactly(0));
    figures.addCount("campaign.c5.record.unnamed", record.unnamed, Goal.exactly(0));
    figures.addCount("campaign.c5.store.changes", store.length(), Goal.none());
    figures.addCount("campaign.c5.store.lost", clinic.lost, Goal.exactly(0));
    figures.addCount("campaign.c5.store.unsound", clinic.unsound, Goal.exactly(0));
    figures.addCount("campaign.c5.record.control_lost", recordControl.lost, Goal.moreThan(0));
    figures.addCount(
        "campaign.c5.store.control_lost",
        clinicControl.lost + clinicControl.unsound,
        Goal.moreThan(0));
    return figures;
  }

  /** The next start finds every entry that was acknowledged, and each record is sound then. */
  private void judgeRecords(
      Path found, Map<String, Long> acknowledged, int at, PublicKey key, Tally tally)
      throws IOException {
    tally.cuts++;
    tally.interrupted += before(found, key, at, tally);
    try {
      nextStart(found, acknowledged, at, key, tally);
    } catch (IOException e) {
      // The key is gone, or cannot be read: then nothing can be proven of what it signed.
      tally.unsound++;
      tally.lost += acknowledged.values().stream().mapToLong(Long::longValue).sum();
      example(tally, "record, change %d: %s".formatted(at, String.valueOf(e.getMessage())));
    }
  }

  private void nextStart(
      Path found, Map<String, Long> acknowledged, int at, PublicKey key, Tally tally)
      throws IOException {
    SigningKey now = SigningKey.in(found);
    try (SessionBook book =
        SessionBook.in(found.resolve(WatchedWriter.SESSIONS), InstantSource.system(), now)) {
      for (Map.Entry<String, Long> told : acknowledged.entrySet()) {
        List<RecordedEntry> should = written.getOrDefault(told.getKey(), List.of());
        Path file = book.fileOf(new SessionId(told.getKey()));
        List<RecordedEntry> is =
            Files.exists(file) ? RecordCheck.of(file, key).entries() : List.of();
        int same = 0;
        while (same < is.size() && same < should.size() && is.get(same).equals(should.get(same))) {
          same++;
        }
        long lost = Math.max(0, told.getValue() - same);
        tally.lost += lost;
        if (lost > 0) {
          example(
              tally,
              "record, change %d: %s lost %d of %d entries"
                  .formatted(at, told.getKey(), lost, told.getValue()));
        }
      }
      for (SessionBook.Durable record : book.durable()) {
        RecordCheck check = RecordCheck.of(record.file(), now.publicKey());
        if (!check.sound()) {
          tally.unsound++;
          example(
              tally, "record, change %d: %s: %s".formatted(at, record.session(), check.problems()));
        }
      }
    }
  }

  /** What is not whole is named as interrupted by whoever looks before the next start. */
  private int before(Path found, PublicKey key, int at, Tally tally) throws IOException {
    int interrupted = 0;
    if (!Files.isDirectory(found.resolve(WatchedWriter.SESSIONS))) {
      return 0;
    }
    for (Path file : WatchedWriter.files(found)) {
      RecordCheck check = RecordCheck.of(file, key);
      if (!check.sound()) {
        interrupted++;
        if (check.problems().stream().noneMatch(problem -> problem.startsWith("interrupted at"))) {
          tally.unnamed++;
          example(
              tally,
              "record, change %d: not named as interrupted: %s".formatted(at, check.problems()));
        }
      }
    }
    return interrupted;
  }

  /** What the clinic acknowledged is in its store, byte for byte, and the store is sound. */
  private void judgeStore(Path found, Map<String, Long> acknowledged, int at, Tally tally)
      throws IOException {
    tally.cuts++;
    Path file = found.resolve(WatchedWriter.STORE);
    if (!Files.exists(file)) {
      long lost = acknowledged.values().stream().mapToLong(Long::longValue).sum();
      tally.lost += lost;
      if (lost > 0) {
        example(tally, "store, change %d: it is gone".formatted(at));
      }
      return;
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      try (ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
        result.next();
        if (!result.getString(1).equals("ok")) {
          tally.unsound++;
          example(tally, "store, change %d: %s".formatted(at, result.getString(1)));
          return;
        }
      }
      for (Map.Entry<String, Long> told : acknowledged.entrySet()) {
        byte[] is = stored(statement, told.getKey());
        byte[] should = bytes.getOrDefault(told.getKey(), new byte[0]);
        boolean same =
            is.length <= should.length && Arrays.equals(is, Arrays.copyOf(should, is.length));
        long lost = Math.max(0, told.getValue() - (same ? is.length : 0));
        tally.lost += lost;
        if (lost > 0) {
          example(
              tally,
              "store, change %d: %s lost %d of %d bytes"
                  .formatted(at, told.getKey(), lost, told.getValue()));
        }
      }
    } catch (SQLException e) {
      if (acknowledged.isEmpty()) {
        return; // cut while it was made: no table is there yet
      }
      tally.unsound++;
      example(tally, "store, change %d: %s".formatted(at, String.valueOf(e.getMessage())));
    }
  }

  private static byte[] stored(Statement statement, String session)
      throws SQLException, IOException {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT bytes, deflated FROM chunk WHERE session = '"
                + session
                + "' ORDER BY at_byte")) {
      while (rows.next()) {
        all.writeBytes(Chunk.inflated(rows.getBytes(2), 0, rows.getInt(1)));
      }
    } catch (DataFormatException e) {
      throw new IOException("a chunk in the store cannot be inflated", e);
    }
    return all.toByteArray();
  }

  private void example(Tally tally, String words) {
    if (!tally.control && examples.size() < EXAMPLES_MAX) {
      examples.add(words);
    }
  }
}
