package org.stipple.sim.board;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.wire.FrameScanner;

/**
 * A micro-controller board on virtual time: bytes in, bytes out, pins behind it.
 *
 * <p>Use: {@link #receive} what the host sends, {@link #advanceTo} the present, {@link #transmit}
 * what has arrived at the host by then. Times are nanoseconds of the world's clock and never go
 * back. Single-threaded and deterministic; nothing is allocated while it runs, but for the log.
 */
public final class SimulatedBoard {

  private static final int LINE_CAPACITY = 4096;
  private static final int HOST_CAPACITY = 65_536;
  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final int BITS_PER_BYTE_ON_WIRE = 10;
  private static final long USB_NS_PER_BYTE = 1_000;
  private static final long USB_LATENCY_NS = 100_000;
  private static final long USB_REBOOT_NS = 300_000_000;
  private static final long UART_REBOOT_NS = 15_000_000;

  private enum Power {
    UNPLUGGED,
    BOOTING,
    RUNNING
  }

  private final BoardKind kind;
  private final BoardPins pins;
  private final EventLog log = new EventLog();
  private final MessageIds ids;
  private final StringIds strings;
  private final byte[] dictionary;
  private final LinePacer toBoard;
  private final LinePacer toHost;
  private final FrameScanner scanner;
  private final byte[] chunk = new byte[256];

  private Power power = Power.BOOTING;
  private BoardClock clock;
  private Core core;
  private boolean guardless;
  private Outbox outbox;
  private Firmware firmware;
  private Timer receiveTimer;
  private boolean damageTold;
  private long nowNs;
  private long bootNs;
  private long stalledUntilNs = Long.MIN_VALUE;
  private long lastHostByteNs = Long.MIN_VALUE;
  private long overflowed;
  private int boots;

  /**
   * Boots the board.
   *
   * @param seed of the dictionary's numbers
   * @param nowNs the world's time at power-on
   */
  public SimulatedBoard(BoardKind kind, long seed, BoardPins pins, long nowNs) {
    this.kind = kind;
    this.pins = pins;
    this.nowNs = nowNs;
    ids = MessageIds.drawn(kind, seed);
    strings = new StringIds(seed);
    dictionary = Dictionary.deflated(kind, ids, strings);
    long nsPerByte =
        kind.isUsb() ? USB_NS_PER_BYTE : BITS_PER_BYTE_ON_WIRE * NS_PER_SECOND / kind.baud();
    long latencyNs = kind.isUsb() ? USB_LATENCY_NS : 0;
    toBoard = new LinePacer(nsPerByte, latencyNs, LINE_CAPACITY);
    toHost = new LinePacer(nsPerByte, latencyNs, HOST_CAPACITY);
    scanner = new FrameScanner(kind.receiveBuffer());
    clock = new BoardClock(kind, nowNs);
    outbox = new Outbox(ids, toHost, kind.transmitBuffer());
    core = new Core(kind, clock, pins, outbox, log);
    receiveTimer = new Timer(this::receiveBytes, true);
    firmware = boot(nowNs);
  }

  private Firmware boot(long atNs) {
    power = Power.RUNNING;
    bootNs = atNs;
    boots++;
    clock = new BoardClock(kind, atNs);
    outbox = new Outbox(ids, toHost, kind.transmitBuffer());
    core = new Core(kind, clock, pins, outbox, log);
    core.guardless = guardless;
    receiveTimer = new Timer(this::receiveBytes, true);
    scanner.reset();
    damageTold = false;
    pins.released(atNs);
    log.add(atNs, BoardEvent.What.BOOT, -1, 0, kind.mcu());
    return new Firmware(core, ids, strings, dictionary);
  }

  /** What kind of board this is. */
  public BoardKind kind() {
    return kind;
  }

