package org.stipple.controller.flightlog;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.flight.FlightTap;
import org.stipple.controller.io.LoopClock;

/**
 * Writes what a tap records into a file of this start of the controller. All files together keep
 * within their budget: the oldest go first; a start that alone fills it ends its own recording.
 *
 * <p>A file: a line with the format's name, a line with the {@link FlightHeader}, then blocks: kind
 * ({@code C} a command as JSON, {@code T} deflated events), length, bytes. A cut file is good up to
 * its last whole block.
 */
public final class FlightLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlightLog.class);

  /** How the name of a flight log ends. */
  public static final String SUFFIX = ".flight";

  static final String FORMAT = "stipple flight 1";
  static final int COMMAND = 'C';
  static final int TICKS = 'T';

  /** So often the tap is drained: a second is what a kill may cost. */
  private static final long PUMP_NS = 1_000_000_000;

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * How a log is doing.
   *
   * @param file that is written; of no meaning when it is not
   * @param bytes of it
   * @param budgetBytes of all flight logs together
   * @param ended why nothing is recorded any more; empty = it is
   */
  public record State(Path file, long bytes, long budgetBytes, String ended) {}

  private final FlightTap tap;
  private final Path file;
  private final long budgetBytes;
  private final DataOutputStream out;
  private final byte[] events = new byte[FlightTap.CAPACITY];
  private final byte[] packed = new byte[FlightTap.CAPACITY + 1024];
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
  private long size;
  private volatile boolean stopping;
  private volatile boolean givesWay;
  private boolean closed;
  private volatile long bytes;
  private volatile String ended = "";

  private FlightLog(FlightTap tap, Path file, long budgetBytes, DataOutputStream out) {
    this.tap = tap;
    this.file = file;
    this.budgetBytes = budgetBytes;
    this.out = out;
  }

  /**
   * Begins a file in that folder, which is made if missing.
   *
   * @throws IOException when the folder cannot be used
   */
  public static FlightLog begin(FlightTap tap, FlightHeader header, Path folder, long budgetBytes)
      throws IOException {
    Files.createDirectories(folder);
    makeRoom(folder, budgetBytes / 2);
    Path file = folder.resolve(NAME.format(header.startedAt()) + SUFFIX);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND)));
    out.write((FORMAT + "\n" + header.line() + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
    FlightLog log = new FlightLog(tap, file, budgetBytes, out);
    log.size = Files.size(file);
    log.bytes = log.size;
    return log;
  }

  /** The oldest go until no more than that is left. */
  private static void makeRoom(Path folder, long bytesMax) throws IOException {
    long total = 0;
    for (Path each : files(folder).reversed()) {
      total += Files.size(each);
      if (total > bytesMax) {
        Files.delete(each);
      }
    }
  }

  /** All flight logs in that folder, the oldest first; none where there is no folder. */
  public static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        found.forEach(files::add);
      }
    }
    files.sort(null);
    return files;
  }

  /** Ends the recording soon, so that the disk has room for more important things; any thread. */
  public void giveWay() {
    givesWay = true;
  }

  /** How it is doing; any thread. */
  public State state() {
    return new State(file, bytes, budgetBytes, ended);
  }

  /** Makes the task of the log's own cold thread, paced by {@code pace} until {@link #stop}. */
  public Runnable runningOn(LoopClock pace) {
    return () -> {
      while (!stopping) {
        pump();
        pace.sleepUntilNs(pace.nowNs() + PUMP_NS);
      }
    };
  }

  /** Ends the task; {@link #close} writes what is left. */
  public void stop() {
    stopping = true;
  }

  /** Writes what the tap has recorded by now. */
  public void pump() {
    boolean overrun = tap.overrun();
    try {
      write();
    } catch (IOException e) {
      end("it cannot be written: " + e.getMessage());
    }
    if (givesWay) {
      end("the disk is nearly full, and the record goes first");
    } else if (overrun) {
      end("the disk did not keep up");
    } else if (bytes > budgetBytes / 2) {
      end("it has taken half of its budget of %d MB".formatted(budgetBytes / 1_000_000));
    }
  }

  private void write() throws IOException {
    long upTo = tap.written();
    for (OperatorCommand command; (command = tap.nextCommand()) != null; ) {
      if (ended.isEmpty()) {
        byte[] text = CommandText.write(command).getBytes(StandardCharsets.UTF_8);
        block(COMMAND, text, text.length);
      }
    }
    int count = tap.drain(events, upTo);
    if (count > 0 && ended.isEmpty()) {
      deflater.reset();
      deflater.setInput(events, 0, count);
      deflater.finish();
      block(TICKS, packed, deflater.deflate(packed));
      out.flush();
    }
  }

  private void block(int kind, byte[] data, int length) throws IOException {
    out.writeByte(kind);
    out.writeInt(length);
    out.write(data, 0, length);
    size += 5 + length;
    bytes = size;
  }

  private void end(String why) {
    if (ended.isEmpty()) {
      ended = why;
      LOG.warn("the flight log ends here: {}", why);
      closeFile(); // an open file would keep its room after it is removed
    }
  }

  private void closeFile() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      out.close();
    } catch (IOException e) {
      LOG.warn("the flight log's last second is not on the disk: {}", e.toString());
    }
  }

  /** Writes what is left; the task has ended. */
  @Override
  public void close() {
    pump();
    deflater.end();
    closeFile();
  }
}
