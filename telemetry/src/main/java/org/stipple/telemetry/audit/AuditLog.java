package org.stipple.telemetry.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The audit log of a clinic, {@code audit.log} in its data folder. A line is on the disk when the
 * call returns.
 *
 * <p>Refusals may come by the thousand from somebody who tries. The first of a kind (who, from
 * which computer, why) is written at once, those that follow within {@value #GATHER_MS} ms as one
 * line with their number: none is missing from the sum. At {@value #BYTES_MAX} bytes the file is
 * put aside as {@code audit.log.1}, and so on; {@value #OLD_MAX} old ones are kept.
 */
public final class AuditLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

  static final long GATHER_MS = 10_000;
  static final long BYTES_MAX = 10_000_000;
  static final int OLD_MAX = 9;

  /** Kinds of refusals gathered at one time; beyond it they are told as one kind of their own. */
  private static final int KINDS_MAX = 1_000;

  private static final int WORDS_MAX = 200;

  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * A kind of refusal.
   *
   * @param what was refused, a word or two
   * @param who it was, as far as is known; empty = unknown
   * @param from which computer; empty = unknown
   * @param why it was refused
   */
  public record Refusal(String what, String who, String from, String why) {
    /** Who is refused chooses some of these words, and must not fill the log with them. */
    private Refusal cut() {
      return new Refusal(what, cut(who), cut(from), cut(why));
    }

    private static String cut(String words) {
      return words.length() <= WORDS_MAX ? words : words.substring(0, WORDS_MAX) + "...";
    }
  }

  /** Those of one kind since the last line about it. */
  private static final class Gathered {
    private final long sinceMs;
    private long times;

    Gathered(long sinceMs) {
      this.sinceMs = sinceMs;
    }
  }

  private final Path file;
  private final InstantSource clock;
  private final Map<Refusal, Gathered> gathered = new LinkedHashMap<>();
  private long refusals;

  /** In that folder; the file is made with the first line. */
  public AuditLog(Path folder, InstantSource clock) {
    this.file = folder.resolve("audit.log");
    this.clock = clock;
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  /** A command was given here, and what came of it. */
  public synchronized void command(String what, String about, String outcome) {
    ObjectNode line = line("command", what);
    line.put("who", System.getProperty("user.name", "unknown"));
    line.put("about", about).put("outcome", outcome);
    write(List.of(line));
  }

  /** Something was refused. */
  public synchronized void refused(Refusal refusal) {
    refusals++;
    long nowMs = clock.millis();
    flush(nowMs);
    Refusal kind = refusal.cut();
    if (!gathered.containsKey(kind) && gathered.size() >= KINDS_MAX) {
      kind = new Refusal(refusal.what(), "many", "many", "too many kinds to tell one by one");
    }
    Gathered before = gathered.get(kind);
    if (before != null) {
      before.times++;
      return;
    }
    gathered.put(kind, new Gathered(nowMs));
    write(List.of(line(kind, 1)));
  }

  /** Writes what was gathered long enough; to be called now and then. */
  public synchronized void flush() {
    flush(clock.millis());
  }

  private void flush(long nowMs) {
    List<ObjectNode> lines = new ArrayList<>();
    gathered
        .entrySet()
        .removeIf(kind -> {
          // Also where the clock was set back: a line too many is better than none.
          boolean due = Math.abs(nowMs - kind.getValue().sinceMs) >= GATHER_MS;
          if (due && kind.getValue().times > 0) {
            lines.add(line(kind.getKey(), kind.getValue().times));
          }
          return due;
        });
    write(lines);
  }

  /** Refusals told since the start, each one counted. */
  public synchronized long refusals() {
    return refusals;
  }

  private ObjectNode line(Refusal refusal, long times) {
    ObjectNode line = line("refused", refusal.what());
    line.put("who", refusal.who()).put("from", refusal.from()).put("why", refusal.why());
    return line.put("times", times);
  }

  private ObjectNode line(String kind, String what) {
    return JSON.createObjectNode()
        .put("at", clock.instant().toString())
        .put("kind", kind)
        .put("what", what);
  }

  private void write(List<ObjectNode> lines) {
    if (lines.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(JSON.writeValueAsString(line)).append('\n'));
    try {
      turnOver();
      Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      try (FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(false);
      }
    } catch (IOException e) {
      // What is refused stays refused; that it cannot be written down is told where it can be.
      LOG.error("the audit log {} cannot be written ({}): {}", file, e, text);
    }
  }

  private void turnOver() throws IOException {
    if (!Files.exists(file) || Files.size(file) < BYTES_MAX) {
      return;
    }
    for (int i = OLD_MAX; i >= 1; i--) {
      Path from = i == 1 ? file : old(i - 1);
      if (Files.exists(from)) {
        Files.move(from, old(i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path old(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  /** Writes what was gathered. */
  @Override
  public synchronized void close() {
    flush(clock.millis() + GATHER_MS);
  }
}
