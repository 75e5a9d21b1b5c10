package org.stipple.controller.flight;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.command.CommandSource;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.io.ByteLink;

/** Records what passes the doors of one tick into a ring of bytes. */
public final class FlightTap {

  /** Bytes the ring holds, half a minute and more; a power of two. */
  public static final int CAPACITY = 1 << 21;

  /** Commands it holds; a power of two. */
  private static final int COMMANDS = 1 << 10;

  private static final long PERIOD_NS = 1_000_000;

  private final byte[] ring;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong drained = new AtomicLong();
  private final AtomicReferenceArray<@Nullable OperatorCommand> commands;
  private final AtomicLong commandsWritten = new AtomicLong();
  private final AtomicLong commandsRead = new AtomicLong();
  private final boolean on;
  private volatile boolean overrun;
  private long at;
  private long lastDueNs;
  private int lastOpenings;

  private FlightTap(boolean on) {
    this.on = on;
    ring = new byte[on ? CAPACITY : 0];
    commands = new AtomicReferenceArray<>(on ? COMMANDS : 0);
  }

  /** One that records. */
  public static FlightTap recording() {
    return new FlightTap(true);
  }

  /** One that records nothing. */
  public static FlightTap off() {
    return new FlightTap(false);
  }

  /** Whether it records. */
  public boolean isOn() {
    return on;
  }

  /** A tick begins. */
  public void tick(long nowNs, long dueNs) {
    if (begin(32)) {
      put(FlightEvent.TICK);
      putSigned(dueNs - lastDueNs - PERIOD_NS);
      putSigned(nowNs - dueNs);
      lastDueNs = dueNs;
      end();
    }
  }

  /** Those commands, each one noted as it is taken. */
  public CommandSource over(CommandSource source) {
    return on ? () -> noted(source.poll()) : source;
  }

  private @Nullable OperatorCommand noted(@Nullable OperatorCommand command) {
    if (command != null && begin(1)) {
      long place = commandsWritten.get();
      if (place - commandsRead.get() >= COMMANDS) {
        overrun = true;
        return command;
      }
      commands.set((int) (place & (COMMANDS - 1)), command);
      commandsWritten.lazySet(place + 1);
      put(FlightEvent.COMMAND);
      end();
    }
    return command;
  }

  /** That line, each call to it noted. */
  public ByteLink over(ByteLink link) {
    return on ? new Tapped(link) : link;
  }

  private final class Tapped implements ByteLink {
    private final ByteLink link;

    Tapped(ByteLink link) {
      this.link = link;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int count = link.read(buffer, offset, length);
      if (begin(8 + Math.max(0, count))) {
        if (count == LOST) {
          put(FlightEvent.READ_LOST);
        } else if (count == 0) {
          put(FlightEvent.READ_NONE);
        } else {
          put(FlightEvent.READ);
          putBytes(buffer, offset, count);
        }
        end();
      }
      return count;
    }

    @Override
    public int write(byte[] buffer, int offset, int length) {
      int count = link.write(buffer, offset, length);
      if (begin(16 + length)) {
        put(count == length ? FlightEvent.WRITE : FlightEvent.WRITE_PARTLY);
        putBytes(buffer, offset, length);
        if (count != length) {
          putNumber(count + 1L);
        }
        end();
      }
      return count;
    }

    @Override
    public void discardOutput() {
      link.discardOutput();
      note(FlightEvent.DISCARD);
    }

    @Override
    public void reopen() {
      link.reopen();
      note(FlightEvent.REOPEN);
    }

    @Override
    public int openings() {
      int now = link.openings();
      if (now == lastOpenings) {
        note(FlightEvent.OPENINGS_SAME);
      } else if (begin(8)) {
        put(FlightEvent.OPENINGS);
        putNumber(now);
        lastOpenings = now;
        end();
      }
      return now;
    }
  }

  private void note(int code) {
    if (begin(1)) {
      put(code);
      end();
    }
  }

  /** Whether that many bytes may be put; once they could not, nothing is any more. */
  private boolean begin(int bytes) {
    if (!on || overrun) {
      return false;
    }
    at = written.get();
    if (at + bytes - drained.get() > CAPACITY) {
      overrun = true;
      return false;
    }
    return true;
  }

  private void put(int value) {
    ring[(int) (at++ & (CAPACITY - 1))] = (byte) value;
  }

  private void putNumber(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      put((int) (left & 0x7F) | 0x80);
      left >>>= 7;
    }
    put((int) left);
  }

  private void putSigned(long value) {
    putNumber((value << 1) ^ (value >> 63));
  }

  private void putBytes(byte[] bytes, int offset, int length) {
    putNumber(length);
    for (int i = 0; i < length; i++) {
      put(bytes[offset + i]);
    }
  }

  private void end() {
    written.lazySet(at);
  }

  /**
   * Takes whole events out, as many bytes as there are; cold thread only. The commands they tell of
   * are there before them: take those first, by {@link #nextCommand}.
   *
   * @param upTo {@link #written()}, asked before the commands were taken
   * @return how many bytes were put into {@code into}
   */
  public int drain(byte[] into, long upTo) {
    long from = drained.get();
    int count = (int) Math.min(into.length, upTo - from);
    for (int i = 0; i < count; i++) {
      into[i] = ring[(int) ((from + i) & (CAPACITY - 1))];
    }
    drained.lazySet(from + count);
    return count;
  }

  /** Bytes recorded since start; any thread. */
  public long written() {
    return written.get();
  }

  /** The next command that was taken; null when none is left. Cold thread only. */
  public @Nullable OperatorCommand nextCommand() {
    long place = commandsRead.get();
    if (place >= commandsWritten.get()) {
      return null;
    }
    int slot = (int) (place & (COMMANDS - 1));
    OperatorCommand command = commands.get(slot);
    commands.set(slot, null);
    commandsRead.lazySet(place + 1);
    return command;
  }

  /** Whether the ring was full once, so that the recording has ended; any thread. */
  public boolean overrun() {
    return overrun;
  }
}
