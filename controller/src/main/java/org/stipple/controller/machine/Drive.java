package org.stipple.controller.machine;

/**
 * What the tick wants of the machine: a carrier, written by control, checked by safety, sent by the
 * machine. Loop thread only.
 */
public final class Drive {

  /** What the depth axis shall do. */
  public enum Depth {
    /** Stay, or stop where it is if it moves. */
    STAND,
    /** Seek the endstop. */
    HOME,
    /** Go to {@link Drive#protrusionMm}. */
    MOVE
  }

  /** The two keys of the motor. */
  public enum Key {
    /** Neither. */
    NONE,
    /** {@link Drive#run}. */
    RUN,
    /** {@link Drive#dutyFraction}. */
    PWM
  }

  /**
   * Mean bridge voltage as a fraction of the supply (0 to 1); 0 = the bridge brakes. On a board it
   * acts only after the lead of timed messages; a duty may be sent ahead of the second key.
   */
  public double dutyFraction;

  /** Second key of the motor, which acts at once: false = the bridge brakes, whatever the duty. */
  public boolean run;

  /** Whether the supply relay shall be closed. */
  public boolean supply;

  /** Whether the sounder on the board shall sound. */
  public boolean sound;

  /** What the depth axis shall do. */
  public Depth depth = Depth.STAND;

  /** Target of {@link Depth#MOVE}: mm of needle beyond the tip at needle-down. */
  public double protrusionMm;

  /** The host was late: drop what is queued, send nothing that was meant for the past. */
  public boolean discardStale;

  /** The key that is not refreshed any more though it is on: its guard shall be seen to act. */
  public Key lapsing = Key.NONE;

  /** Puts everything to the safe state: braked, supply off, depth standing. The sounder stays. */
  public void makeSafe() {
    dutyFraction = 0;
    run = false;
    supply = false;
    depth = Depth.STAND;
    lapsing = Key.NONE;
  }
}
