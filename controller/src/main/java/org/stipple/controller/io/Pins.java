package org.stipple.controller.io;

/**
 * The lines, PWM channels and converter of the Pi itself.
 *
 * <p>No call waits for anything but the kernel's own few microseconds, and none allocates. Levels
 * are logical: an inverted line is turned round by the implementation, which debounces nothing.
 * Called by the loop thread only.
 */
public interface Pins {

  /** A PWM channel of the Pi. */
  enum Pwm {
    /** Channel 0: duty of the motor's bridge. */
    MOTOR(0),
    /** Channel 1: pulses to the servo of the depth axis. */
    SERVO(1);

    private final int channel;

    Pwm(int channel) {
      this.channel = channel;
    }

    /** Its number on the chip. */
    public int channel() {
      return channel;
    }
  }

  /**
   * Looks at everything there is to look at; what the others answer is of this moment.
   *
   * @return false once a line could not be read or set: the chip is gone, and stays so
   */
  boolean look();

  /** Levels of the fitted inputs: a bit of {@link PiLine#bit()} set = active. */
  int levels();

  /**
   * Level changes of {@link PiLine#TACH} or {@link PiLine#INDEX} since the lines were opened; bit 0
   * = level after the last one.
   */
  long edges(PiLine counted);

  /** When the kernel saw the last of them, ns of the monotonic clock. */
  long edgeNs(PiLine counted);

  /** Last code of the current converter. */
  int currentCode();

  /** When that was read, ns of the monotonic clock; 0 = never yet. */
  long currentNs();

  /** Gives an output a level; does nothing where it is not fitted. */
  void set(PiLine line, boolean active);

  /** Gives a PWM channel another pulse width, ns; its period stays. */
  void pulse(Pwm channel, long widthNs);
}
