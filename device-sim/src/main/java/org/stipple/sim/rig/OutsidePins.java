package org.stipple.sim.rig;

import java.io.IOException;

/**
 * The machine's lines and PWM registers as they are outside of it, by QEMU's test protocol. Any
 * thread.
 */
final class OutsidePins implements AutoCloseable {

  /** Lines of a PL061. */
  static final int LINES = 8;

  /** Registers of the PL061, in the address map of the machine {@code virt}. */
  private static final long PL061 = 0x9030000L;

  /** Registers of the PWM, where {@code pi.dts} puts them; offsets of the Pi's own. */
  private static final long PWM = 0x7fff0000L;

  private static final int CONTROL = 0x00;
  private static final int[] ENABLED = {1, 1 << 8};
  private static final int[] RANGE = {0x10, 0x20};
  private static final int[] DATA = {0x14, 0x24};

  private final Conversation test;
  private final String chip;

  OutsidePins(Conversation test, String chip) {
    this.test = test;
    this.chip = chip;
  }

  /** Puts a level on a line that the machine has as an input. */
  void put(int line, boolean high) throws IOException {
    ask("set_irq_in " + chip + " unnamed-gpio-in " + line + (high ? " 1" : " 0"));
  }

  /** The level the machine gives an output. */
  boolean level(int line) throws IOException {
    return read(PL061 + (1L << (line + 2))) != 0;
  }

  /** The duty that a PWM channel gives, 0 to 1; 0 while it is off. */
  double duty(int channel) throws IOException {
    if ((read(PWM + CONTROL) & ENABLED[channel]) == 0) {
      return 0;
    }
    long range = read(PWM + RANGE[channel]);
    return range == 0 ? 0 : (double) read(PWM + DATA[channel]) / range;
  }

  /** The period of a PWM channel in ticks of its 54 MHz clock. */
  long period(int channel) throws IOException {
    return read(PWM + RANGE[channel]);
  }

  private long read(long address) throws IOException {
    String answer = ask("readl 0x" + Long.toHexString(address));
    return Long.decode(answer.substring(answer.indexOf(' ') + 1).strip());
  }

  private synchronized String ask(String question) throws IOException {
    test.say(question);
    String answer = test.hear();
    while (answer.startsWith("IRQ")) {
      answer = test.hear();
    }
    if (!answer.startsWith("OK")) {
      throw new IOException("the emulator refuses '" + question + "': " + answer);
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    test.close();
  }
}
