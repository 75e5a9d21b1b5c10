package org.stipple.sim.board;

/** What the host may configure under an object id. */
sealed interface BoardObject
    permits DigitalOut, PwmOut, Counter, Buttons, AnalogIn, Stepper, TriggerSync, Endstop {

  /**
   * The board is shutting down; all timers of commands have been dropped and the move queue is
   * given back by the caller.
   */
  void shutdown(long tick);
}
