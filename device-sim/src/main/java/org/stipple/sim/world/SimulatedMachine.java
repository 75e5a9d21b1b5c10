package org.stipple.sim.world;

import java.util.SplittableRandom;
import org.stipple.sim.board.BoardKind;
import org.stipple.sim.board.SimulatedBoard;
import org.stipple.sim.plant.Plant;
import org.stipple.sim.plant.PlantParameters;

/**
 * A whole machine on virtual time: board, wiring and plant, all of one seed.
 *
 * <p>One thread; time never goes back; equal arguments and calls give equal bits.
 */
public final class SimulatedMachine {

  private final SimulatedBoard board;
  private final Wiring wiring;
  private long notedOffNs = DriveRecord.NEVER;
  private long silenceAtDriveOffNs = DriveRecord.NEVER;
  private long strokesAtHostByte;
  private long strokesOfSilence;

  /** The reference machine: its default plant, wired as usual for that kind of board. */
  public SimulatedMachine(BoardKind kind, long seed, long nowNs) {
    this(kind, PinMap.of(kind), PlantParameters.defaults(), seed, nowNs);
  }

  /** A machine of these parts; the board boots at {@code nowNs}. */
  public SimulatedMachine(
      BoardKind kind, PinMap pins, PlantParameters parameters, long seed, long nowNs) {
    SplittableRandom random = new SplittableRandom(seed);
    Plant plant = new Plant(parameters, random.nextLong());
    wiring = new Wiring(kind, pins, plant, random.nextLong(), nowNs);
    board = new SimulatedBoard(kind, random.nextLong(), wiring, nowNs);
  }

  /** Lets everything run up to that time. */
  public void advanceTo(long timeNs) {
    board.advanceTo(timeNs);
    wiring.advanceTo(timeNs);
    noteDriveOff();
  }

  /**
   * The host writes bytes to the board; see {@link SimulatedBoard#receive}.
   *
   * @return how many the line took
   */
  public int receive(byte[] bytes, int offset, int length, long timeNs) {
    advanceTo(timeNs);
    if (length > 0) {
      strokesAtHostByte = plant().strokes();
    }
    return board.receive(bytes, offset, length, timeNs);
  }

  /**
   * How long the host had been silent when the drive went off last, in nanoseconds; {@link
   * DriveRecord#NEVER} before.
   */
  public long silenceAtDriveOffNs() {
    return silenceAtDriveOffNs;
  }

  /** Strokes from the host's last byte before it to the last drive off; 0 before. */
  public long strokesOfSilence() {
    return strokesOfSilence;
  }

  private void noteDriveOff() {
    long offNs = wiring.drive().offNs();
    if (offNs != notedOffNs) {
      notedOffNs = offNs;
      silenceAtDriveOffNs = offNs - board.lastHostByteNs();
      strokesOfSilence = wiring.drive().strokesAtOff() - strokesAtHostByte;
    }
  }

  /** The board. */
  public SimulatedBoard board() {
    return board;
  }

  /** What stands between board and plant: pedal, e-stop, skin. */
  public Wiring wiring() {
    return wiring;
  }

  /** The physics. */
  public Plant plant() {
    return wiring.plant();
  }
}