  /**
   * The host writes bytes; they arrive at the board one after the other.
   *
   * @return how many the line took; 0 while there is no board on it
   */
  public int receive(byte[] bytes, int offset, int length, long timeNs) {
    advanceTo(timeNs);
    if (!isAttached()) {
      return 0;
    }
    if (length <= 0) {
      return 0;
    }
    lastHostByteNs = nowNs;
    if (power != Power.RUNNING) {
      return length;
    }
    int taken = toBoard.send(bytes, offset, length, nowNs);
    scheduleReceive();
    return taken;
  }

  /** How many bytes {@link #receive} would take now. */
  public int room() {
    return isAttached() ? toBoard.room() : 0;
  }

  /** Takes bytes that have arrived at the host by the time of the last {@link #advanceTo}. */
  public int transmit(byte[] bytes, int offset, int length) {
    return isAttached() ? toHost.receive(bytes, offset, length, nowNs) : 0;
  }

  /** Drops what the host has written and what has not left it yet. */
  public void discardHostOutput() {
    toBoard.discardUnsent(nowNs);
  }

  /** Runs the board up to that time, every timer at its tick. */
  public void advanceTo(long timeNs) {
    long target = Math.max(timeNs, nowNs);
    while (true) {
      if (power == Power.BOOTING && bootNs <= target) {
        firmware = boot(bootNs);
      }
      if (power != Power.RUNNING) {
        break;
      }
      try {
        core.timers.runUntil(clock.tickAt(target));
      } catch (BoardFault fault) {
        firmware.shutdown(fault.reason());
        continue;
      }
      if (!firmware.resetRequested()) {
        break;
      }
      beginReset(clock.nsAt(firmware.resetTick()));
    }
    nowNs = target;
  }

  private void scheduleReceive() {
    long stopNs = toBoard.nextStopNs();
    if (stopNs == LinePacer.NEVER) {
      core.timers.stop(receiveTimer);
      return;
    }
    long dueNs = Math.max(stopNs, stalledUntilNs);
    core.timers.start(receiveTimer, Math.max(clock.tickAt(dueNs) + 1, core.timers.now()));
  }

  /** The receive interrupt and the task that follows it. */
  private long receiveBytes(long tick) {
    long atNs = clock.nsAt(tick);
    while (true) {
      int got = toBoard.receive(chunk, 0, Math.min(scanner.room(), chunk.length), atNs);
      if (got == 0) {
        break;
      }
      scanner.append(chunk, 0, got);
      if (stalledUntilNs != Long.MIN_VALUE) {
        overflow(atNs);
        stalledUntilNs = Long.MIN_VALUE;
      }
      if (!executeFrames(tick)) {
        return Timer.DONE;
      }
    }
    long stopNs = toBoard.nextStopNs();
    return stopNs == LinePacer.NEVER ? Timer.DONE : Math.max(clock.tickAt(stopNs), tick) + 1;
  }

  /** A UART buffer that was not emptied in time has lost what came after it was full. */
  private void overflow(long atNs) {
    if (kind.isUsb()) {
      return;
    }
    int lost = toBoard.receive(chunk, 0, chunk.length, atNs);
    while (lost > 0) {
      overflowed += lost;
      lost = toBoard.receive(chunk, 0, chunk.length, atNs);
    }
  }

  /** Answers false when the board is about to reset. */
  private boolean executeFrames(long tick) {
    while (true) {
      switch (scanner.next()) {
        case NOTHING -> {
          return true;
        }
        case DAMAGE -> {
          if (!damageTold) {
            damageTold = true;
            core.out(tick).sendEmpty();
          }
        }
        case FRAME -> {
          damageTold = false;
          if (!accept(tick)) {
            return false;
          }
        }
      }
    }
  }

  private boolean accept(long tick) {
    if (scanner.sequence() == outbox.sequence()) {
      outbox.accepted();
      try {
        firmware.execute(scanner.bytes(), scanner.contentStart(), scanner.contentEnd());
      } catch (BoardFault fault) {
        firmware.shutdown(fault.reason());
      }
      if (firmware.resetRequested()) {
        return false;
      }
    }
    core.out(tick).sendEmpty();
    return true;
  }

