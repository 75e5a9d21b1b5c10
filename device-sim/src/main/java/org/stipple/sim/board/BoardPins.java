package org.stipple.sim.board;

/**
 * What the board's pins are connected to. Pins are the board's own numbers (see {@link
 * BoardKind#pinNumber}); times are nanoseconds of the world's clock and never go back by more than
 * a rounding nanosecond.
 */
public interface BoardPins {

  /** Level of a digital input: true = high. */
  boolean level(int pin, long timeNs);

  /** Voltage of an analog input as a part of the converter's full scale, 0 to 1. */
  double analogFraction(int pin, long timeNs);

  /**
   * The board made the pin an input.
   *
   * @param pull 1 pull-up, 0 none, -1 pull-down
   */
  void input(int pin, int pull, long timeNs);

  /** The board drives the pin. */
  void digitalOut(int pin, boolean level, long timeNs);

  /**
   * The board drives the pin with a hardware PWM.
   *
   * @param fraction part of the time at which the pin is high, 0 to 1
   */
  void pwm(int pin, double fraction, long timeNs);

  /** The active edge of one step pulse. The direction pin was set by {@link #digitalOut}. */
  void step(int pin, long timeNs);

  /** All pins are high-impedance from now on: reset, boot, or no power. */
  void released(long timeNs);
}
