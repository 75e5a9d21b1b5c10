package org.stipple.sim.board;

/**
 * One line of the board's event log.
 *
 * @param timeNs world time in nanoseconds
 * @param what what happened
 * @param pin the pin, or -1 where none is concerned
 * @param value the new level (0, 1) or the fraction of a PWM (0 to 1); else 0
 * @param text pin name or reason, for people
 */
public record BoardEvent(long timeNs, What what, int pin, double value, String text) {

  /** Kinds of event. */
  public enum What {
    /** The board began to run; all pins are inputs. */
    BOOT,
    /** A reset began. */
    RESET,
    /** Power and line were taken away. */
    UNPLUGGED,
    /** The host finished the configuration. */
    CONFIGURED,
    /** The board shut down; the text says why. */
    SHUTDOWN,
    /** The host cleared a shutdown. */
    CLEARED,
    /** A digital output changed. */
    DIGITAL,
    /** A PWM went from zero to more, or back; changes between are not logged. */
    PWM,
    /** A trigger fired; the value is its reason. */
    TRIGGER
  }
}
