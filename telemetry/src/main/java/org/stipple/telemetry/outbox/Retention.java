package org.stipple.telemetry.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.record.Folders;
import org.stipple.telemetry.record.RecordPart;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SessionBook.Durable;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.upload.Receipt;
import org.stipple.telemetry.upload.Receipts;

/**
 * Removes records from a device that the clinic has: closed, and acknowledged to the last byte by a
 * receipt that the clinic signed and that lies beside them. Never another one, never the open one,
 * and never the one that was opened last, since a session may go on with it. The receipts stay, as
 * proof of where the records are; {@link #LIST} tells what was removed and when.
 *
 * <p>One cold thread; {@link #kept} may be asked by any.
 */
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /** Name of the list of what was removed, in the records' folder: a line each. */
  public static final String LIST = "removed.list";

  private final SessionBook book;
  private final String address;
  private final Path clinicKey;
  private final InstantSource clock;

  /** Receipts that were found good, and for how much: signatures take their time. */
  private final Map<SessionId, Known> good = new HashMap<>();

  private volatile int kept;

  /**
   * Of a book's records.
   *
   * @param address of the device, GROUP/NODE/DEVICE
   * @param clinicKey file of the clinic's public key, as the first receipt brought it
   */
  public Retention(SessionBook book, String address, Path clinicKey, InstantSource clock) {
    this.book = book;
    this.address = address;
    this.clinicKey = clinicKey;
    this.clock = clock;
  }

  /** Records here that might be removed, as of the last look. */
  public int kept() {
    return kept;
  }

  /** When the oldest record here began; empty where there is none. */
  public Optional<Instant> oldest() throws IOException {
    return book.durable().stream().findFirst().flatMap(record -> record.session().openedAt());
  }

  /**
   * Removes what ended before that.
   *
   * @return how many records are gone
   */
  public int removeOlderThan(Instant before) throws IOException {
    List<Durable> acknowledged = acknowledged();
    int removed = 0;
    for (Durable record : acknowledged) {
      if (Files.getLastModifiedTime(record.file()).toInstant().isBefore(before)) {
        remove(record, "it was acknowledged long enough ago");
        removed++;
      }
    }
    kept = acknowledged.size() - removed;
    return removed;
  }

  /** Removes the oldest of them, for room; false where there is none. */
  public boolean removeOldest() throws IOException {
    List<Durable> acknowledged = acknowledged();
    if (acknowledged.isEmpty()) {
      return false;
    }
    remove(acknowledged.getFirst(), "the disk needs room");
    kept = acknowledged.size() - 1;
    return true;
  }

  /** All that may be removed, the oldest first. */
  List<Durable> acknowledged() throws IOException {
    List<Durable> all = book.durable();
    List<Durable> acknowledged = new ArrayList<>();
    if (Files.exists(clinicKey)) {
      PublicKey clinic = SigningKey.readPublic(clinicKey);
      for (Durable record : all.subList(0, Math.max(0, all.size() - 1))) {
        if (book.current().filter(record.session()::equals).isEmpty()
            && isKnownGood(record, clinic)) {
          acknowledged.add(record);
        }
      }
    }
    kept = acknowledged.size();
    return acknowledged;
  }

  /**
   * A receipt by its time, and the length of the record it was looked at for: notes lengthen it.
   */
  private record Known(FileTime receipt, long bytes) {}

  private boolean isKnownGood(Durable record, PublicKey clinic) throws IOException {
    Path receipt = Receipts.fileOf(record.file());
    if (!Files.exists(receipt)) {
      return false;
    }
    FileTime written = Files.getLastModifiedTime(receipt);
    if (new Known(written, record.bytes()).equals(good.get(record.session()))) {
      return true;
    }
    boolean is = isAtTheClinic(record, clinic);
    if (is) {
      good.put(record.session(), new Known(written, record.bytes()));
    }
    return is;
  }

  private boolean isAtTheClinic(Durable record, PublicKey clinic) {
    try {
      Optional<Receipt> found = Receipts.of(record.file());
      if (found.isEmpty()) {
        return false;
      }
      Receipt receipt = found.get();
      return receipt.problem().isEmpty()
          && receipt.device().equals(address)
          && receipt.session().equals(record.session())
          && receipt.has().closed()
          && receipt.has().bytes() == Files.size(record.file())
          && receipt.isBy(clinic)
          && RecordPart.headAt(record.file(), record.session(), receipt.has().bytes())
              .equals(receipt.has().head());
    } catch (IOException | IllegalArgumentException _) {
      return false; // what cannot be proven stays
    }
  }

  /**
   * Looked at once more: the clinic may have told meanwhile that it lost it. Listed first, so that
   * a cut in between leaves a record that is listed, and not one that is gone and not listed.
   */
  private void remove(Durable record, String why) throws IOException {
    good.remove(record.session());
    if (!isAtTheClinic(record, SigningKey.readPublic(clinicKey))) {
      throw new IOException("record " + record.session() + " is not at the clinic any more");
    }
    Path list = record.file().resolveSibling(LIST);
    Files.writeString(
        list,
        "%s %d bytes, removed %s: %s%n"
            .formatted(record.session(), record.bytes(), clock.instant(), why),
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    Files.delete(record.file());
    Folders.forceOf(record.file());
    LOG.info("record {} removed: the clinic has it, and {}", record.session(), why);
  }
}
