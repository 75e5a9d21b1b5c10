package org.stipple.telemetry.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.audit.AuditLog;
import org.stipple.telemetry.broker.CuttableWire;
import org.stipple.telemetry.broker.EmbeddedBroker;
import org.stipple.telemetry.edge.EdgeSettings;
import org.stipple.telemetry.intake.RecordIngester;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.record.RecordNames;
import org.stipple.telemetry.record.RecordPart;
import org.stipple.telemetry.record.RecordPart.Standing;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.DeviceId;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.store.Backup;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.RecordQueries;
import org.stipple.telemetry.store.RecordStore;
import org.stipple.telemetry.store.Records;
import org.stipple.telemetry.upload.Receipt;
import org.stipple.telemetry.upload.Receipts;

/** Records on their whole way: a book, a real broker, ingesters, a real store, and back. */
final class RecordUplinkTest {

  private static final String DEVICE = "clinic/pi/chair-1";
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private EmbeddedBroker broker;
  private CuttableWire wire;
  private SigningKey key;
  private SigningKey clinic;
  private SessionBook book;
  private Database database;
  private RecordStore store;
  private RecordQueries queries;
  private final List<RecordIngester> ingesters = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start(0);
    wire = new CuttableWire(broker.uri());
    key = SigningKey.in(folder.resolve("device"));
    clinic = SigningKey.in(folder.resolve("clinic"), "clinic");
    book = SessionBook.in(folder.resolve("device"), InstantSource.system(), key);
    database = Database.sqlite(folder.resolve("clinic.db"));
    store = new RecordStore(database, InstantSource.system(), true);
    queries = new RecordQueries(database);
  }

  @AfterEach
  void stop() throws Exception {
    ingesters.forEach(RecordIngester::close);
    book.close();
    database.close();
    wire.close();
    broker.close();
  }

  private RecordIngester ingester(String id) {
    RecordIngester ingester =
        new RecordIngester(
            new MqttSettings(broker.uri(), id, 5, 50, 200),
            store,
            clinic,
            new AuditLog(folder, InstantSource.system()));
    ingesters.add(ingester);
    ingester.start();
    return ingester;
  }

  private RecordUplink uplink(URI uri) {
    EdgeSettings settings =
        new EdgeSettings(
            "clinic",
            "pi",
            new DeviceId("chair-1"),
            new MqttSettings(uri, "pi", 5, 50, 200),
            folder.resolve("edge.state"));
    RecordUplink uplink =
        new RecordUplink(
            settings, book, key.publicKey(), folder.resolve("clinic-of-the-device.pub"));
    uplink.start();
    return uplink;
  }

  private void awaitWhole(RecordUplink uplink, int records) {
    await()
        .atMost(LONG)
        .untilAsserted(() -> {
          assertThat(uplink.backlog().records()).isEqualTo(records);
          assertThat(uplink.backlog().waiting()).isZero();
        });
  }

  @Test
  void whatIsAcknowledgedIsInTheDatabaseByteForByteAndTheReceiptProvesIt() throws Exception {
    Path closed = Records.write(book, "C1", 120);
    ingester("one");
    try (RecordUplink uplink = uplink(broker.uri())) {
      awaitWhole(uplink, 1);
      // And a session while it goes on.
      SessionId open = Records.open(book, "C2");
      Records.second(book, 0);
      await().atMost(LONG).until(() -> entriesOf(open) == 4);
      assertThat(queries.ofSession(open).getFirst().closed()).isEmpty();
      Records.second(book, 1);
      book.close(200, 2);
      await().atMost(LONG).until(() -> entriesOf(open) == 7);
      assertThat(queries.ofSession(open).getFirst().closed()).contains("closed");
    }

    SessionId id = RecordNames.session(closed);
    assertThat(queries.bytes(DEVICE, id)).isEqualTo(Files.readAllBytes(closed));
    Receipt receipt = Receipt.decode(Files.readAllBytes(closed.resolveSibling(id + ".receipt")));
    assertThat(receipt.isBy(clinic.publicKey())).isTrue();
    assertThat(receipt.has().bytes()).isEqualTo(Files.size(closed));
    assertThat(receipt.has().closed()).isTrue();
    assertThat(receipt.isBy(key.publicKey())).isFalse();
    // Whoever cuts the record below what was acknowledged is found out, even at a line's end.
    assertThat(Receipts.objection(closed)).isEmpty();
    String text = Files.readString(closed);
    Files.writeString(closed, text.substring(0, text.indexOf("\n", text.length() / 2) + 1));
    assertThat(Receipts.objection(closed).orElseThrow()).contains("TAMPERING", "was cut off");
  }

  private long entriesOf(SessionId session) {
    return queries.ofSession(session).stream()
        .mapToLong(RecordQueries.Stored::entries)
        .findFirst()
        .orElse(0);
  }

  @Test
  void linesThatBreakAndIngestersThatComeAndGoLoseAndDoubleNothing() throws Exception {
    List<Path> records = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      records.add(Records.write(book, "C" + i, 60));
    }
    RecordIngester first = ingester("one");
    ingester("two");
    try (RecordUplink uplink = uplink(wire.uri())) {
      for (int cut = 0; cut < 8; cut++) {
        long before = queries.counts().strokes() + queries.strokesOneByOne();
        wire.cut();
        if (cut == 3) {
          first.close();
          ingester("three");
        }
        await()
            .atMost(LONG)
            .until(() ->
                uplink.backlog().waiting() == 0
                    || queries.counts().strokes() + queries.strokesOneByOne() > before);
      }
      awaitWhole(uplink, 6);
    }
    for (Path record : records) {
      assertThat(queries.bytes(DEVICE, RecordNames.session(record)))
          .isEqualTo(Files.readAllBytes(record));
    }
    assertThat(queries.strokesOneByOne()).isEqualTo(6 * 6_000);
    assertThat(queries.counts().quarantined()).isZero();
  }

  private void awaitClosed(String client) {
    await()
        .atMost(LONG)
        .until(() -> queries.ofClient(client).stream().anyMatch(one -> one.closed().isPresent()));
  }

  @Test
  void whatAClinicLostByGoingBackToABackupIsSentAgain() throws Exception {
    Path early = Records.write(book, "C1", 5);
    RecordIngester first = ingester("one");
    Path backup = folder.resolve("backup.db");
    Path late;
    try (RecordUplink uplink = uplink(broker.uri())) {
      awaitClosed("C1");
      Backup.write(database, backup);
      late = Records.write(book, "C2", 5);
      awaitClosed("C2");
      awaitWhole(uplink, 2);
    }
    first.close();
    database.close();
    Backup.restore(backup, folder.resolve("clinic.db"));
    database = Database.sqlite(folder.resolve("clinic.db"));
    store = new RecordStore(database, InstantSource.system(), true);
    queries = new RecordQueries(database);
    assertThat(queries.ofClient("C2")).isEmpty();

    ingester("two");
    try (RecordUplink uplink = uplink(broker.uri())) {
      awaitClosed("C2");
      awaitWhole(uplink, 2);
      assertThat(uplink.backlog().refused()).isZero();
    }
    for (Path record : List.of(early, late)) {
      assertThat(queries.bytes(DEVICE, RecordNames.session(record)))
          .isEqualTo(Files.readAllBytes(record));
    }
  }

  @Test
  void aReceiptThatTheClinicDidNotSignCountsForNothing() throws Exception {
    Records.write(book, "C1", 5);
    ingester("one");
    try (RecordUplink uplink = uplink(broker.uri())) {
      awaitClosed("C1");
      awaitWhole(uplink, 1);
    }
    Path next = Records.write(book, "C2", 5);
    SessionId id = RecordNames.session(next);
    long bytes = Files.size(next);
    Standing all = new Standing(bytes, 12, RecordPart.headAt(next, id, bytes), true);
    SigningKey foreign = SigningKey.in(folder.resolve("foreign"), "clinic");
    Receipt honest = Receipt.by(clinic, DEVICE, id, all, Optional.empty(), Instant.EPOCH);
    Receipt altered =
        new Receipt(
            DEVICE,
            id,
            new Standing(bytes, 11, all.head(), true),
            Optional.empty(),
            Optional.empty(),
            honest.clinicKey(),
            honest.signature());
    Outbox outbox =
        new Outbox(
            book, DEVICE, key.publicText(), folder.resolve("clinic-of-the-device.pub"), () -> 0);

    assertThat(outbox.take(altered)).isFalse();
    assertThat(outbox.take(Receipt.by(foreign, DEVICE, id, all, Optional.empty(), Instant.EPOCH)))
        .isFalse();
    assertThat(Receipts.fileOf(next)).doesNotExist();
    assertThat(outbox.backlog().waiting()).isEqualTo(1);
    assertThat(outbox.backlog().problem().orElseThrow()).contains("the clinic's is another");
    outbox.retryRefused();
    assertThat(outbox.take(honest)).isTrue();
    assertThat(outbox.backlog().waiting()).isZero();
  }

  @Test
  void aRecordOfWhichTheClinicHasAnotherHistoryStaysAndIsTold() throws Exception {
    Path record = Records.write(book, "C1", 5);
    ingester("one");
    try (RecordUplink uplink = uplink(broker.uri())) {
      awaitWhole(uplink, 1);
    }
    // Whoever has the card in hand writes another session under the same name.
    Files.delete(record.resolveSibling(RecordNames.session(record) + ".receipt"));
    byte[] forged = Files.readAllBytes(record);
    int inTheLastSeal = forged.length - 20;
    forged[inTheLastSeal] = (byte) (forged[inTheLastSeal] == 'A' ? 'B' : 'A');
    Files.write(record, forged);
    try (RecordUplink uplink = uplink(broker.uri())) {
      await().atMost(LONG).until(() -> uplink.backlog().refused() == 1);
      assertThat(uplink.backlog().problem().orElseThrow()).contains("another history");
      assertThat(queries.bytes(DEVICE, RecordNames.session(record)))
          .isNotEqualTo(Files.readAllBytes(record));
    }
  }
}
