package org.stipple.sim.world;

import org.stipple.controller.io.ByteLink;
import org.stipple.controller.io.LoopClock;

/**
 * The host's end of a line to a simulated machine in the same thread. Every call first lets the
 * machine run up to the clock's present.
 *
 * <p>An unplugged board, or one that is away from the USB while it reboots, is {@link #LOST}; it
 * comes back as a new opening. A line under {@link #silence} looks open and carries nothing.
 */
public final class MemoryLink implements ByteLink {

  private static final int LARGEST_WRITE = 4096;

  private final SimulatedMachine machine;
  private final LoopClock clock;
  private final LineNoise toBoard;
  private final LineNoise toHost;
  private final byte[] scratch = new byte[LARGEST_WRITE];
  private boolean silent;
  private boolean attached = true;
  private int openings = 1;

  /**
   * A line.
   *
   * @param seed of the damage done to bytes
   * @param corruption probability of damage per byte, each way, 0 to 1
   */
  public MemoryLink(SimulatedMachine machine, LoopClock clock, long seed, double corruption) {
    this.machine = machine;
    this.clock = clock;
    this.toBoard = new LineNoise(seed, corruption);
    this.toHost = new LineNoise(~seed, corruption);
  }

  /** An undamaged line. */
  public MemoryLink(SimulatedMachine machine, LoopClock clock) {
    this(machine, clock, 0, 0);
  }

  /** Sets the probability of damage per byte, each way, 0 to 1. */
  public void corruption(double probability) {
    toBoard.set(probability);
    toHost.set(probability);
  }

  /** Bytes damaged so far, both ways. */
  public long damagedBytes() {
    return toBoard.damaged() + toHost.damaged();
  }

  /** Lets all bytes vanish, both ways, as a broken data wire would. */
  public void silence(boolean silent) {
    this.silent = silent;
  }

  private boolean isOpen() {
    machine.advanceTo(clock.nowNs());
    boolean nowAttached = machine.board().isAttached();
    if (nowAttached && !attached) {
      openings++;
    }
    attached = nowAttached;
    return attached;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (!isOpen()) {
      return LOST;
    }
    int got = machine.board().transmit(buffer, offset, length);
    toHost.pass(buffer, offset, got);
    return silent ? 0 : got;
  }

  @Override
  public int write(byte[] buffer, int offset, int length) {
    if (!isOpen()) {
      return LOST;
    }
    if (silent) {
      return length;
    }
    int some = Math.min(length, LARGEST_WRITE);
    System.arraycopy(buffer, offset, scratch, 0, some);
    toBoard.pass(scratch, 0, some);
    return machine.receive(scratch, 0, some, clock.nowNs());
  }

  @Override
  public void discardOutput() {
    if (isOpen()) {
      machine.board().discardHostOutput();
    }
  }

  @Override
  public void reopen() {
    if (isOpen()) {
      openings++;
      machine.board().discardHostOutput();
      while (machine.board().transmit(scratch, 0, scratch.length) > 0) {}
    }
  }

  @Override
  public int openings() {
    return openings;
  }
}
