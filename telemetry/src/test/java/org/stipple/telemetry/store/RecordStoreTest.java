package org.stipple.telemetry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stipple.telemetry.record.RecordNames;
import org.stipple.telemetry.record.RecordPart;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.upload.Chunk;

/** What a clinic's store makes of what comes over a line: once, late, twice, torn and forged. */
final class RecordStoreTest {

  private static final String DEVICE = "clinic/pi/chair-1";
  private static final InstantSource CLOCK = () -> Instant.parse("2026-11-27T13:00:00Z");

  @TempDir private Path folder;
  private SigningKey key;
  private SessionBook book;

  @BeforeEach
  void write() throws Exception {
    key = SigningKey.in(folder.resolve("device"));
    book = SessionBook.in(folder.resolve("device"), CLOCK, key);
  }

  @AfterEach
  void close() throws Exception {
    book.close();
  }

  private List<Chunk> chunks(Path record) throws IOException {
    byte[] all = Files.readAllBytes(record);
    List<Chunk> chunks = new ArrayList<>();
    for (int at = 0; at < all.length; ) {
      byte[] rest = Arrays.copyOfRange(all, at, Math.min(all.length, at + 4_000));
      byte[] lines = Arrays.copyOf(rest, RecordPart.endOfSealed(rest));
      chunks.add(new Chunk(RecordNames.session(record), at, lines, key.publicText()));
      at += lines.length;
    }
    return chunks;
  }

  private static RecordStore.Taken take(RecordStore store, Chunk chunk) {
    return store.take(List.of(new RecordStore.Sent(DEVICE, chunk, chunk.encode()))).getFirst();
  }