  /** Resets the board, as by its reset command, a watchdog or a brown-out. */
  public void reset(long timeNs) {
    advanceTo(timeNs);
    if (power != Power.UNPLUGGED) {
      beginReset(nowNs);
    }
  }

  private void beginReset(long timeNs) {
    power = Power.BOOTING;
    bootNs = timeNs + (kind.isUsb() ? USB_REBOOT_NS : UART_REBOOT_NS);
    core.timers.clear();
    toBoard.clear();
    if (kind.isUsb()) {
      toHost.clear();
    }
    pins.released(timeNs);
    log.add(timeNs, BoardEvent.What.RESET, -1, 0, "reset");
  }

  /** Pulls the cable: no power, no line. */
  public void unplug(long timeNs) {
    advanceTo(timeNs);
    if (power == Power.UNPLUGGED) {
      return;
    }
    power = Power.UNPLUGGED;
    core.timers.clear();
    toBoard.clear();
    toHost.clear();
    pins.released(nowNs);
    log.add(nowNs, BoardEvent.What.UNPLUGGED, -1, 0, "unplugged");
  }

  /** Puts the cable back: the board boots. */
  public void plug(long timeNs) {
    advanceTo(timeNs);
    if (power == Power.UNPLUGGED) {
      power = Power.BOOTING;
      bootNs = nowNs + (kind.isUsb() ? USB_REBOOT_NS : UART_REBOOT_NS);
    }
  }

  /**
   * Keeps the firmware's task loop from running, as an overload would: bytes from the host wait,
   * and a UART's receive buffer may overflow. Timers go on.
   */
  public void stallTasks(long durationNs) {
    stalledUntilNs = nowNs + durationNs;
    if (power == Power.RUNNING) {
      scheduleReceive();
    }
  }

  /** Fault: no output of this board expires any more. */
  public void guardless(boolean broken) {
    guardless = broken;
    core.guardless = broken;
  }

  /** Whether the host sees a line: not while unplugged, nor while a USB board reboots. */
  public boolean isAttached() {
    return power == Power.RUNNING || (power == Power.BOOTING && !kind.isUsb());
  }

  /** How often the board has booted; a USB board comes back as a new device each time. */
  public int boots() {
    return boots;
  }

  /** World time of the latest boot (or of the next, while it is booting). */
  public long bootNs() {
    return bootNs;
  }

  /** World time up to which the board has run. */
  public long nowNs() {
    return nowNs;
  }

  /** World time at which the host wrote last; {@link Long#MIN_VALUE} before it ever did. */
  public long lastHostByteNs() {
    return lastHostByteNs;
  }

  /** The board's 64-bit clock. */
  public long clock() {
    return core.timers.now();
  }

  /** World time of a 32-bit clock value of the board near its present. */
  public long nsOfClock(int clock32) {
    return clock.nsAt(core.timers.extend(clock32));
  }

  /** Why the board is shut down, or null. */
  public @Nullable String shutdownReason() {
    Reason reason = core.shutdownReason();
    return reason == null ? null : reason.text();
  }

  /** Whether the host has finished configuring it. */
  public boolean isConfigured() {
    return firmware.isConfigured();
  }

  /** Blocks lost since boot because the transmit buffer was full. */
  public long droppedBlocks() {
    return outbox.dropped();
  }

  /** Bytes lost because a UART's receive buffer was full. */
  public long overflowedBytes() {
    return overflowed;
  }

  /** Events ever logged. */
  public long eventsWritten() {
    return log.written();
  }

  /** The kept events from number {@code from} on, oldest first; the log keeps the latest 8192. */
  public List<BoardEvent> events(long from) {
    return log.since(from);
  }

  /** The dictionary as text, for people and tests. */
  public String dictionaryJson() {
    return Dictionary.json(kind, ids, strings);
  }
}
