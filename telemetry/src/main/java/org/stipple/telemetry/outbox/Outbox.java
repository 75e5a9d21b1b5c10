package org.stipple.telemetry.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.record.RecordPart;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SessionBook.Durable;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.upload.Chunk;
import org.stipple.telemetry.upload.Receipt;
import org.stipple.telemetry.upload.Receipts;

/**
 * What the clinic has not acknowledged yet. Nothing is kept twice: the records themselves are the
 * outbox, and beside each lies the clinic's last receipt for it. One thread.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private final SessionBook book;
  private final String address;
  private final String key;
  private final Map<SessionId, Long> acknowledged = new HashMap<>();
  private final Map<SessionId, String> refused = new HashMap<>();

  /**
   * Of a book's records.
   *
   * @param address of the device, GROUP/NODE/DEVICE
   * @param key the public key the records are signed by, as text
   */
  Outbox(SessionBook book, String address, String key) {
    this.book = book;
    this.address = address;
    this.key = key;
  }

  /** The next chunk to be sent, of the oldest record that has more; empty where all is there. */
  Optional<Chunk> next() throws IOException {
    for (Durable record : book.durable()) {
      long from = acknowledged(record);
      if (from < record.bytes() && !refused.containsKey(record.session())) {
        Optional<byte[]> lines = wholeLines(record, from);
        if (lines.isPresent()) {
          return Optional.of(new Chunk(record.session(), from, lines.get(), key));
        }
      }
    }
    return Optional.empty();
  }

  /** As many as fit, up to the last signed one if there is one; at least one whole line. */
  private Optional<byte[]> wholeLines(Durable record, long from) throws IOException {
    int most = (int) Math.min(Chunk.LINES_MAX, record.bytes() - from);
    byte[] bytes = RecordPart.bytes(record.file(), from, most);
    int end = RecordPart.endOfSealed(bytes);
    if (end == 0) {
      refuse(record.session(), "a line of it is too long to be sent");
      return Optional.empty();
    }
    return Optional.of(java.util.Arrays.copyOf(bytes, end));
  }

  private long acknowledged(Durable record) {
    return acknowledged.computeIfAbsent(record.session(), _ -> readReceipt(record));
  }

  private long readReceipt(Durable record) {
    try {
      Optional<Receipt> kept = Receipts.of(record.file());
      if (kept.isPresent() && kept.get().device().equals(address) && agrees(record, kept.get())) {
        return kept.get().has().bytes();
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn(
          "{} is no receipt ({}): the record is sent again",
          Receipts.fileOf(record.file()),
          e.getMessage());
    }
    return 0;
  }

  /**
   * Takes a receipt: keeps it, so that what it covers is never sent again.
   *
   * @return whether it was for a record of ours and told something
   */
  boolean take(Receipt receipt) throws IOException {
    Optional<Durable> found =
        book.durable().stream()
            .filter(record -> record.session().equals(receipt.session()))
            .findFirst();
    if (found.isEmpty() || !receipt.device().equals(address)) {
      return false;
    }
    Durable record = found.get();
    if (receipt.problem().isPresent()) {
      refuse(record.session(), "the clinic takes no more of it: " + receipt.problem().get());
      return true;
    }
    if (!agrees(record, receipt)) {
      refuse(
          record.session(),
          "the clinic has another history of it, up to byte " + receipt.has().bytes());
      return true;
    }
    if (receipt.has().bytes() > acknowledged(record)) {
      keep(Receipts.fileOf(record.file()), receipt.encode());
    }
    acknowledged.put(record.session(), receipt.has().bytes());
    return true;
  }

  /** Whether what the clinic has is what lies here. */
  private static boolean agrees(Durable record, Receipt receipt) throws IOException {
    long bytes = receipt.has().bytes();
    try {
      return bytes <= record.bytes()
          && RecordPart.headAt(record.file(), record.session(), bytes).equals(receipt.has().head());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static void keep(Path file, byte[] receipt) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.write(beside, receipt);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void refuse(SessionId session, String why) {
    if (!why.equals(refused.put(session, why))) {
      LOG.error("record {} stays here: {}", session, why);
    }
  }

  /** The refused ones are tried again: somebody may have put things right at the clinic. */
  void retryRefused() {
    refused.clear();
  }

  /** What is left to do. */
  Backlog backlog() throws IOException {
    List<Durable> records = book.durable();
    long bytes = 0;
    int waiting = 0;
    for (Durable record : records) {
      long left = record.bytes() - acknowledged(record);
      bytes += Math.max(0, left);
      waiting += left > 0 ? 1 : 0;
    }
    Optional<String> problem =
        refused.entrySet().stream()
            .findFirst()
            .map(first -> "record " + first.getKey() + ": " + first.getValue());
    return new Backlog(records.size(), waiting, bytes, refused.size(), problem);
  }
}