  @ParameterizedTest
  @EnumSource
  void aRecordIsThereOnceInWhateverOrderAndHoweverOftenItComes(Databases kind) throws Exception {
    Path record = Records.write(book, "C1", 30);
    SessionId id = RecordNames.session(record);
    try (Database database = Database.at(kind.fresh(folder))) {
      RecordStore store = new RecordStore(database, CLOCK, true);
      List<Chunk> often = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        often.addAll(chunks(record));
      }
      Collections.shuffle(often, new Random(7));
      // In a random order only what follows on is taken; the last round brings the rest.
      often.addAll(chunks(record));
      long entries = 0;
      for (Chunk chunk : often) {
        entries += take(store, chunk).news().entries();
      }

      RecordQueries queries = new RecordQueries(database);
      RecordQueries.Stored stored = queries.newest(10).getFirst();
      assertThat(queries.bytes(DEVICE, id)).isEqualTo(Files.readAllBytes(record));
      assertThat(entries).isEqualTo(stored.entries()).isEqualTo(2 + 60 + 1);
      assertThat(stored.sealed()).isEqualTo(63);
      assertThat(stored.closed()).contains("closed");
      assertThat(queries.strokesOneByOne()).isEqualTo(3_000);
      assertThat(queries.counts()).isEqualTo(new RecordQueries.Counts(1, 1, 0, 0, 0, 3_000));
    }
  }

  @ParameterizedTest
  @EnumSource
  void fourThatTakeTheSameChunksAtOnceStoreThemOnce(Databases kind) throws Exception {
    Path record = Records.write(book, "C1", 40);
    try (Database database = Database.at(kind.fresh(folder));
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      RecordStore store = new RecordStore(database, CLOCK, true);
      List<Chunk> chunks = chunks(record);
      Callable<Long> taker =
          () -> {
            long news = 0;
            for (Chunk chunk : chunks) {
              news += take(store, chunk).news().strokes();
            }
            return news;
          };
      long news = 0;
      for (Future<Long> each : threads.invokeAll(List.of(taker, taker, taker, taker))) {
        news += each.get();
      }

      assertThat(news).isEqualTo(4_000);
      RecordQueries queries = new RecordQueries(database);
      assertThat(queries.strokesOneByOne()).isEqualTo(4_000);
      assertThat(queries.bytes(DEVICE, RecordNames.session(record)))
          .isEqualTo(Files.readAllBytes(record));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeBelievedIsKeptAsideAndTheNextSessionGoesOn(Databases kind) throws Exception {
    Path forged = Records.write(book, "C1", 10);
    Path honest = Records.write(book, "C2", 10);
    try (Database database = Database.at(kind.fresh(folder))) {
      RecordStore store = new RecordStore(database, CLOCK, true);
      List<Chunk> chunks = chunks(forged);
      take(store, chunks.get(0));
      byte[] lines = chunks.get(1).lines().clone();
      lines[lines.length / 2] ^= 1;
      Chunk bad =
          new Chunk(chunks.get(1).session(), chunks.get(1).offset(), lines, chunks.get(1).key());

      RecordStore.Taken taken = take(store, bad);
      take(store, bad);

      assertThat(taken.problem()).isPresent();
      assertThat(taken.has().bytes()).isEqualTo(chunks.get(0).lines().length);
      RecordQueries queries = new RecordQueries(database);
      assertThat(queries.counts().quarantined()).isEqualTo(1);
      assertThat(queries.counts().problems()).isEqualTo(1);
      assertThat(take(store, chunks.get(1)).problem()).isPresent();
      for (Chunk chunk : chunks(honest)) {
        assertThat(take(store, chunk).problem()).isEmpty();
      }
      assertThat(queries.ofClient("C2").getFirst().closed()).contains("closed");
    }
  }

  @ParameterizedTest
  @EnumSource
  void chunksOfManyShareOneCommitAndAForgedOneKeepsNoOtherOut(Databases kind) throws Exception {
    Path forged = Records.write(book, "C1", 10);
    Path honest = Records.write(book, "C2", 10);
    try (Database database = Database.at(kind.fresh(folder))) {
      RecordStore store = new RecordStore(database, CLOCK, true);
      List<Chunk> all = new ArrayList<>(chunks(honest));
      Chunk first = chunks(forged).getFirst();
      byte[] lines = first.lines().clone();
      lines[lines.length / 2] ^= 1;
      all.add(1, new Chunk(first.session(), first.offset(), lines, first.key()));
      all.add(all.getFirst()); // and one of them twice

      List<RecordStore.Taken> taken =
          store.take(
              all.stream()
                  .map(chunk -> new RecordStore.Sent(DEVICE, chunk, chunk.encode()))
                  .toList());

      assertThat(taken).hasSameSizeAs(all);
      assertThat(taken.get(1).news().quarantined()).isTrue();
      assertThat(taken.getLast().news()).isEqualTo(RecordStore.News.NONE);
      assertThat(taken.get(all.size() - 2).has().closed()).isTrue();
      RecordQueries queries = new RecordQueries(database);
      assertThat(queries.bytes(DEVICE, RecordNames.session(honest)))
          .isEqualTo(Files.readAllBytes(honest));
      assertThat(queries.counts().quarantined()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyEnrolledDevicesAreBelievedWhereThatIsAsked(Databases kind) throws Exception {
    Path record = Records.write(book, "C1", 3);
    try (Database database = Database.at(kind.fresh(folder))) {
      RecordStore store = new RecordStore(database, CLOCK, false);
      Devices devices = new Devices(database, CLOCK);
      Chunk first = chunks(record).getFirst();

      assertThat(take(store, first).problem()).contains("the device is not enrolled");
      devices.enrol(DEVICE, SigningKey.in(folder.resolve("other")).publicText());
      assertThat(take(store, first).problem().orElseThrow()).contains("another key");
      assertThat(new RecordQueries(database).counts().records()).isZero();
      devices.enrol(DEVICE, key.publicText());
      assertThat(take(store, first).problem()).isEmpty();
      assertThat(devices.all().getFirst().revokedMs()).isEmpty();
      assertThat(devices.revoke(DEVICE)).isTrue();
      assertThat(take(store, chunks(record).get(1)).problem()).contains("the device is revoked");
      assertThat(devices.all().getFirst().revokedMs()).isPresent();
      assertThat(devices.revoke("clinic/pi/nobody")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLotIsRecalledAndAClientForgotten(Databases kind) throws Exception {
    Path record = Records.write(book, "C1", 3);
    Path other = Records.write(book, "C2", 3);
    try (Database database = Database.at(kind.fresh(folder))) {
      RecordStore store = new RecordStore(database, CLOCK, true);
      for (Path file : List.of(record, other)) {
        chunks(file).forEach(chunk -> take(store, chunk));
      }
      RecordQueries queries = new RecordQueries(database);
      assertThat(queries.ofLot("L-C1"))
          .extracting(RecordQueries.Use::client, RecordQueries.Use::session)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("C1", RecordNames.session(record).value()));
      assertThat(queries.ofLot("unknown")).isEmpty();

      assertThat(new Erasure(database, Sites.none(), CLOCK).ofClient("C1")).hasSize(1);

      assertThat(queries.ofClient("C1")).isEmpty();
      assertThat(queries.ofLot("L-C1")).isEmpty();
      assertThat(queries.bytes(DEVICE, RecordNames.session(record))).isEmpty();
      assertThat(take(store, chunks(record).getFirst()).problem().orElseThrow())
          .contains("erased on request");
      assertThat(queries.ofClient("C2")).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRecordIsErasedWhenTheTimeOfItsSiteIsOver(Databases kind) throws Exception {
    Path record = Records.write(book, "C1", 3);
    Sites sites = new Sites(Map.of("clinic", new SiteTemplate("Berlin", 3, Set.of())));
    try (Database database = Database.at(kind.fresh(folder))) {
      RecordStore store = new RecordStore(database, CLOCK, true);
      chunks(record).forEach(chunk -> take(store, chunk));
      RecordQueries queries = new RecordQueries(database);
      InstantSource before = () -> Instant.parse("2029-11-27T12:59:59Z");
      InstantSource after = () -> Instant.parse("2029-11-27T13:00:01Z");

      assertThat(new Erasure(database, sites, before).ofDue()).isEmpty();
      assertThat(new Erasure(database, Sites.none(), after).due()).isEmpty();
      assertThat(queries.bytes(DEVICE, RecordNames.session(record))).isNotEmpty();

      Erasure erasure = new Erasure(database, sites, after);
      assertThat(erasure.ofDue()).hasSize(1);
      assertThat(erasure.due()).isEmpty();
      assertThat(queries.bytes(DEVICE, RecordNames.session(record))).isEmpty();
      assertThat(queries.newest(1).getFirst().erased())
          .contains("erased after 3 years on 2029-11-27T13:00:01Z");
      assertThat(queries.counts().problems()).isZero();
      assertThat(take(store, chunks(record).getFirst()).problem().orElseThrow())
          .contains("erased after 3 years");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCameLatelyIsKeptHoweverOldItsDeviceThinksItIsAndQuarantineEndsToo(Databases kind)
      throws Exception {
    Path record = Records.write(book, "C1", 3);
    Instant arrived = Instant.parse("2037-01-01T00:00:00Z");
    try (Database database = Database.at(kind.fresh(folder))) {
      RecordStore store = new RecordStore(database, () -> arrived, true);
      List<Chunk> chunks = chunks(record);
      chunks.forEach(chunk -> take(store, chunk));
      Chunk forged =
          new Chunk(
              RecordNames.session(record),
              0,
              chunks.getFirst().lines(),
              SigningKey.in(folder.resolve("other")).publicText());
      assertThat(take(store, forged).news().quarantined()).isTrue();
      RecordQueries queries = new RecordQueries(database);

      assertThat(new Erasure(database, Sites.none(), () -> arrived.plusSeconds(60)).ofDue())
          .isEmpty();
      assertThat(queries.counts().quarantined()).isEqualTo(1);
      InstantSource later = () -> Instant.parse("2047-01-02T00:00:00Z");
      assertThat(new Erasure(database, Sites.none(), later).ofDue()).hasSize(1);
      assertThat(queries.counts().quarantined()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatASiteWantsToldAndARecordDoesNotTellIsNamed(Databases kind) throws Exception {
    Path record = Records.write(book, "C1", 3);
    try (Database database = Database.at(kind.fresh(folder))) {
      RecordStore store = new RecordStore(database, CLOCK, true);
      List<Chunk> chunks = chunks(record);
      RecordQueries queries = new RecordQueries(database);
      Sites strict =
          new Sites(
              Map.of(
                  "clinic",
                  new SiteTemplate("Berlin", 10, EnumSet.allOf(SiteTemplate.Part.class))));
      chunks.subList(0, chunks.size() - 1).forEach(chunk -> take(store, chunk));
      assertThat(queries.missing(queries.newest(1).getFirst(), strict)).isEmpty();
      take(store, chunks.getLast());

      RecordQueries.Stored whole = queries.newest(1).getFirst();
      assertThat(queries.missing(whole, strict))
          .containsExactly(
              SiteTemplate.Part.PRACTITIONER,
              SiteTemplate.Part.DEPTH_CHECK,
              SiteTemplate.Part.GUARDS);
      assertThat(queries.missing(whole, Sites.none())).isEmpty();
    }
  }

  @Test
  void postgresqlKeepsWhatGrowsByTheMonthWhateverTheDeviceThinksTheTimeIs() throws Exception {
    Path record = Records.write(book, "C1", 20);
    try (Database database = Database.at(Databases.POSTGRES.fresh(folder))) {
      Partitions.ahead(database, CLOCK.instant());
      Partitions.ahead(database, CLOCK.instant());
      chunks(record).forEach(chunk -> take(new RecordStore(database, CLOCK, true), chunk));
      Instant far = Instant.parse("2031-01-31T00:00:00Z");
      RecordStore later = new RecordStore(database, () -> far, true);
      Path other = Records.write(book, "C2", 3);
      chunks(other).forEach(chunk -> take(later, chunk));

      assertThat(rows(database, "entry_2026_11")).isEqualTo(rows(database, "entry")).isPositive();
      assertThat(rows(database, "stroke_second_2026_11")).isEqualTo(23);
      assertThat(rows(database, "chunk_2026_11")).isPositive();
      assertThat(rows(database, "chunk_other")).isPositive();
      assertThat(rows(database, "chunk_2027_01")).isZero();
      // Its rows are in the default part: the month stays there, and the next ones are made.
      Partitions.ahead(database, far);
      assertThat(rows(database, "chunk_2031_02")).isZero();
      assertThat(new RecordQueries(database).bytes(DEVICE, RecordNames.session(other)))
          .isEqualTo(Files.readAllBytes(other));
    }
  }

  private static long rows(Database database, String table) {
    return database
        .jdbi()
        .withHandle(
            handle -> handle.select("SELECT COUNT(*) FROM " + table).mapTo(Long.class).one());
  }

  @Test
  void aBackupBringsBackWhatWasThere() throws Exception {
    Path record = Records.write(book, "C1", 20);
    Path file = folder.resolve("clinic.db");
    Path backup = folder.resolve("backup.db");
    List<Chunk> chunks = chunks(record);
    try (Database database = Database.sqlite(file)) {
      RecordStore store = new RecordStore(database, CLOCK, true);
      take(store, chunks.getFirst());
      Backup.write(database, backup);
      assertThatThrownBy(() -> Backup.write(database, backup))
          .hasMessageContaining("there already");
      chunks.forEach(chunk -> take(store, chunk));
    }

    Path aside = Backup.restore(backup, file);

    assertThat(aside).exists();
    try (Database database = Database.sqlite(file)) {
      RecordStore store = new RecordStore(database, CLOCK, true);
      // As the device finds out: it is told how far the clinic is, and goes on from there.
      assertThat(take(store, chunks.getLast()).has().bytes())
          .isEqualTo(chunks.getFirst().lines().length);
      chunks.forEach(chunk -> take(store, chunk));
      assertThat(new RecordQueries(database).bytes(DEVICE, RecordNames.session(record)))
          .isEqualTo(Files.readAllBytes(record));
    }
    Path text = Files.writeString(folder.resolve("notes.txt"), "hello, this is no database at all");
    assertThatThrownBy(() -> Backup.restore(text, file))
        .hasMessageContaining("no store of a clinic");
  }

  /** A clinic with a whole record and one still under way, and its backup. */
  private Path backupOfTwo() throws IOException {
    Path backup = folder.resolve("backup.db");
    try (Database database = Database.sqlite(folder.resolve("clinic.db"))) {
      RecordStore store = new RecordStore(database, CLOCK, true);
      chunks(Records.write(book, "C1", 20)).forEach(chunk -> take(store, chunk));
      take(store, chunks(Records.write(book, "C2", 20)).getFirst());
      Backup.write(database, backup);
    }
    return backup;
  }

  @Test
  void aDrillRestoresABackupElsewhereAndChecksEveryRecord() throws Exception {
    Path backup = backupOfTwo();
    Path scratch = Files.createDirectory(folder.resolve("scratch"));

    RestoreDrill drill = RestoreDrill.of(backup, scratch, _ -> {});

    assertThat(drill.problems()).isEmpty();
    assertThat(drill.checked()).isEqualTo(2);
    assertThat(drill.entries()).isGreaterThan(43);
  }

  @Test
  void aDrillNamesARecordThatTheBackupDoesNotHoldWhole() throws Exception {
    Path backup = backupOfTwo();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + backup);
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM chunk WHERE at_byte > 0");
      statement.execute("UPDATE session SET sealed = sealed + 1 WHERE client = 'C2'");
    }
    Path scratch = Files.createDirectory(folder.resolve("scratch"));

    RestoreDrill drill = RestoreDrill.of(backup, scratch, _ -> {});

    assertThat(drill.checked()).isZero();
    assertThat(drill.problems())
        .hasSize(2)
        .anyMatch(problem -> problem.contains("bytes are there of"))
        .anyMatch(problem -> problem.contains("signed, are sound of"));
  }

  @Test
  void badAddressesOfAStoreAreNamed() {
    assertThatThrownBy(() -> Database.at("jdbc:mysql://x/y")).hasMessageContaining("allowed are");
    assertThatThrownBy(() -> Database.at("/proc/nowhere/clinic.db"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Database.at("jdbc:postgresql://127.0.0.1:1/none?connectTimeout=1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be opened");
  }
}
