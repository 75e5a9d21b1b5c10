package org.stipple.sim.rig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.stipple.sim.ensemble.Workplace;
import org.stipple.sim.rig.InsideShell.Answer;

/** An emulated machine with this build's controller in it. One thread. */
final class Machine implements AutoCloseable {

  private static final long BOOT_S = 300;
  private static final long JAVA_S = 900;

  /** One compiler and one collector: the emulated processors are slow, and few. */
  private static final String JAVA =
      "java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -Xlog:disable -Xlog:all=warning:stderr"
          + " --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow";

  /** Main class of the controller's verbs. */
  static final String CONTROLLER = "org.stipple.controller.app.Main";

  private static final int WORDS = 30;

  private final Path folder;
  private final I2cAdapter i2c;
  private final Emulator emulator;

  private Machine(Path folder, I2cAdapter i2c, Emulator emulator) {
    this.folder = folder;
    this.i2c = i2c;
    this.emulator = emulator;
  }

  /**
   * Boots one.
   *
   * @param build folder with the jars of this build and their libraries
   * @param sources folder of the rig's scripts
   */
  static Machine boot(Image image, Path build, Path sources)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("stipple-rig-");
    try {
      Path shown = Files.createDirectory(folder.resolve("rig"));
      for (String name : List.of("shell", "ask")) {
        Files.copy(sources.resolve(name), shown.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
      }
      I2cAdapter i2c = I2cAdapter.at(folder.resolve("usb"));
      Emulator emulator = Emulator.start(image, build, shown, folder, i2c);
      Machine machine = new Machine(folder, i2c, emulator);
      emulator.shell().awaitBoot(BOOT_S);
      return machine;
    } catch (IOException | InterruptedException e) {
      Workplace.remove(folder);
      throw e;
    }
  }

  /** Puts the settings into the machine, as {@code gpio.toml} in its working folder. */
  void writeSettings() throws IOException, InterruptedException {
    try (InputStream in = Machine.class.getResourceAsStream("gpio.toml")) {
      if (in == null) {
        throw new IllegalStateException("no gpio.toml beside " + Machine.class.getName());
      }
      write("gpio.toml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Puts a file into the machine. */
  void write(String path, String text) throws IOException, InterruptedException {
    // A console takes lines of limited length: one line of the file at a time.
    shell("rm -f " + path);
    for (String line : text.split("\n", -1)) {
      shell("echo '" + line.replace("'", "'\\''") + "' >> " + path);
    }
  }

  /** Runs a line of shell. */
  Answer shell(String line) throws IOException, InterruptedException {
    return emulator.shell().run(line, JAVA_S);
  }

  /** Runs a class of this build's; {@code module} is the one whose libraries it has. */
  Answer java(String module, String main, String arguments)
      throws IOException, InterruptedException {
    return shell(javaLine(module, main, arguments));
  }

  /** The line of shell that does it. */
  static String javaLine(String module, String main, String arguments) {
    String path =
        "/app/telemetry.jar:/app/controller.jar"
            + (module.equals("device-sim") ? ":/app/device-sim.jar" : "")
            + ":/app/"
            + module
            + "-lib/*";
    return JAVA + " -Dstipple.home=/tmp -cp '" + path + "' " + main + " " + arguments + " 2>&1";
  }

  OutsidePins pins() {
    return emulator.pins();
  }

  I2cAdapter i2c() {
    return i2c;
  }

  /** The end of what the console said. */
  String lastWords() {
    List<String> log = emulator.shell().log();
    return String.join("\n", log.subList(Math.max(0, log.size() - WORDS), log.size()));
  }

  @Override
  public void close() throws IOException {
    emulator.close();
    i2c.close();
    Workplace.remove(folder);
  }
}
