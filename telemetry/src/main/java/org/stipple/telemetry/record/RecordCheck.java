package org.stipple.telemetry.record;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.stipple.telemetry.session.SessionId;

/**
 * What a record's file can prove, without the device that made it.
 *
 * @param session whose it is, by the file's name, to which its first line is bound
 * @param entries the entries that are sound
 * @param sealed how many of these a valid seal of that key covers
 * @param closed whether it is closed; notes may follow that
 * @param problems everything that is wrong, each with its place; empty = all of it is as it was
 *     written and signed
 */
public record RecordCheck(
    SessionId session,
    List<RecordedEntry> entries,
    int sealed,
    boolean closed,
    List<String> problems) {

  /** Bad seals that are named one by one. */
  private static final int NAMED_MAX = 3;

  /** Keeps its own lists. */
  public RecordCheck {
    entries = List.copyOf(entries);
    problems = List.copyOf(problems);
  }

  /** Whether nothing is wrong. */
  public boolean sound() {
    return problems.isEmpty();
  }

  /** The same with one problem more, which another than the file itself told. */
  public RecordCheck withProblem(String problem) {
    List<String> more = new ArrayList<>(problems);
    more.add(problem);
    return new RecordCheck(session, entries, sealed, closed, more);
  }

  /**
   * Checks chain and seals.
   *
   * @throws IOException when the file cannot be read
   * @throws IllegalArgumentException when it is no record by its name
   */
  public static RecordCheck of(Path file, PublicKey key) throws IOException {
    SessionId session = RecordNames.session(file);
    RecordLines lines = RecordLines.read(file, session);
    List<String> problems = new ArrayList<>();
    if (!lines.closed() && (lines.wrong().isEmpty() || lines.torn())) {
      problems.add(
          "interrupted at "
              + (lines.entries().isEmpty()
                  ? "its beginning"
                  : "entry " + lines.entries().getLast().number())
              + ": its end is missing, or the session still goes on");
    }
    lines.wrong().ifPresent(problems::add);
    int sealed = sealed(lines, session, key, problems);
    if (!lines.chained() && !lines.entries().isEmpty()) {
      problems.add("its lines carry no hashes: an early version wrote it, nothing can be proven");
    } else if (sealed < lines.entries().size()) {
      problems.add("entries %d to %d are not signed".formatted(sealed, lines.entries().size() - 1));
    }
    if (lines.cutBytes() > 0) {
      problems.add("its last line was cut: %d bytes of it are there".formatted(lines.cutBytes()));
    }
    return new RecordCheck(session, lines.entries(), sealed, lines.closed(), problems);
  }

  /**
   * A seal covers all that is before it, earlier seals included, by the chain: the last one that is
   * good proves them all. A bad one is named, and the one before it looked at.
   */
  private static int sealed(
      RecordLines lines, SessionId session, PublicKey key, List<String> problems) {
    String fingerprint = SigningKey.fingerprint(key);
    List<String> bad = new ArrayList<>();
    int sealed = 0;
    for (Seal seal : lines.seals().reversed()) {
      if (!seal.key().equals(fingerprint)) {
        bad.add(
            "the seal of entry %d is by key %s, not by %s"
                .formatted(seal.upTo(), seal.key(), fingerprint));
      } else if (!seal.isBy(key, session)) {
        bad.add("the seal of entry %d is no signature of that key".formatted(seal.upTo()));
      } else {
        sealed = (int) seal.upTo() + 1;
        break;
      }
    }
    bad.stream().limit(NAMED_MAX).forEach(problems::add);
    if (bad.size() > NAMED_MAX) {
      problems.add("and so are %d seals before it".formatted(bad.size() - NAMED_MAX));
    }
    return sealed;
  }
}
