package org.stipple.sim.world;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A simulated machine in real time behind a pty: the machine's time is {@link System#nanoTime}
 * since the start.
 *
 * <p>The machine is run exactly, however late this thread gets its turn. Bytes that came in while
 * it was late are spread evenly over the time it was away, since when each arrived is not known.
 * While the board is off the line (unplugged, or rebooting on USB) there is no pty, as there would
 * be no device.
 *
 * <p>Threading: {@link #run} owns everything; {@link #stop} may be called from anywhere.
 */
final class BoardProcess {

  /** Damage to the line's bytes: probability per byte, each way, drawn from the seed. */
  record Corruption(long seed, double probability) {}

  private static final long QUIET_WAIT_NS = 1_000_000;
  private static final long BUSY_WAIT_NS = 250_000;
  private static final long BUSY_FOR_NS = 20_000_000;
  private static final long SLICE_NS = 500_000;

  /** Time over which the host's pace is averaged. */
  private static final long PACE_NS = 200_000_000;

  private static final long FORGET_AFTER_NS = 500_000_000;

  /**
   * A turn of the loop takes a millisecond at most; one that took this long was not ours to take.
   */
  private static final long AWAY_NS = 10_000_000;

  private static final long NOT_BLOCKED = Long.MIN_VALUE;
  private static final int BUFFER = 4096;

  private final SimulatedMachine machine;
  private final LinkPath link;
  private final BoardControl control;
  private final LineNoise toBoard;
  private final LineNoise toHost;
  private final byte[] in = new byte[BUFFER];
  private final byte[] out = new byte[BUFFER];
  private final long startNs = System.nanoTime();
  private double nsPerByte = 100_000;
  private long paceSinceNs;
  private long paceBytes;
  private long blockedSinceNs = NOT_BLOCKED;
  private int outFrom;
  private int outTo;
  private @Nullable Pty pty;
  private int ptyBoots;
  private boolean silent;
  private long awayNs;
  private volatile boolean stopping;

  BoardProcess(
      SimulatedMachine machine, Path linkPath, BoardControl control, Corruption corruption) {
    this.machine = machine;
    this.link = new LinkPath(linkPath);
    this.control = control;
    this.toBoard = new LineNoise(corruption.seed(), corruption.probability());
    this.toHost = new LineNoise(~corruption.seed(), corruption.probability());
  }

  /** Opens the line; separate from {@link #run}, so that a bad path is told before it starts. */
  void open() throws IOException {
    Pty opened = Pty.open();
    link.pointTo(opened.slave());
    pty = opened;
    ptyBoots = machine.board().boots();
    outFrom = 0;
    outTo = 0;
  }

  /** Where the host's end is now, for people. */
  String slaveName() {
    Pty present = pty;
    return present == null ? "(off the line)" : present.slave().toString();
  }

  /** Runs until {@link #stop}; leaves no link behind. */
  void run() throws IOException, InterruptedException {
    try {
      long lastNs = 0;
      while (!stopping) {
        long nowNs = System.nanoTime() - startNs;
        awayNs += nowNs - lastNs < AWAY_NS ? 0 : nowNs - lastNs;
        exchange(lastNs, nowNs);
        lastNs = nowNs;
        control.obey(this, machine, nowNs);
        followTheBoard();
        await(nowNs);
      }
    } finally {
      closePty();
    }
  }

  void stop() {
    stopping = true;
  }

  private void await(long nowNs) throws IOException, InterruptedException {
    Pty present = pty;
    if (present == null) {
      Thread.sleep(1);
      return;
    }
    boolean busy = nowNs - machine.board().lastHostByteNs() < BUSY_FOR_NS;
    present.awaitBytes(busy ? BUSY_WAIT_NS : QUIET_WAIT_NS);
  }

  private void exchange(long lastNs, long nowNs) throws IOException {
    Pty present = pty;
    int got =
        present == null ? 0 : present.read(in, 0, Math.min(in.length, machine.board().room()));
    if (got == 0 || silent) {
      advance(lastNs, nowNs, present);
      return;
    }
    toBoard.pass(in, 0, got);
    long spanNs = Math.min(nowNs - lastNs, (long) (got * nsPerByte));
    long slices = Math.max(1, Math.min(got, spanNs / SLICE_NS));
    int done = 0;
    for (long slice = 1; slice <= slices; slice++) {
      int upTo = (int) (got * slice / slices);
      long atNs = lastNs + spanNs * slice / slices;
      machine.receive(in, done, upTo - done, atNs);
      drain(present);
      done = upTo;
    }
    advance(lastNs + spanNs, nowNs, present);
    learnPace(got, nowNs);
  }

  /**
   * How fast the host usually sends. A real board takes bytes as they come; where this process was
   * late, its best guess is that they came from the beginning of its absence at the usual pace: all
   * of it if only this process was away, the first of it if the whole computer was.
   */
  private void learnPace(int got, long nowNs) {
    paceBytes += got;
    if (nowNs - paceSinceNs >= PACE_NS) {
      nsPerByte = (double) (nowNs - paceSinceNs) / paceBytes;
      paceSinceNs = nowNs;
      paceBytes = 0;
    }
  }

  /** A long wait is cut into slices, so that the line's buffer cannot run over meanwhile. */
  private void advance(long lastNs, long nowNs, @Nullable Pty present) throws IOException {
    long slices = Math.max(1, (nowNs - lastNs) / 100_000_000);
    for (long slice = 1; slice <= slices; slice++) {
      machine.advanceTo(lastNs + (nowNs - lastNs) * slice / slices);
      drain(present);
    }
  }

  private void drain(@Nullable Pty present) throws IOException {
    while (present != null) {
      if (outFrom == outTo) {
        outFrom = 0;
        outTo = machine.board().transmit(out, 0, out.length);
        toHost.pass(out, 0, outTo);
        if (silent) {
          outTo = 0;
        }
      }
      if (outFrom == outTo) {
        return;
      }
      int put = present.write(out, outFrom, outTo - outFrom);
      outFrom += put;
      if (put == 0) {
        forgetWhatNobodyReads();
        return;
      }
      blockedSinceNs = NOT_BLOCKED;
    }
  }

  /** A host that is not there leaves at most a terminal's buffer of old bytes for the next one. */
  private void forgetWhatNobodyReads() {
    long realNs = System.nanoTime();
    if (blockedSinceNs == NOT_BLOCKED) {
      blockedSinceNs = realNs;
    }
    if (realNs - blockedSinceNs > FORGET_AFTER_NS) {
      outFrom = 0;
      outTo = 0;
      while (machine.board().transmit(out, 0, out.length) > 0) {}
    }
  }

  private void followTheBoard() throws IOException {
    boolean attached = machine.board().isAttached();
    boolean sameDevice = !machine.board().kind().isUsb() || ptyBoots == machine.board().boots();
    if (pty != null && (!attached || !sameDevice)) {
      closePty();
    }
    if (pty == null && attached) {
      open();
    }
  }

  private void closePty() throws IOException {
    Pty present = pty;
    if (present != null) {
      pty = null;
      link.remove(present.slave());
      present.close();
    }
  }

  void corrupt(double probability) {
    toBoard.set(probability);
    toHost.set(probability);
  }

  long damagedBytes() {
    return toBoard.damaged() + toHost.damaged();
  }

  /**
   * Time in which this process did not get its turns, in gaps of 10 ms and more: a real board has
   * none.
   */
  double awayMs() {
    return awayNs / 1e6;
  }

  void silence(boolean nowSilent) {
    silent = nowSilent;
  }
}
