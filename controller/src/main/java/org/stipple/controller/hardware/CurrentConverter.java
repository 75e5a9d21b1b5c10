package org.stipple.controller.hardware;

import com.pi4j.library.linuxfs.LinuxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.stipple.controller.gpio.GpioSettings;

/**
 * A current converter on an I2C bus, read over and over on a thread of its own: a transfer takes
 * half a millisecond and more, which the loop does not have.
 *
 * <p>Registers by the data sheets: INA219 (TI SBOS448), INA226 (SBOS547), ADS1115 (SBAS444).
 */
final class CurrentConverter implements AutoCloseable {

  /** I2C_SLAVE of the kernel's i2c-dev. */
  private static final long SLAVE = 0x0703;

  private static final long PERIOD_NS = 2_000_000;
  private static final long AGAIN_NS = 20_000_000;

  private final LinuxFile bus;
  private final int resultRegister;
  private final Thread thread;
  private final byte[] word = new byte[2];

  /** Code in the lower 16 bits, time above them as 48 bits: one write, never half of it. */
  private volatile long latest;

  private volatile boolean closing;
  private long seen;

  private CurrentConverter(LinuxFile bus, int resultRegister) {
    this.bus = bus;
    this.resultRegister = resultRegister;
    thread = new Thread(this::listen, "stipple-current");
    thread.setDaemon(true);
  }

  /** Sets it to measure for ever, and begins to read. */
  static CurrentConverter open(GpioSettings.Current settings) throws PinsRefused {
    Path device = Path.of("/dev/i2c-" + settings.bus());
    if (!Files.exists(device)) {
      throw new PinsRefused(
          "gpio.i2c_bus",
          "there is no " + device,
          "type: sudo raspi-config nonint do_i2c 0, and restart; ls /dev/i2c-* shows what there"
              + " is");
    }
    if (!Files.isReadable(device) || !Files.isWritable(device)) {
      throw new PinsRefused(
          "gpio.i2c_bus",
          "no permission for " + device,
          "type: sudo usermod -aG i2c $USER, then log in again");
    }
    try {
      LinuxFile bus = new LinuxFile(device.toString(), "rw");
      try {
        bus.ioctl(SLAVE, settings.address());
        begin(bus, settings.converter());
      } catch (IOException e) {
        bus.close();
        throw e;
      }
      int result = settings.converter() == GpioSettings.Converter.ADS1115 ? 0 : 1;
      CurrentConverter converter = new CurrentConverter(bus, result);
      converter.thread.start();
      return converter;
    } catch (IOException e) {
      throw new PinsRefused(
          "gpio.i2c_address",
          "nothing answers at 0x%02x of %s (%s)"
              .formatted(settings.address(), device, e.getMessage()),
          "type: i2cdetect -y " + settings.bus());
    }
  }

  /** Shunt alone (INA) or AIN0 alone (ADS), as fast as it converts exactly enough. */
  private static void begin(LinuxFile bus, GpioSettings.Converter converter) throws IOException {
    int register = converter == GpioSettings.Converter.ADS1115 ? 1 : 0;
    int configuration =
        switch (converter) {
          case INA219 -> 0x399D; // 32 V, +-320 mV, 12 bit, shunt continuously
          case INA226 -> 0x4095; // no averaging, 332 us, shunt continuously
          case ADS1115 -> 0x42E3; // AIN0 to ground, +-4.096 V, 860 a second, continuously
        };
    bus.write(new byte[] {(byte) register, (byte) (configuration >> 8), (byte) configuration});
  }

  private void listen() {
    byte[] pointer = {(byte) resultRegister};
    boolean pointed = false;
    while (!closing) {
      try {
        if (!pointed) {
          bus.write(pointer);
          pointed = true;
        }
        if (bus.read(word, 0, 2) == 2) {
          long code = ((word[0] & 0xffL) << 8) | (word[1] & 0xffL);
          latest = (System.nanoTime() << 16) | code;
        }
        LockSupport.parkNanos(PERIOD_NS);
      } catch (IOException _) {
        // It may have lost power, and forgotten its register; who reads us sees its age.
        pointed = false;
        LockSupport.parkNanos(AGAIN_NS);
      }
    }
  }

  void look() {
    seen = latest;
  }

  int code() {
    return (short) seen;
  }

  /** Monotonic time of the code, 0 = none yet; 48 bits of ns are three days, carried on. */
  long readNs(long nowNs) {
    if (seen == 0) {
      return 0;
    }
    long ageNs = ((nowNs << 16) - (seen & ~0xffffL)) >> 16;
    return nowNs - ageNs;
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(1));
      bus.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // it was closed by its end already
    }
  }
}
