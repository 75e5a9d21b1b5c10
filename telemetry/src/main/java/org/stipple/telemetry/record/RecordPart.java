package org.stipple.telemetry.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.stipple.telemetry.session.SessionId;

/**
 * Some whole lines of a record that follow on what is known of it already, for whoever receives a
 * record in parts.
 */
public final class RecordPart {

  /** No line of a record is longer. */
  private static final int LINE_BYTES_MAX = 64 * 1024;

  /**
   * How far a record is known.
   *
   * @param bytes of its whole lines, 0..
   * @param entries of it, 0..
   * @param head hash of its last line; of the session's own beginning where there is none
   * @param closed whether it is closed; then only notes may follow
   */
  public record Standing(long bytes, long entries, String head, boolean closed) {
    /** Of which nothing is known yet. */
    public static Standing beginning(SessionId session) {
      return new Standing(0, 0, Chain.beginning(session.value()), false);
    }
  }

  private final SessionId session;
  private final RecordLines lines;
  private final Standing after;

  private RecordPart(SessionId session, RecordLines lines, Standing before) {
    this.session = session;
    this.lines = lines;
    this.after =
        new Standing(
            before.bytes() + lines.wholeBytes(),
            before.entries() + lines.entries().size(),
            lines.head(),
            before.closed() || lines.closed());
  }

  /** Reads and checks whole lines: form, order, numbers and chain. */
  public static RecordPart read(byte[] lines, SessionId session, Standing before) {
    return new RecordPart(session, RecordLines.read(lines, before), before);
  }

  /** The entries, up to the first line that is wrong. */
  public List<RecordedEntry> entries() {
    return lines.entries();
  }

  /** How far the record is known with this part. */
  public Standing after() {
    return after;
  }

  /** What is wrong with it, seals by that key included; empty = nothing. */
  public Optional<String> wrong(PublicKey key) {
    if (lines.wrong().isPresent()) {
      return lines.wrong();
    }
    if (lines.cutBytes() > 0) {
      return Optional.of("it does not end with a whole line");
    }
    if (!lines.chained()) {
      return Optional.of("its lines carry no hashes: nothing can be proven of them");
    }
    // The last seal covers, by the chain, all that are before it.
    Optional<Seal> last =
        lines.seals().isEmpty() ? Optional.empty() : Optional.of(lines.seals().getLast());
    return last.filter(seal -> !seal.isBy(key, session))
        .map(seal ->
            "the seal of entry %d is no signature of the device's key %s"
                .formatted(seal.upTo(), SigningKey.fingerprint(key)));
  }

  /** Number of the last entry that a seal of this part covers; -1 where it has none. */
  public long sealedUpTo() {
    return lines.seals().isEmpty() ? -1 : lines.seals().getLast().upTo();
  }

  /**
   * The head of that session's file after so many of its bytes.
   *
   * @throws IllegalArgumentException where no line ends there
   */
  public static String headAt(Path file, SessionId session, long bytes) throws IOException {
    return bytes == 0 ? Chain.beginning(session.value()) : Chain.hash(lastLine(file, bytes));
  }

  /**
   * The line that ends after so many bytes of a record, with its newline.
   *
   * @throws IllegalArgumentException where none does
   */
  public static byte[] lastLine(Path file, long bytes) throws IOException {
    int length = (int) Math.min(bytes, LINE_BYTES_MAX);
    byte[] tail = bytes(file, bytes - length, length);
    if (length == 0 || tail.length < length || tail[length - 1] != '\n') {
      throw new IllegalArgumentException("no line of " + file + " ends at byte " + bytes);
    }
    int from = length - 1;
    while (from > 0 && tail[from - 1] != '\n') {
      from--;
    }
    return Arrays.copyOfRange(tail, from, length);
  }

  /**
   * How many of these bytes, which begin a line, are whole lines up to and with the last seal; of
   * all whole lines where there is no seal.
   */
  public static int endOfSealed(byte[] bytes) {
    int end = 0;
    int sealed = 0;
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        end = i + 1;
        sealed = Seal.begins(bytes, from) ? end : sealed;
        from = end;
      }
    }
    return sealed > 0 ? sealed : end;
  }

  /** As many bytes of a file as there are, at most {@code length}. */
  public static byte[] bytes(Path file, long from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long at = from;
      while (buffer.hasRemaining()) {
        int read = channel.read(buffer, at);
        if (read < 0) {
          break;
        }
        at += read;
      }
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
