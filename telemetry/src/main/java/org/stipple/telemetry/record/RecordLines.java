package org.stipple.telemetry.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The lines of a record's file, each with what it says of the line before it, up to the first that
 * is wrong.
 *
 * @param entries the entries, in order
 * @param seals the seals, in order
 * @param head hash of the last whole line; of the beginning where there is none
 * @param wholeBytes bytes of the lines that are sound
 * @param cutBytes bytes after them that end in no newline: a line cut by a power loss
 * @param sealedEntries how many of the entries a seal covers
 * @param chained whether the lines carry hashes; those of the first versions did not
 * @param torn whether the first wrong line has zeros in it, as a write has that a loss of power
 *     tore between two sectors; our lines never have any
 * @param wrong what is wrong with the first line that is, with its place; empty = nothing
 */
record RecordLines(
    List<RecordedEntry> entries,
    List<Seal> seals,
    String head,
    long wholeBytes,
    long cutBytes,
    int sealedEntries,
    boolean chained,
    boolean torn,
    Optional<String> wrong) {

  private static final JsonMapper JSON = JsonMapper.shared();

  RecordLines {
    entries = List.copyOf(entries);
    seals = List.copyOf(seals);
  }

  boolean closed() {
    return entries.reversed().stream()
        .map(RecordedEntry::entry)
        .dropWhile(SessionEntry.Noted.class::isInstance)
        .findFirst()
        .filter(SessionEntry.Closed.class::isInstance)
        .isPresent();
  }

  /** How that file's session was opened, by its first line alone; empty where it does not say. */
  static Optional<SessionEntry.Opened> opened(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      String first = lines.readLine();
      return first != null && EntryLine.read(first).entry() instanceof SessionEntry.Opened opened
          ? Optional.of(opened)
          : Optional.empty();
    } catch (NoSuchFileException | CharacterCodingException | EntryLine.NotAnEntry _) {
      return Optional.empty(); // removed since it was listed, or damaged: nothing is known of it
    }
  }

  /** Reads all whole lines of that session's file. */
  static RecordLines read(Path file, SessionId session) throws IOException {
    return read(Files.readAllBytes(file), RecordPart.Standing.beginning(session));
  }

  /** Reads all whole lines of a part of a record that follows on that much of it. */
  static RecordLines read(byte[] lines, RecordPart.Standing before) {
    return new Reader(before).read(lines);
  }

  /** Thrown inside for a line that is wrong. */
  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String why) {
      super(why);
    }
  }

  private static final class Reader {
    private final List<RecordedEntry> entries = new ArrayList<>();
    private final List<Seal> seals = new ArrayList<>();
    private final RecordPart.Standing before;
    private String head;
    private int sealedEntries;
    private int lines;
    private boolean chained;
    private boolean closed;

    Reader(RecordPart.Standing before) {
      this.before = before;
      head = before.head();
      chained = before.bytes() > 0;
      closed = before.closed();
    }

    private long nextNumber() {
      return before.entries() + entries.size();
    }

    RecordLines read(byte[] bytes) {
      int from = 0;
      boolean torn = false;
      Optional<String> wrong = Optional.empty();
      for (int i = 0; i < bytes.length && wrong.isEmpty(); i++) {
        if (bytes[i] == '\n') {
          byte[] line = Arrays.copyOfRange(bytes, from, i + 1);
          try {
            take(line);
            from = i + 1;
          } catch (Wrong e) {
            torn = hasZeros(line);
            wrong =
                Optional.of(
                    "line %d (bytes %d to %d): %s".formatted(lines + 1, from, i, e.getMessage()));
          }
        }
      }
      long cut = wrong.isPresent() ? 0 : bytes.length - from;
      return new RecordLines(entries, seals, head, from, cut, sealedEntries, chained, torn, wrong);
    }

    private static boolean hasZeros(byte[] line) {
      for (byte each : line) {
        if (each == 0) {
          return true;
        }
      }
      return false;
    }

    private void take(byte[] line) throws Wrong {
      String text = new String(line, StandardCharsets.UTF_8).strip();
      JsonNode node = parse(text);
      checkChain(node);
      if (Seal.is(node)) {
        takeSeal(node);
      } else {
        takeEntry(text);
      }
      head = Chain.hash(line);
      lines++;
    }

    private static JsonNode parse(String text) throws Wrong {
      try {
        return JSON.readTree(text);
      } catch (JacksonException e) {
        throw new Wrong("is damaged: no line of a record");
      }
    }

    /** A line that does not fit the one before it was changed, or that one was. */
    private void checkChain(JsonNode node) throws Wrong {
      String previous = node.path("prev").asString("");
      if (lines == 0) {
        chained |= !previous.isEmpty();
      }
      if (chained && !previous.equals(head)) {
        throw new Wrong(
            lines == 0 && before.bytes() == 0
                ? "does not begin this session: the file was renamed, or its beginning is gone"
                : "does not follow from line %d: one of the two was changed, or what was between"
                        .formatted(lines)
                    + " them is gone");
      }
    }

    private void takeSeal(JsonNode node) throws Wrong {
      try {
        Seal seal = Seal.of(node);
        if (seal.upTo() != nextNumber() - 1) {
          throw new Wrong("seals entry %d after %d".formatted(seal.upTo(), nextNumber() - 1));
        }
        seals.add(seal);
        sealedEntries = entries.size();
      } catch (JacksonException | IllegalArgumentException e) {
        throw new Wrong("is no seal");
      }
    }

    private void takeEntry(String text) throws Wrong {
      RecordedEntry recorded;
      try {
        recorded = EntryLine.read(text);
      } catch (EntryLine.NotAnEntry e) {
        throw new Wrong(String.valueOf(e.getMessage()));
      }
      if (recorded.number() != nextNumber()) {
        throw new Wrong(
            "entry %d where %d was expected".formatted(recorded.number(), nextNumber()));
      }
      if ((recorded.entry() instanceof SessionEntry.Opened) != (nextNumber() == 0)) {
        throw new Wrong("a session has one opened entry, and it is the first");
      }
      if (closed && !(recorded.entry() instanceof SessionEntry.Noted)) {
        throw new Wrong("an entry after the session was closed, and it is no note");
      }
      closed |= recorded.entry() instanceof SessionEntry.Closed;
      entries.add(recorded);
    }
  }
}
