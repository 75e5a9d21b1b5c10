package org.stipple.telemetry.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.session.ClientReference;
import org.stipple.telemetry.session.Closing;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;

/**
 * The folder of session files. At most one session is open at a time, and at most one book on a
 * folder: a second one is refused, since it would close the first one's session as interrupted.
 *
 * <p>Threading: any cold thread; calls are serialised and wait for the disk.
 */
public final class SessionBook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SessionBook.class);

  private final Path folder;
  private final InstantSource clock;
  private final SigningKey key;
  private final FileChannel lockChannel;
  private final Reserve reserve;
  private final List<Recovery> recoveries;

  /** Sessions that the disk did not let us end, and how much of them is sound. */
  private final Map<SessionId, Long> abandoned =
      new TreeMap<>(Comparator.comparing(SessionId::value));

  private @Nullable Open open;

  /** The session being written. */
  private record Open(SessionId id, SessionFile file) {}

  private SessionBook(
      Path folder, InstantSource clock, SigningKey key, Reserve reserve, FileChannel lockChannel)
      throws IOException {
    this.folder = folder;
    this.clock = clock;
    this.key = key;
    this.reserve = reserve;
    this.lockChannel = lockChannel;
    this.recoveries = recover();
  }

  /**
   * Opens the folder, which is made if missing, and closes what an earlier run left open.
   *
   * @param key signs what is written
   * @throws IOException when the folder cannot be used or another process has it
   */
  public static SessionBook in(Path folder, InstantSource clock, SigningKey key)
      throws IOException {
    return in(folder, clock, key, Reserve.in(folder, 0));
  }

  /**
   * The same with a reserve of room.
   *
   * @param reserve gives way to the open session where the disk is full
   */
  public static SessionBook in(Path folder, InstantSource clock, SigningKey key, Reserve reserve)
      throws IOException {
    Folders.make(folder);
    Path lockFile = folder.resolve("book.lock");
    boolean writable = true;
    FileChannel channel;
    try {
      channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      if (!Files.isReadable(lockFile)) {
        throw e;
      }
      // A disk that failed: whoever starts on it shall be able to say so.
      LOG.error("session folder {} cannot be written: {}", folder, e.toString());
      writable = false;
      channel = FileChannel.open(lockFile, StandardOpenOption.READ);
    }
    try {
      if (writable) { // where nobody can write there is nothing to be kept from
        lock(channel, folder);
      }
      return new SessionBook(folder, clock, key, reserve, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void lock(FileChannel channel, Path folder) throws IOException {
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException _) {
      // The same process has it: refused below like any other.
    }
    if (lock == null) {
      throw new IOException("session folder " + folder + " is in use by another controller");
    }
  }

  /** What was done at start about files that were not closed. */
  public List<Recovery> recoveries() {
    return recoveries;
  }

  /**
   * Begins a session.
   *
   * @throws IllegalStateException when one is open already
   * @throws IOException when the entry could not be put on disk; then there is no session
   */
  public synchronized SessionId open(SessionEntry.Opened opened) throws IOException {
    if (open != null) {
      throw new IllegalStateException("session " + open.id() + " is open; close it first");
    }
    endAbandoned();
    Instant at = clock.instant();
    for (int number = 1; ; number++) {
      SessionId id = SessionId.at(at, number);
      try {
        SessionFile file = SessionFile.create(fileOf(id), id, key);
        try {
          file.append(at, List.of(opened));
        } catch (IOException e) {
          file.close();
          Files.deleteIfExists(fileOf(id));
          throw e;
        }
        open = new Open(id, file);
        return id;
      } catch (FileAlreadyExistsException _) {
        // Two sessions in one millisecond, or a clock that was set back: the next number is free.
      }
    }
  }

  /**
   * Appends an entry to the open session; it is on disk when this returns.
   *
   * @throws IllegalStateException when no session is open
   * @throws IllegalArgumentException for an opening or closing entry: use {@code open}, {@code
   *     close}
   */
  public RecordedEntry append(SessionEntry entry) throws IOException {
    return append(List.of(entry)).getFirst();
  }

  /** Appends entries of the same moment with one wait for the disk: all of them or none. */
  public List<RecordedEntry> append(List<SessionEntry> entries) throws IOException {
    Instant at = clock.instant();
    return appendDated(entries.stream().map(entry -> new Dated(at, entry)).toList());
  }

  /** Appends entries, each of its own moment, with one wait for the disk: all of them or none. */
  public synchronized List<RecordedEntry> appendDated(List<Dated> entries) throws IOException {
    for (Dated dated : entries) {
      if (dated.entry() instanceof SessionEntry.Opened
          || dated.entry() instanceof SessionEntry.Closed) {
        throw new IllegalArgumentException("a session is opened and closed by its own calls");
      }
    }
    return withReserve(theOpenOne().file(), entries);
  }

  /** A full disk is what the reserve is for: it gives way as long as it has anything to give. */
  private List<RecordedEntry> withReserve(SessionFile file, List<Dated> entries)
      throws IOException {
    while (true) {
      try {
        return file.append(entries);
      } catch (IOException e) {
        if (!reserve.helps(e) || !reserve.giveWay()) {
          throw e;
        }
      }
    }
  }

  /**
   * Amends a session, open or closed; the note is on disk and signed when this returns.
   *
   * @throws IllegalStateException where its record is not here, or not sound and ended
   */
  public synchronized RecordedEntry amend(SessionId id, SessionEntry.Noted note)
      throws IOException {
    Open now = open;
    if (now != null && now.id().equals(id)) {
      return append(note);
    }
    Path path = fileOf(id);
    if (!Files.exists(path)) {
      throw new IllegalStateException(
          "session %s is not on this machine (any more); amend it at the clinic".formatted(id));
    }
    RecordLines lines = RecordLines.read(path, id);
    if (!lines.closed() || lines.wrong().isPresent() || !lines.chained()) {
      throw new IllegalStateException(
          "the record of session %s is not sound to its end; see stipple record verify"
              .formatted(id));
    }
    try (SessionFile file = SessionFile.reopen(path, id, key, lines)) {
      return withReserve(file, List.of(new Dated(clock.instant(), note))).getFirst();
    }
  }

  /**
   * Ends the open session.
   *
   * @throws IllegalStateException when no session is open
   */
  public synchronized void close(long strokes, double needleOnS) throws IOException {
    Open session = theOpenOne();
    SessionEntry end = new SessionEntry.Closed(strokes, needleOnS, Closing.CLOSED);
    withReserve(session.file(), List.of(new Dated(clock.instant(), end)));
    open = null;
    session.file().close();
  }

  /**
   * Lets go of the open session, whose end the disk does not take: it is ended as interrupted as
   * soon as the disk works again, before the next session begins or at the next start.
   *
   * @throws IllegalStateException when no session is open
   */
  public synchronized void abandon() {
    Open session = theOpenOne();
    open = null;
    abandoned.put(session.id(), session.file().wholeBytes());
    try {
      session.file().close();
    } catch (IOException e) {
      LOG.warn("session {}: {}", session.id(), e.toString());
    }
  }

  private void endAbandoned() throws IOException {
    for (SessionId id : List.copyOf(abandoned.keySet())) {
      recover(fileOf(id)).ifPresent(recovery -> LOG.warn("session file: {}", recovery));
      abandoned.remove(id);
    }
  }

  /** The open session, if there is one. */
  public synchronized Optional<SessionId> current() {
    return Optional.ofNullable(open).map(Open::id);
  }

  /**
   * A record as far as it is on disk.
   *
   * @param session whose it is
   * @param file where it is
   * @param bytes whole lines that a loss of power does not take away any more
   */
  public record Durable(SessionId session, Path file, long bytes) {}

  /**
   * All records, the oldest first, as far as they are on disk. The folder may be large: nobody who
   * writes waits while it is listed. A session that is opened meanwhile is not in the list yet.
   */
  public List<Durable> durable() throws IOException {
    List<Durable> all = new ArrayList<>();
    for (Path file : files()) {
      SessionId id = RecordNames.session(file);
      try {
        all.add(new Durable(id, file, durableBytes(id, file)));
      } catch (NoSuchFileException _) {
        // Removed since it was listed: the clinic has it.
      }
    }
    return all;
  }

  private synchronized long durableBytes(SessionId id, Path file) throws IOException {
    Open now = open;
    if (now != null && now.id().equals(id)) {
      return now.file().wholeBytes();
    }
    @Nullable Long sound = abandoned.get(id);
    return sound != null ? sound : Files.size(file);
  }

  /** Where a session's entries are. */
  public Path fileOf(SessionId id) {
    return folder.resolve(RecordNames.file(id));
  }

  /** Reads a session's whole entries. */
  public List<RecordedEntry> read(SessionId id) throws IOException {
    return sound(fileOf(id), RecordLines.read(fileOf(id), id)).entries();
  }

  /**
   * Reads the whole entries of a session's file as a bystander, whoever has the book: a line that
   * is being written is left out.
   */
  public static List<RecordedEntry> bystander(Path file) throws IOException {
    return sound(file, RecordLines.read(file, RecordNames.session(file))).entries();
  }

  /** The session that was opened last; empty where there is none. */
  public Optional<SessionId> latest() throws IOException {
    List<Path> files = files();
    return files.isEmpty() ? Optional.empty() : Optional.of(RecordNames.session(files.getLast()));
  }

  /** The sessions of a client on this machine, the newest first; only their beginnings are read. */
  public List<SessionId> of(ClientReference client) throws IOException {
    List<SessionId> found = new ArrayList<>();
    for (Path file : files().reversed()) {
      if (RecordLines.opened(file).filter(begun -> begun.client().equals(client)).isPresent()) {
        found.add(RecordNames.session(file));
      }
    }
    return found;
  }

  private static RecordLines sound(Path file, RecordLines lines) throws IOException {
    if (lines.wrong().isPresent()) {
      throw new IOException(file + " " + lines.wrong().get());
    }
    return lines;
  }

  /** Gives the folder back. A session still open stays so and is interrupted at the next start. */
  @Override
  public synchronized void close() throws IOException {
    if (open != null) {
      open.file().close();
      open = null;
    }
    lockChannel.close();
  }

  private Open theOpenOne() {
    if (open == null) {
      throw new IllegalStateException("no session is open");
    }
    return open;
  }

  /** The session files, the oldest first: their names begin with the time. */
  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + RecordNames.SUFFIX)) {
      found.forEach(files::add);
    }
    files.sort(null);
    return files;
  }

  private List<Recovery> recover() throws IOException {
    List<Recovery> done = new ArrayList<>();
    for (Path file : files()) {
      try {
        recover(file)
            .ifPresent(recovery -> {
              LOG.warn("session file: {}", recovery);
              done.add(recovery);
            });
      } catch (IOException e) {
        // A controller that does not start tells nobody what is wrong with its disk.
        LOG.error("session file {} cannot be ended yet: {}", file.getFileName(), e.toString());
        SessionId id = RecordNames.session(file);
        abandoned.put(id, RecordLines.read(file, id).wholeBytes());
      }
    }
    return List.copyOf(done);
  }

  /** What a torn write left is no part of the record, and is kept beside it all the same. */
  private static long setAside(Path file, long from) throws IOException {
    byte[] all = Files.readAllBytes(file);
    byte[] tail = Arrays.copyOfRange(all, (int) from, all.length);
    Path torn = file.resolveSibling(file.getFileName() + ".torn");
    try (FileChannel out =
        FileChannel.open(
            torn,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      for (ByteBuffer left = ByteBuffer.wrap(tail); left.hasRemaining(); ) {
        out.write(left);
      }
      out.force(true); // before it is cut off the record
    }
    Folders.forceOf(torn);
    return tail.length;
  }

  private Optional<Recovery> recover(Path file) throws IOException {
    String name = file.getFileName().toString();
    try {
      SessionId id = RecordNames.session(file);
      RecordLines lines = RecordLines.read(file, id);
      long cutBytes = lines.cutBytes();
      if (lines.wrong().isPresent()) {
        if (lines.closed() || !lines.torn()) {
          return Optional.of(new Recovery.Damaged(name, lines.wrong().get()));
        }
        cutBytes = setAside(file, lines.wholeBytes());
      }
      if (lines.closed()) {
        if (cutBytes > 0) { // a note that a loss of power cut
          SessionFile.reopen(file, id, key, lines).close();
        }
        return Optional.empty();
      }
      if (lines.entries().isEmpty()) {
        Files.move(file, folder.resolve(name + ".empty"), StandardCopyOption.REPLACE_EXISTING);
        return Optional.of(new Recovery.Empty(id));
      }
      Instant at = clock.instant();
      try (SessionFile reopened = SessionFile.reopen(file, id, key, lines)) {
        withReserve(
            reopened,
            Interruption.endOf(lines.entries()).stream()
                .map(entry -> new Dated(at, entry))
                .toList());
      }
      long lastEntry = lines.entries().getLast().number();
      return Optional.of(new Recovery.Interrupted(id, lastEntry, cutBytes));
    } catch (IllegalArgumentException e) {
      return Optional.of(new Recovery.Damaged(name, String.valueOf(e.getMessage())));
    }
  }
}
