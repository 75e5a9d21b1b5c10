package org.stipple.controller.hardware;

import com.pi4j.boardinfo.util.BoardInfoHelper;
import com.pi4j.library.gpiod.internal.GpioDContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The chip that has the lines of the header, and whether this is a Raspberry Pi at all.
 *
 * <p>Asked before anything of Pi4J is: where Pi4J does not know the model it silently loads no
 * native library, and the first line asked for fails with an error that names neither.
 */
final class PiChip {

  private static final Path DEVICES = Path.of("/dev");
  private static final Path MODEL = Path.of("/proc/device-tree/model");

  private PiChip() {}

  /**
   * Opens it, once in a process: Pi4J has one chip.
   *
   * @param name as in {@code gpiochip0}; null = the header's
   */
  static GpioDContext open(@Nullable String name) throws PinsRefused {
    requireRaspberryPi();
    String there = chips();
    if (there.isEmpty()) {
      throw new PinsRefused(
          "gpio.chip",
          "there is no /dev/gpiochip at all",
          "type: sudo modprobe pinctrl-bcm2835, or use Raspberry Pi OS's own kernel");
    }
    if (name != null && !Files.exists(DEVICES.resolve(name))) {
      throw new PinsRefused(
          "gpio.chip", "is '" + name + "', which is not there", "allowed here: " + there);
    }
    for (String chip : there.split(", ", -1)) {
      Path device = DEVICES.resolve(chip);
      boolean asked = name == null || chip.equals(name);
      if (asked && !(Files.isReadable(device) && Files.isWritable(device))) {
        throw new PinsRefused(
            "gpio.chip",
            "no permission for " + device,
            "type: sudo usermod -aG gpio $USER, then log in again");
      }
    }
    GpioDContext context = GpioDContext.getInstance();
    try {
      context.setChip(name);
      context.initialize();
    } catch (RuntimeException e) {
      throw new PinsRefused(
          "gpio.chip",
          name == null
              ? "is not given, and no chip here is called 'pinctrl' as a Raspberry Pi's header is"
              : "is '" + name + "', which cannot be opened: " + e.getMessage(),
          "allowed here: " + there);
    }
    return context;
  }

  private static void requireRaspberryPi() throws PinsRefused {
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (!architecture.equals("aarch64")) {
      throw new PinsRefused(
          "machine.link",
          "is \"gpio\", and this computer (" + architecture + ") is no 64-bit Raspberry Pi",
          "type link = \"board\" and connect a board");
    }
    if (!BoardInfoHelper.runningOnRaspberryPi()) {
      throw new PinsRefused(
          "machine.link",
          "is \"gpio\", and Pi4J does not know this computer ('" + model() + "')",
          "type: tr -d '\\0' < "
              + MODEL
              + "; on any other than a Raspberry Pi use link ="
              + " \"board\"");
    }
  }

  /** What this computer says it is. */
  static String model() {
    try {
      return Files.readString(MODEL).replace("\0", "").strip();
    } catch (IOException e) {
      return "without a name";
    }
  }

  private static String chips() {
    try (Stream<Path> devices = Files.list(DEVICES)) {
      return devices
          .map(device -> String.valueOf(device.getFileName()))
          .filter(name -> name.startsWith("gpiochip"))
          .sorted()
          .collect(Collectors.joining(", "));
    } catch (IOException e) {
      return "";
    }
  }
}
