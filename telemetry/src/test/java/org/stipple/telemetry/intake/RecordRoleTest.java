package org.stipple.telemetry.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.audit.AuditLog;
import org.stipple.telemetry.mqtt.InMessage;
import org.stipple.telemetry.mqtt.Link;
import org.stipple.telemetry.mqtt.MqttFailure;
import org.stipple.telemetry.mqtt.OutMessage;
import org.stipple.telemetry.record.RecordNames;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.RecordStore;
import org.stipple.telemetry.store.Records;
import org.stipple.telemetry.upload.Chunk;
import org.stipple.telemetry.upload.Receipt;
import org.stipple.telemetry.upload.UploadTopic;

/** An ingester on a scripted connection and a real database. */
final class RecordRoleTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-28T08:00:00Z"));

  @TempDir private Path folder;
  private Path file;
  private Database database;
  private AuditLog audit;
  private RecordRole role;
  private final List<OutMessage> published = new ArrayList<>();
  private final Link link =
      new Link() {
        @Override
        public void publish(OutMessage message) {
          published.add(message);
        }

        @Override
        public void subscribe(String filter, int qos) {}

        @Override
        public void hangUp(String why) {}
      };

  @BeforeEach
  void open() throws IOException {
    file = folder.resolve("clinic.db");
    database = Database.sqlite(file);
    audit = new AuditLog(folder, CLOCK);
    role =
        new RecordRole(
            new RecordStore(database, CLOCK, true),
            SigningKey.in(folder.resolve("clinic")),
            audit,
            CLOCK);
  }

  @AfterEach
  void close() {
    audit.close();
    database.close();
  }

  /** The whole record of a device, in one message. */
  private InMessage record(String device) throws IOException {
    SigningKey key = SigningKey.in(folder.resolve(device));
    try (SessionBook book = SessionBook.in(folder.resolve(device + "-book"), CLOCK, key)) {
      Path record = Records.write(book, device, 3);
      Chunk chunk =
          new Chunk(RecordNames.session(record), 0, Files.readAllBytes(record), key.publicText());
      return new InMessage(new UploadTopic("clinic", "pi", device).record(), chunk.encode(), false);
    }
  }

  private void hear(String... devices) throws IOException, MqttFailure {
    for (String device : devices) {
      role.received(record(device), link);
    }
  }

  private List<String> answered() {
    return published.stream().map(message -> Receipt.decode(message.payload()).device()).toList();
  }

  private void breakStore(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void whatCameTogetherIsAnsweredTogetherOnceItIsStored() throws Exception {
    hear("a", "b", "c");
    assertThat(published).isEmpty();

    role.work(link);

    assertThat(answered()).containsExactly("clinic/pi/a", "clinic/pi/b", "clinic/pi/c");
    assertThat(role.status(true, 0).chunks()).isEqualTo(3);
    assertThat(role.status(true, 0).strokes()).isEqualTo(900);
  }

  @Test
  void oneThatTheDatabaseDoesNotTakeKeepsNoOtherOut() throws Exception {
    breakStore(
        "CREATE TRIGGER poison BEFORE INSERT ON chunk WHEN NEW.device = 'clinic/pi/b'"
            + " BEGIN SELECT RAISE(ABORT, 'poison'); END");
    hear("a", "b", "c");

    role.work(link);

    assertThat(answered()).containsExactly("clinic/pi/a", "clinic/pi/c");
    assertThat(role.status(true, 0).failures()).isEqualTo(2); // all together, and it alone
  }

  @Test
  void aDatabaseThatTakesNothingIsNotAskedForEachOfThem() throws Exception {
    breakStore(
        "CREATE TRIGGER poison BEFORE INSERT ON chunk BEGIN SELECT RAISE(ABORT, 'gone'); END");
    hear("a", "b", "c", "d", "e");

    role.work(link);

    assertThat(answered()).isEmpty();
    assertThat(role.status(true, 0).failures()).isEqualTo(4);
  }

  @Test
  void whatWaitedForALostConnectionIsSentAgainByItsDevices() throws IOException, MqttFailure {
    hear("a");
    role.connected(link);

    role.work(link);

    assertThat(answered()).isEmpty();
  }
}
