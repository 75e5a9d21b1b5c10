package org.stipple.controller.machine;

/**
 * A micropigmentation machine: needle motor, depth axis, footswitch, e-stop, sounder.
 *
 * <p>Both calls come from the loop thread, once a tick, {@link #read} first. Neither blocks.
 */
public interface Machine {

  /** Takes in what arrived and fills {@code reports} wholly. */
  void read(long nowNs, Reports reports);

  /**
   * Sends what {@code drive} asks for and refreshes the guards of the outputs that may be on. A
   * machine that is not {@link LinkState#READY} ignores the drive: its outputs are at their
   * defaults.
   */
  void write(Drive drive, long nowNs);
}
