package org.stipple.telemetry.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.record.RecordNames;
import org.stipple.telemetry.record.RecordPart;
import org.stipple.telemetry.record.RecordPart.Standing;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.store.Records;
import org.stipple.telemetry.upload.Receipt;
import org.stipple.telemetry.upload.Receipts;

final class RetentionTest {

  private static final String DEVICE = "clinic/pi/chair-1";
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final int HISTORIES = 30;

  @TempDir Path folder;

  /** What the clinic has said of a record, if anything. */
  private enum Said {
    NOTHING,
    ALL,
    A_PART,
    ALL_BY_ANOTHER_KEY,
    ALL_OF_ANOTHER_DEVICE,
    ALL_BUT_IT_WAS_CHANGED_SINCE,
    ALL_AND_NOW_NO_MORE
  }

  @Test
  void onlyWhatTheClinicHasToItsEndIsRemovedTheOldestFirst() throws Exception {
    SigningKey clinic = SigningKey.in(folder.resolve("clinic"), "clinic");
    SigningKey other = SigningKey.in(folder.resolve("other"), "clinic");
    for (int seed = 0; seed < HISTORIES; seed++) {
      history(new SplittableRandom(seed), folder.resolve("h" + seed), clinic, other);
    }
  }

  private static void history(
      SplittableRandom random, Path here, SigningKey clinic, SigningKey other) throws Exception {
    Path clinicKey = here.resolve("clinic.pub");
    SigningKey key = SigningKey.in(here);
    Files.writeString(clinicKey, clinic.publicText() + "\n");
    Instant[] now = {NOW.minus(Duration.ofDays(200))};
    InstantSource clock = () -> now[0];
    List<Path> removable = new ArrayList<>();
    try (SessionBook book = SessionBook.in(here.resolve("sessions"), clock, key)) {
      Retention retention = new Retention(book, DEVICE, clinicKey, clock);
      int count = random.nextInt(2, 7);
      for (int i = 0; i < count; i++) {
        now[0] = now[0].plus(Duration.ofDays(random.nextInt(1, 40)));
        Path record = Records.write(book, "C" + i, 1);
        Files.setLastModifiedTime(record, FileTime.from(now[0]));
        Said said = Said.values()[random.nextInt(Said.values().length)];
        say(said, record, clinic, other);
        if (said == Said.ALL && i < count - 1) {
          removable.add(record);
        }
      }
      boolean open = random.nextBoolean();
      if (open) {
        SessionId id = Records.open(book, "open");
        say(Said.ALL, book.fileOf(id), clinic, other);
        // The one before is not the last any more.
        Path last = lastClosed(book);
        if (Receipts.of(last).isPresent() && isGood(last, clinic)) {
          removable.add(last);
        }
      }
      List<Path> expected = new ArrayList<>(removable);
      if (random.nextBoolean()) {
        Instant before = now[0].minus(Duration.ofDays(random.nextInt(0, 60)));
        expected.removeIf(file -> !modified(file).isBefore(before));
        assertThat(retention.removeOlderThan(before)).isEqualTo(expected.size());
      } else {
        for (Path file : removable) {
          assertThat(file).exists();
          assertThat(retention.removeOldest()).isTrue();
          assertThat(file).doesNotExist();
        }
        assertThat(retention.removeOldest()).isFalse();
      }
      for (Path file : expected) {
        assertThat(file).doesNotExist();
        assertThat(Receipts.fileOf(file)).exists();
        assertThat(Files.readString(file.resolveSibling(Retention.LIST)))
            .contains(RecordNames.session(file).value());
      }
      assertThat(book.durable()).hasSize(count + (open ? 1 : 0) - expected.size());
    }
  }

  private static Path lastClosed(SessionBook book) throws Exception {
    List<SessionBook.Durable> all = book.durable();
    return all.get(all.size() - 2).file();
  }

  private static boolean isGood(Path record, SigningKey clinic) throws Exception {
    Receipt receipt = Receipts.of(record).orElseThrow();
    return receipt.problem().isEmpty()
        && receipt.isBy(clinic.publicKey())
        && receipt.device().equals(DEVICE)
        && receipt.has().closed()
        && receipt.has().bytes() == Files.size(record)
        && RecordPart.headAt(record, receipt.session(), receipt.has().bytes())
            .equals(receipt.has().head());
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void say(Said said, Path record, SigningKey clinic, SigningKey other)
      throws Exception {
    SessionId id = RecordNames.session(record);
    long bytes = Files.size(record);
    Standing all = new Standing(bytes, 4, RecordPart.headAt(record, id, bytes), true);
    Instant at = NOW;
    Optional<Receipt> receipt =
        switch (said) {
          case NOTHING -> Optional.empty();
          case ALL, ALL_BUT_IT_WAS_CHANGED_SINCE ->
              Optional.of(Receipt.by(clinic, DEVICE, id, all, Optional.empty(), at));
          case A_PART ->
              Optional.of(
                  Receipt.by(clinic, DEVICE, id, Standing.beginning(id), Optional.empty(), at));
          case ALL_BY_ANOTHER_KEY ->
              Optional.of(Receipt.by(other, DEVICE, id, all, Optional.empty(), at));
          case ALL_OF_ANOTHER_DEVICE ->
              Optional.of(Receipt.by(clinic, "clinic/pi/other", id, all, Optional.empty(), at));
          case ALL_AND_NOW_NO_MORE ->
              Optional.of(Receipt.by(clinic, DEVICE, id, all, Optional.of("refused"), at));
        };
    if (receipt.isPresent()) {
      Files.write(Receipts.fileOf(record), receipt.get().encode());
    }
    if (said == Said.ALL_BUT_IT_WAS_CHANGED_SINCE) {
      byte[] changed = Files.readAllBytes(record);
      changed[changed.length - 5] ^= 1;
      FileTime time = Files.getLastModifiedTime(record);
      Files.write(record, changed);
      Files.setLastModifiedTime(record, time);
    }
  }
}
