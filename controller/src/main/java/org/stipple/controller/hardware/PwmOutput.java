package org.stipple.controller.hardware;

import com.pi4j.plugin.linuxfs.internal.LinuxPwm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One hardware PWM channel. Pi4J sets it up; the tick then writes the pulse width into the kernel's
 * own file by itself, since Pi4J switches the channel off and opens five files for each new duty.
 */
final class PwmOutput implements AutoCloseable {

  private static final String CLASS = "/sys/class/pwm";
  private static final long APPEARS_NS = TimeUnit.SECONDS.toNanos(2);
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int DIGITS = 20;
  private static final int REHEARSALS = 2_000;

  private final LinuxPwm pwm;
  private final Libc.Call call = new Libc.Call();
  private final int descriptor;
  private final byte[] text = new byte[DIGITS];

  private PwmOutput(LinuxPwm pwm, int descriptor) {
    this.pwm = pwm;
    this.descriptor = descriptor;
  }

  /**
   * Sets a channel up: running, with pulses of no width.
   *
   * @param periodNs time from pulse to pulse
   */
  static PwmOutput open(int chip, int channel, long periodNs) throws PinsRefused {
    Path folder = Path.of(CLASS, "pwmchip" + chip);
    if (!Files.exists(folder)) {
      throw noChip(chip);
    }
    LinuxPwm pwm = new LinuxPwm(CLASS, chip, channel);
    try {
      if (channel >= pwm.channels()) {
        throw new PinsRefused(
            "gpio.pwm_chip",
            "pwmchip%d has %d channels, and channel %d is asked for"
                .formatted(chip, pwm.channels(), channel),
            "put dtoverlay=pwm-2chan into /boot/firmware/config.txt, and restart");
      }
      if (!pwm.isExported()) {
        if (!Files.isWritable(folder.resolve("export"))) {
          throw noPermission(folder);
        }
        pwm.export();
      }
      awaitWritable(Path.of(pwm.pwmPath(), "duty_cycle"), folder);
      begin(pwm, periodNs);
    } catch (PinsRefused e) {
      throw e;
    } catch (IOException e) {
      throw new PinsRefused(
          "gpio.pwm_chip",
          "pwmchip%d channel %d cannot be set up: %s".formatted(chip, channel, e.getMessage()),
          "stop the program that uses it: ls " + folder);
    }
    try (Libc.Call opening = new Libc.Call()) {
      int descriptor = opening.open(pwm.pwmPath() + "/duty_cycle", Libc.O_WRONLY | Libc.O_CLOEXEC);
      if (descriptor < 0) {
        throw noPermission(folder);
      }
      return new PwmOutput(pwm, descriptor);
    }
  }

  private static void begin(LinuxPwm pwm, long periodNs) throws IOException {
    if (pwm.period() != 0) {
      pwm.dutyCycle(0);
    }
    pwm.period(periodNs);
    pwm.dutyCycle(0);
    if (pwm.polarity() != LinuxPwm.Polarity.NORMAL) {
      pwm.disable();
      pwm.polarity(LinuxPwm.Polarity.NORMAL);
    }
    pwm.enable();
  }

  /** What gives a group its right to a new channel may take a moment. */
  private static void awaitWritable(Path file, Path folder) throws PinsRefused {
    long deadlineNs = System.nanoTime() + APPEARS_NS;
    while (!Files.isWritable(file)) {
      if (System.nanoTime() > deadlineNs) {
        throw noPermission(folder);
      }
      LockSupport.parkNanos(LOOK_NS);
    }
  }

  private static PinsRefused noChip(int chip) {
    String there = "";
    try (Stream<Path> chips = Files.list(Path.of(CLASS))) {
      there =
          chips
              .map(path -> String.valueOf(path.getFileName()).replace("pwmchip", ""))
              .sorted()
              .collect(Collectors.joining(", "));
    } catch (IOException _) {
      // no PWM at all
    }
    return new PinsRefused(
        "gpio.pwm_chip",
        "there is no %s/pwmchip%d".formatted(CLASS, chip),
        there.isEmpty()
            ? "type: echo dtoverlay=pwm-2chan | sudo tee -a /boot/firmware/config.txt, and restart"
            : "allowed here: " + there);
  }

  private static PinsRefused noPermission(Path folder) {
    return new PinsRefused(
        "gpio.pwm_chip",
        "no permission for " + folder,
        "type: sudo usermod -aG gpio $USER, then log in again");
  }

  /** Gives pulses of that width; false where the kernel refused. Loop thread; allocates nothing. */
  boolean pulse(long widthNs) {
    int at = DIGITS;
    long left = Math.max(0, widthNs);
    do {
      text[--at] = (byte) ('0' + left % 10);
      left /= 10;
    } while (left > 0);
    return call.write(descriptor, text, at, DIGITS - at) > 0;
  }

  /** Has the compiler learn what is around the call of the kernel; some ms. */
  void rehearse() {
    for (int i = 0; i < REHEARSALS; i++) {
      boolean _ = pulse(0);
    }
  }

  @Override
  public void close() {
    boolean _ = pulse(0);
    int ignored = call.close(descriptor);
    call.close();
    try {
      pwm.disable();
      pwm.unexport();
    } catch (IOException _) {
      // gone with its driver
    }
  }
}
