package org.stipple.controller.flightlog;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.flight.FlightTap;

/** A flight log, read from its beginning to its last whole block. One thread. */
final class FlightFile implements AutoCloseable {

  private static final int LINE_MAX = 64 * 1024;

  private final DataInputStream in;
  private final FlightHeader header;
  private final Deque<OperatorCommand> commands = new ArrayDeque<>();
  private final byte[] events = new byte[FlightTap.CAPACITY];
  private final long size;
  private long taken;
  private int length;
  private int at;

  private FlightFile(DataInputStream in, FlightHeader header, long size) {
    this.in = in;
    this.header = header;
    this.size = size;
  }

  /**
   * Opens one.
   *
   * @throws IOException where it cannot be read or is none
   */
  static FlightFile open(Path file) throws IOException {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    try {
      if (!line(in).equals(FlightLog.FORMAT)) {
        throw new IOException(file + " is no flight log: it does not begin like one");
      }
      return new FlightFile(in, FlightHeader.of(line(in)), Files.size(file));
    } catch (IllegalArgumentException e) {
      in.close();
      throw new IOException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static String line(DataInputStream in) throws IOException {
    byte[] line = new byte[LINE_MAX];
    int count = 0;
    for (int next; (next = in.read()) != '\n'; ) {
      if (next < 0 || count == LINE_MAX) {
        return "";
      }
      line[count++] = (byte) next;
    }
    return new String(line, 0, count, StandardCharsets.UTF_8);
  }

  FlightHeader header() {
    return header;
  }

  /** How much of the file has been read, 0 to 1. */
  double share() {
    return size == 0 ? 1 : (double) taken / size;
  }

  /** The code of the next event without taking it; -1 at the end. */
  int peek() throws IOException {
    return at < length || fill() ? events[at] & 0xFF : -1;
  }

  /** Takes the code that {@link #peek} told. */
  void skip() {
    at++;
  }

  /** A number of the event under way. */
  long number() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE && at < length; shift += 7) {
      byte next = events[at++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        break;
      }
    }
    return value;
  }

  long signed() {
    long coded = number();
    return (coded >>> 1) ^ -(coded & 1);
  }

  /**
   * How many bytes of the event under way follow.
   *
   * @throws IOException where there are not that many
   */
  int count() throws IOException {
    long count = number();
    if (count < 0 || count > length - at) {
      throw new IOException("an event of " + count + " bytes where " + (length - at) + " are left");
    }
    return (int) count;
  }

  /** Copies bytes of the event under way out. */
  void bytes(byte[] into, int offset, int count) {
    System.arraycopy(events, at, into, offset, count);
    at += count;
  }

  /** The command that a COMMAND event tells of. */
  OperatorCommand command() throws IOException {
    @Nullable OperatorCommand next = commands.poll();
    if (next == null) {
      throw new IOException("a command is told of that is not there");
    }
    return next;
  }

  /** Whole events only are in a block, so none goes over its end. */
  private boolean fill() throws IOException {
    try {
      while (true) {
        int kind = in.read();
        if (kind < 0) {
          return false;
        }
        int wanted = in.readInt();
        if (wanted < 0 || wanted > events.length) {
          throw new IOException("a block of " + wanted + " bytes");
        }
        byte[] block = in.readNBytes(wanted);
        if (block.length < wanted) {
          return false; // cut
        }
        taken += 5 + block.length;
        if (kind == FlightLog.COMMAND) {
          commands.add(CommandText.read(new String(block, StandardCharsets.UTF_8)));
        } else if (kind == FlightLog.TICKS) {
          inflate(block);
          return true;
        } else {
          throw new IOException("a block of no known kind, " + kind);
        }
      }
    } catch (EOFException _) {
      return false;
    } catch (IllegalArgumentException | DataFormatException e) {
      throw new IOException("a damaged block: " + e.getMessage(), e);
    }
  }

  private void inflate(byte[] block) throws DataFormatException {
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(block);
      int count = 0;
      while (count < events.length && !inflater.finished()) {
        int more = inflater.inflate(events, count, events.length - count);
        if (more == 0) {
          break;
        }
        count += more;
      }
      if (!inflater.finished()) {
        throw new DataFormatException("it ends early");
      }
      length = count;
      at = 0;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
