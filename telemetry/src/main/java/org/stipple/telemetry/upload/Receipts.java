package org.stipple.telemetry.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.stipple.telemetry.record.RecordNames;
import org.stipple.telemetry.record.RecordPart;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.SessionId;

/** The clinic's receipts, each of which lies beside its record. */
public final class Receipts {

  private static final String SUFFIX = ".receipt";

  private Receipts() {}

  /** Where the receipt for that record lies. */
  public static Path fileOf(Path record) {
    String name = String.valueOf(record.getFileName());
    return record.resolveSibling(name.substring(0, name.lastIndexOf('.')) + SUFFIX);
  }

  /**
   * The receipt beside a record; empty where there is none.
   *
   * @throws IOException where it cannot be read
   * @throws IllegalArgumentException where it is no receipt
   */
  public static Optional<Receipt> of(Path record) throws IOException {
    Path file = fileOf(record);
    return Files.exists(file)
        ? Optional.of(Receipt.decode(Files.readAllBytes(file)))
        : Optional.empty();
  }

  /** What a clinic acknowledged of a record and the record has no more; empty = nothing. */
  public static Optional<String> objection(Path record) throws IOException {
    Optional<Receipt> found;
    try {
      found = of(record);
    } catch (IllegalArgumentException e) {
      return Optional.of("the receipt beside it is damaged: " + e.getMessage());
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Receipt receipt = found.get();
    SessionId session = RecordNames.session(record);
    long bytes = receipt.has().bytes();
    boolean signed;
    try {
      signed = receipt.isBy(SigningKey.publicKey(receipt.clinicKey()));
    } catch (IllegalArgumentException _) {
      signed = false;
    }
    if (!signed || !receipt.session().equals(session)) {
      return Optional.of("the receipt beside it is not what a clinic signed for this session");
    }
    String acknowledged =
        "a clinic acknowledged %d entries (%d bytes) of it"
            .formatted(receipt.has().entries(), bytes);
    if (Files.size(record) < bytes) {
      return Optional.of(
          "TAMPERING: %s, and only %d bytes are there: its end was cut off"
              .formatted(acknowledged, Files.size(record)));
    }
    try {
      return RecordPart.headAt(record, session, bytes).equals(receipt.has().head())
          ? Optional.empty()
          : Optional.of("TAMPERING: " + acknowledged + ", and what is there is something else");
    } catch (IllegalArgumentException _) {
      return Optional.of("TAMPERING: " + acknowledged + ", and what is there is something else");
    }
  }
}
