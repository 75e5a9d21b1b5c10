package org.stipple.controller.hardware;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.io.ByteLink;

/**
 * A serial port as a {@link ByteLink}, over jSerialComm.
 *
 * <p>A cold thread of its own ({@code stipple-line}) opens the port, looks every 20 ms whether its
 * name still leads to the same device, and opens it again, trying every 100 ms, after it was lost.
 * Loss is also seen by a read or write that fails.
 *
 * <p>Threading: {@link #read}, {@link #write}, {@link #discardOutput} and {@link #reopen} belong to
 * the loop thread; they never wait and allocate nothing. The native port must not be closed under a
 * running call (its memory would be used after it was freed), so {@link #turn} is passed to and fro
 * by compare-and-set.
 */
public final class SerialLine implements ByteLink, AutoCloseable {

  private static final long WATCH_NS = 20_000_000;
  private static final long RETRY_NS = 100_000_000;

  /** No port; only the opener touches the fields. */
  private static final int AWAY = 0;

  /** Open and nobody inside. */
  private static final int OPEN = 1;

  /** The loop thread is inside a native call. */
  private static final int IN_USE = 2;

  /** The loop thread found it broken or wants it anew; the opener closes it. */
  private static final int GIVEN_UP = 3;

  private final Path path;
  private final int baud;
  private final Thread opener;
  private final AtomicInteger turn = new AtomicInteger(AWAY);
  private final AtomicInteger openings = new AtomicInteger();
  private volatile @Nullable String trouble = "not tried yet";
  private volatile boolean closing;

  // Written by the opener while turn is AWAY, read by the loop thread while it is IN_USE.
  private @Nullable SerialPort port;
  private @Nullable LineOutput output;

  // The opener's own.
  private @Nullable Path device;
  private @Nullable PortLock lock;

  /**
   * Creates the line and begins to open it.
   *
   * @param path the port, or a link to it
   * @param baud bits per second; of no meaning for USB boards, which ignore it
   */
  public SerialLine(Path path, int baud) {
    this.path = path;
    this.baud = baud;
    this.opener = new Thread(this::watch, "stipple-line");
    opener.setDaemon(true);
    opener.start();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (!turn.compareAndSet(OPEN, IN_USE)) {
      return LOST;
    }
    SerialPort current = port;
    int count = current == null ? LOST : taken(current, buffer, offset, length);
    giveBack(count >= 0);
    return count >= 0 ? count : LOST;
  }

  /**
   * Asks first whether anything is there: where nothing is, Linux makes even a read that must not
   * block wait for its own worker thread, an ordinary one, which on a busy computer takes its time
   * (n_tty_read flushes the pending work; tens of milliseconds were seen).
   */
  private static int taken(SerialPort from, byte[] buffer, int offset, int length) {
    int waiting = from.bytesAvailable();
    return waiting > 0 ? from.readBytes(buffer, Math.min(waiting, length), offset) : waiting;
  }

  @Override
  public int write(byte[] buffer, int offset, int length) {
    if (!turn.compareAndSet(OPEN, IN_USE)) {
      return LOST;
    }
    LineOutput current = output;
    int count = current == null ? LOST : current.write(buffer, offset, length);
    giveBack(count >= 0);
    return count >= 0 ? count : LOST;
  }

  @Override
  public void discardOutput() {
    if (turn.compareAndSet(OPEN, IN_USE)) {
      LineOutput current = output;
      if (current != null) {
        current.discard();
      }
      giveBack(true);
    }
  }

  @Override
  public void reopen() {
    if (turn.compareAndSet(OPEN, GIVEN_UP)) {
      LockSupport.unpark(opener);
    }
  }

  @Override
  public int openings() {
    return openings.get();
  }

  /** Has the compiler learn what the loop thread will call; takes some milliseconds. */
  public static void rehearse() {
    LineOutput.rehearse();
  }

  /** Why the port is not open, in one line and with what to do; empty while it is open. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** The port as it was named. */
  public Path path() {
    return path;
  }

