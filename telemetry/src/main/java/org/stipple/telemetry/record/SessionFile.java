package org.stipple.telemetry.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.stipple.telemetry.session.SessionEntry;

/** One open session file: appends lines and forces each to the disk before it returns. */
final class SessionFile implements AutoCloseable {
  static final String SUFFIX = ".session.jsonl";

  /**
   * What a file holds.
   *
   * @param entries the whole entries, in order
   * @param wholeBytes how many bytes they take
   * @param cutBytes bytes after them that end in no newline: a line cut by a power loss
   */
  record Contents(List<RecordedEntry> entries, long wholeBytes, long cutBytes) {
    boolean closed() {
      return !entries.isEmpty() && entries.getLast().entry() instanceof SessionEntry.Closed;
    }
  }

  /** Thrown for a file that is damaged before its last line: a power cut cannot do that. */
  static final class Damaged extends IOException {
    private static final long serialVersionUID = 1L;

    Damaged(String why) {
      super(why);
    }
  }

  private final FileChannel channel;
  private long nextNumber;

  /** Where the next line begins; a line that failed half-way is cut off again there. */
  private long wholeBytes;

  private SessionFile(FileChannel channel, long nextNumber, long wholeBytes) {
    this.channel = channel;
    this.nextNumber = nextNumber;
    this.wholeBytes = wholeBytes;
  }

  /** Creates the file, readable by its owner only; it must not be there yet. */
  static SessionFile create(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    forceFolderOf(file);
    return new SessionFile(channel, 0, 0);
  }

  /** Opens a file that was cut, behind its last whole entry; what was cut is removed. */
  static SessionFile reopen(Path file, Contents contents) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    channel.truncate(contents.wholeBytes());
    return new SessionFile(channel, contents.entries().size(), contents.wholeBytes());
  }

  /** Appends one entry; it is on disk when this returns. */
  RecordedEntry append(Instant at, SessionEntry entry) throws IOException {
    RecordedEntry recorded =
        new RecordedEntry(nextNumber, at.truncatedTo(ChronoUnit.MILLIS), entry);
    ByteBuffer line = ByteBuffer.wrap(EntryLine.write(recorded));
    int length = line.remaining();
    try {
      long at0 = wholeBytes;
      while (line.hasRemaining()) {
        at0 += channel.write(line, at0);
      }
      channel.force(true);
    } catch (IOException e) {
      cutBackAfter(e);
      throw e;
    }
    wholeBytes += length;
    nextNumber++;
    return recorded;
  }

  private void cutBackAfter(IOException failure) {
    try {
      channel.truncate(wholeBytes);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Reads all whole entries; a last line without a newline is reported as cut. */
  static Contents read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    List<RecordedEntry> entries = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        entries.add(
            entryAt(file, new String(bytes, from, i - from, StandardCharsets.UTF_8), entries));
        from = i + 1;
      }
    }
    return new Contents(List.copyOf(entries), from, bytes.length - from);
  }

  private static RecordedEntry entryAt(Path file, String line, List<RecordedEntry> before)
      throws Damaged {
    String where = file + " line " + (before.size() + 1);
    try {
      RecordedEntry recorded = EntryLine.read(line);
      if (recorded.number() != before.size()) {
        throw new Damaged(
            where + ": entry " + recorded.number() + " where " + before.size() + " was expected");
      }
      if ((recorded.entry() instanceof SessionEntry.Opened) != before.isEmpty()) {
        throw new Damaged(where + ": a session has one opened entry, and it is the first");
      }
      if (!before.isEmpty() && before.getLast().entry() instanceof SessionEntry.Closed) {
        throw new Damaged(where + ": an entry after the session was closed");
      }
      return recorded;
    } catch (EntryLine.NotAnEntry e) {
      throw new Damaged(where + ": " + e.getMessage());
    }
  }

  /** A new name is on disk only once its folder is. */
  static void forceFolderOf(Path file) throws IOException {
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
