package org.stipple.telemetry.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.record.Folders;
import org.stipple.telemetry.record.RecordPart;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SessionBook.Durable;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.upload.Chunk;
import org.stipple.telemetry.upload.Receipt;
import org.stipple.telemetry.upload.Receipts;

/**
 * What the clinic has not acknowledged yet. Nothing is kept twice: the records themselves are the
 * outbox, and beside each lies the clinic's last receipt for it. One thread.
 *
 * <p>A receipt counts only if the clinic signed it, whose key is the first one that signed one.
 * What was acknowledged once may be gone again where a clinic had to go back to a backup: after
 * each connecting every record is asked about, by sending its last line again.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** So old may be what is known of the folder; it may hold years of sessions. */
  private static final long LOOK_MS = 500;

  private final SessionBook book;
  private final String address;
  private final String key;
  private final Path clinicKey;
  private final LongSupplier monotonicMs;
  private final Map<SessionId, Long> acknowledged = new HashMap<>();
  private final Map<SessionId, String> refused = new HashMap<>();
  private final Set<SessionId> confirmed = new HashSet<>();
  private List<Durable> records = List.of();
  private long lookedMs;

  /**
   * Of a book's records.
   *
   * @param address of the device, GROUP/NODE/DEVICE
   * @param key the public key the records are signed by, as text
   * @param clinicKey file of the clinic's public key, made with the first receipt
   */
  Outbox(SessionBook book, String address, String key, Path clinicKey, LongSupplier monotonicMs) {
    this.book = book;
    this.address = address;
    this.key = key;
    this.clinicKey = clinicKey;
    this.monotonicMs = monotonicMs;
    this.lookedMs = monotonicMs.getAsLong() - LOOK_MS;
  }

  /** The records are listed anew at the next question: one was removed meanwhile. */
  void lookAgain() {
    lookedMs = monotonicMs.getAsLong() - LOOK_MS;
  }

  /** A connection is new: the clinic may be another than it was. */
  void connected() {
    confirmed.clear();
  }

  private List<Durable> records() throws IOException {
    long nowMs = monotonicMs.getAsLong();
    if (nowMs - lookedMs >= LOOK_MS) {
      records = book.durable();
      lookedMs = nowMs;
    }
    return records;
  }

  /**
   * The next chunk to be sent: of the oldest record that has more, else the last line of one that
   * has not been asked about yet; empty where all is there.
   */
  Optional<Chunk> next() throws IOException {
    for (Durable record : records()) {
      long from = acknowledged(record);
      if (from < record.bytes() && !refused.containsKey(record.session())) {
        Optional<byte[]> lines = wholeLines(record, from);
        if (lines.isPresent()) {
          return Optional.of(new Chunk(record.session(), from, lines.get(), key));
        }
      }
    }
    for (Durable record : records()) {
      if (!confirmed.contains(record.session())
          && !refused.containsKey(record.session())
          && record.bytes() > 0) {
        byte[] line = RecordPart.lastLine(record.file(), record.bytes());
        return Optional.of(new Chunk(record.session(), record.bytes() - line.length, line, key));
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
    return Optional.of(Arrays.copyOf(bytes, end));
  }

  private long acknowledged(Durable record) {
    return acknowledged.computeIfAbsent(record.session(), _ -> readReceipt(record));
  }

  private long readReceipt(Durable record) {
    try {
      Optional<Receipt> kept = Receipts.of(record.file());
      if (kept.isPresent()
          && kept.get().device().equals(address)
          && isSigned(kept.get())
          && agrees(record, kept.get())) {
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
        records().stream().filter(record -> record.session().equals(receipt.session())).findFirst();
    if (found.isEmpty() || !receipt.device().equals(address) || !isSigned(receipt)) {
      return false;
    }
    Durable record = found.get();
    confirmed.add(record.session());
    if (receipt.problem().isPresent()) {
      // A record that was wholly acknowledged and has been erased since is nobody's trouble.
      if (acknowledged(record) < record.bytes()) {
        refuse(record.session(), "the clinic takes no more of it: " + receipt.problem().get());
      }
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
    } else if (receipt.has().bytes() < acknowledged(record)) {
      keep(Receipts.fileOf(record.file()), receipt.encode()); // nothing here may be removed for it
      LOG.warn(
          "record {}: the clinic has lost what it had acknowledged; it is sent again",
          record.session());
    }
    acknowledged.put(record.session(), receipt.has().bytes());
    return true;
  }

  /** By the clinic that signed the first receipt; whoever else writes to the topic is not heard. */
  private boolean isSigned(Receipt receipt) throws IOException {
    PublicKey shown = SigningKey.publicKey(receipt.clinicKey());
    if (!receipt.isBy(shown)) {
      LOG.warn("a receipt for {} that its own key did not sign; dropped", receipt.session());
      return false;
    }
    if (!Files.exists(clinicKey)) {
      keep(clinicKey, (receipt.clinicKey() + "\n").getBytes(StandardCharsets.UTF_8));
      LOG.info("the clinic is known by its key {} from now on", SigningKey.fingerprint(shown));
      return true;
    }
    if (!SigningKey.readPublic(clinicKey).equals(shown)) {
      refuse(
          receipt.session(),
          "a receipt by key %s came, and the clinic's is another; if the clinic has a new key, remove %s"
              .formatted(SigningKey.fingerprint(shown), clinicKey));
      return false;
    }
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

  /** On the disk when this returns: by it a record is removed one day. */
  private static void keep(Path file, byte[] receipt) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.write(
        beside,
        receipt,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Folders.forceOf(file);
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
    long bytes = 0;
    int waiting = 0;
    for (Durable record : records()) {
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