  /** Process that holds the port of that name, in words; empty when no controller does. */
  public static Optional<String> holderOf(Path path) {
    try {
      return PortLock.holderOf(path.toRealPath());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /**
   * Registers what must be done before the process ends while ports are still open. jSerialComm
   * closes all ports in a shutdown hook of its own, which an ordinary hook would race: the machine
   * could no longer be stopped by words.
   *
   * @param thread not started; it is started when the process is about to end, and waited for
   */
  public static void beforePortsCloseAtShutdown(Thread thread) {
    SerialPort.addShutdownHook(thread);
  }

  /** Closes the port and ends the opener; waits for it at most a second. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(opener);
    try {
      opener.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveBack(boolean sound) {
    turn.set(sound ? OPEN : GIVEN_UP);
    if (!sound) {
      LockSupport.unpark(opener);
    }
  }

  private void watch() {
    while (!closing) {
      if (turn.get() == AWAY) {
        tryToOpen();
      } else if (turn.get() == GIVEN_UP) {
        shut("the device stopped answering");
        continue; // try at once: a board that was reset is often back already
      } else if (!stillThere()) {
        giveUpFromOutside();
        continue;
      }
      LockSupport.parkNanos(turn.get() == AWAY ? RETRY_NS : WATCH_NS);
    }
    giveUpFromOutside();
    shut("closed");
    release();
  }

  /** Whether the name still leads to the device that is open. */
  private boolean stillThere() {
    try {
      return path.toRealPath().equals(device);
    } catch (IOException _) {
      return false;
    }
  }

  private void giveUpFromOutside() {
    while (turn.get() == OPEN || turn.get() == IN_USE) {
      if (turn.compareAndSet(OPEN, GIVEN_UP)) {
        return;
      }
      LockSupport.parkNanos(100_000); // a call of the loop thread is over in microseconds
    }
  }

  private void shut(String why) {
    LineOutput oldOutput = output;
    if (oldOutput != null) {
      oldOutput.close();
      output = null;
    }
    SerialPort oldPort = port;
    if (oldPort != null) {
      oldPort.closePort();
      port = null;
    }
    trouble = why;
    turn.set(AWAY);
  }

  private void tryToOpen() {
    try {
      Path found = path.toRealPath();
      takeLock(found);
      openDevice(found);
    } catch (NoSuchFileException _) {
      trouble = "no port at " + path + ": is the board plugged in and powered?";
    } catch (IOException e) {
      trouble = String.valueOf(e.getMessage());
    }
  }

  /** The lock stays ours while the device is away and comes back under the same name. */
  private void takeLock(Path found) throws IOException {
    PortLock held = lock;
    if (held != null && held.device().equals(found)) {
      return;
    }
    release();
    lock = PortLock.take(found);
  }

  private void release() {
    PortLock held = lock;
    lock = null;
    if (held != null) {
      try {
        held.close();
      } catch (IOException e) {
        trouble = "the port's lock could not be given back: " + e.getMessage();
      }
    }
  }

  private void openDevice(Path found) throws IOException {
    if (!Files.isReadable(found) || !Files.isWritable(found)) {
      throw new IOException(
          "no permission for "
              + found
              + ": add the user to the group that owns it (often dialout)");
    }
    SerialPort opened = configured(found);
    if (!opened.openPort()) {
      throw new IOException(
          found + " could not be opened (" + reason(opened) + "): is it a serial port, and free?");
    }
    LineOutput out = LineOutput.open(found.toString());
    if (!out.isOpen()) {
      out.close();
      opened.closePort();
      throw new IOException(found + " could not be opened for sending");
    }
    device = found;
    port = opened;
    output = out;
    trouble = null;
    openings.incrementAndGet();
    turn.set(OPEN);
  }

  private SerialPort configured(Path found) throws IOException {
    try {
      SerialPort fresh = SerialPort.getCommPort(found.toString());
      fresh.setComPortParameters(baud, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
      fresh.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
      fresh.setComPortTimeouts(SerialPort.TIMEOUT_NONBLOCKING, 0, 0);
      return fresh;
    } catch (SerialPortInvalidPortException e) {
      throw new IOException(found + " is no serial port: " + e.getMessage(), e);
    }
  }

  /** Linux error numbers a person may meet here. */
  private static String reason(SerialPort port) {
    int code = port.getLastErrorCode();
    return switch (code) {
      case 11 -> "another program has locked it";
      case 13 -> "no permission";
      case 16 -> "busy";
      case 5, 6, 19 -> "the device is going away";
      case 22, 25 -> "it is no serial port";
      default -> "error " + code;
    };
  }
}
