package org.stipple.telemetry.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;

/**
 * One open session file: appends lines and forces each to the disk before it returns. Each line
 * carries the hash of the one before ({@link Chain}); what must not be denied later is followed by
 * a {@link Seal} in the same write.
 */
final class SessionFile implements AutoCloseable {
  private final FileChannel channel;
  private final SessionId session;
  private final SigningKey key;
  private long nextNumber;
  private String head;

  /** Where the next line begins; a line that failed half-way is cut off again there. */
  private long wholeBytes;

  private SessionFile(
      FileChannel channel,
      SessionId session,
      SigningKey key,
      long nextNumber,
      String head,
      long wholeBytes) {
    this.channel = channel;
    this.session = session;
    this.key = key;
    this.nextNumber = nextNumber;
    this.head = head;
    this.wholeBytes = wholeBytes;
  }

  /** Creates the file, readable by its owner only; it must not be there yet. */
  static SessionFile create(Path file, SessionId session, SigningKey key) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Folders.forceOf(file);
    return new SessionFile(channel, session, key, 0, Chain.beginning(session.value()), 0);
  }

  /** Opens a file that was cut, behind its last whole line; what was cut is removed. */
  static SessionFile reopen(Path file, SessionId session, SigningKey key, RecordLines lines)
      throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    channel.truncate(lines.wholeBytes());
    return new SessionFile(
        channel, session, key, lines.entries().size(), lines.head(), lines.wholeBytes());
  }

  /** Appends entries of one moment; see {@link #append(List)}. */
  List<RecordedEntry> append(Instant at, List<SessionEntry> entries) throws IOException {
    return append(entries.stream().map(entry -> new Dated(at, entry)).toList());
  }

  /** Appends entries, sealed where it matters; all are on disk when this returns, or none is. */
  List<RecordedEntry> append(List<Dated> entries) throws IOException {
    List<RecordedEntry> all = new ArrayList<>();
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    String newHead = head;
    for (Dated dated : entries) {
      long number = nextNumber + all.size();
      Instant at = dated.at().truncatedTo(ChronoUnit.MILLIS);
      RecordedEntry recorded = new RecordedEntry(number, at, dated.entry());
      newHead = put(lines, EntryLine.write(recorded, newHead));
      if (isSealed(dated.entry())) {
        newHead = put(lines, Seal.by(key, session, number, newHead).line());
      }
      all.add(recorded);
    }
    write(lines.toByteArray());
    head = newHead;
    nextNumber += all.size();
    return all;
  }

  private static String put(ByteArrayOutputStream lines, byte[] line) {
    lines.writeBytes(line);
    return Chain.hash(line);
  }

  /** What says how a client was treated, at least once a second with the needle on. */
  private static boolean isSealed(SessionEntry entry) {
    return switch (entry) {
      case SessionEntry.Opened _,
          SessionEntry.Closed _,
          SessionEntry.Noted _,
          SessionEntry.Press _,
          SessionEntry.PressUnderway _,
          SessionEntry.CartridgeMounted _,
          SessionEntry.FaultRaised _ ->
          true;
      case SessionEntry.CartridgeRemoved _,
          SessionEntry.Follows _,
          SessionEntry.PlanSet _,
          SessionEntry.PigmentChosen _,
          SessionEntry.Paused _,
          SessionEntry.Resumed _,
          SessionEntry.PresetChosen _,
          SessionEntry.DoseReached _,
          SessionEntry.DepthChecked _,
          SessionEntry.GuardsProven _,
          SessionEntry.ZoneChanged _,
          SessionEntry.SetpointChanged _,
          SessionEntry.StrokesSet _,
          SessionEntry.Strokes _,
          SessionEntry.FaultReset _,
          SessionEntry.AlarmAnswered _,
          SessionEntry.HostTimes _,
          SessionEntry.ClockStepped _ ->
          false;
    };
  }

  /** How much of it is on disk. */
  long wholeBytes() {
    return wholeBytes;
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer lines = ByteBuffer.wrap(bytes);
    try {
      long at = wholeBytes;
      while (lines.hasRemaining()) {
        at += channel.write(lines, at);
      }
      channel.force(true);
    } catch (IOException e) {
      cutBackAfter(e);
      throw e;
    }
    wholeBytes += bytes.length;
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
}
