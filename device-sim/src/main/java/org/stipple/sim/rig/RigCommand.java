package org.stipple.sim.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.Workplace;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code stipple rig}. */
@Command(
    name = "stipple rig",
    description = {
      "Boots an emulated arm64 Linux with the real controller in it, and drives and reads its pins"
          + " from outside: Debian's stock kernel, a real /dev/gpiochip0, real PWM and I2C drivers,"
          + " Pi4J's native libraries.",
      "",
      "The first use makes the image (Debian's arm64 packages, some 130 MB) and keeps it in"
          + " ~/.cache/stipple. Root installs what is missing of QEMU by apt-get.",
      "Emulated times tell nothing about those of a Raspberry Pi; only what happens counts."
    },
    footer = {"", "Exit code 1 when a goal was missed."},
    mixinStandardHelpOptions = true)
public final class RigCommand implements Callable<Integer> {

  private static final double WALL_S_MAX = 180;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures here as well.")
  private @Nullable Path json;

  private RigCommand() {}

  /** Exit code 0 when every goal was met. */
  public static void main(String[] arguments) {
    CommandLine command =
        new CommandLine(new RigCommand())
            .setExecutionExceptionHandler((e, line, parsed) -> {
              System.err.println("stipple rig: " + e.getMessage());
              return 1;
            })
            .setParameterExceptionHandler(RigCommand::explain)
            .setUsageHelpAutoWidth(true);
    System.exit(command.execute(arguments));
  }

  private static int explain(ParameterException e, String[] arguments) {
    System.err.println("stipple: " + e.getMessage() + "; --help says what is allowed");
    return 2;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Workplace.quietLibraries();
    Path home = Path.of(Objects.requireNonNull(System.getProperty("stipple.home"), "no home"));
    Path sources = home.resolve("device-sim/src/main/rig");
    ProgressLine progress = ProgressLine.on(System.err);
    Image image = Image.ready(sources, step -> progress.show("image: " + step, ""));
    long beganNs = System.nanoTime();
    Figures figures = new Figures(0);
    progress.show("booting Linux " + image.release() + " (arm64, emulated)", "");
    try (Machine machine = Machine.boot(image, build(), sources)) {
      progress.show("the native libraries that Stipple ships", "");
      Smoke.natives(machine, figures);
      machine.writeSettings();
      machine.i2c().plug(Ina219.ADDRESS, new Ina219());
      progress.show("doctor, on the pins", "");
      Smoke.doctor(machine, figures);
    }
    figures.add("rig.wall_s", (System.nanoTime() - beganNs) / 1e9, "s", Goal.atMost(WALL_S_MAX));
    System.out.println();
    System.out.print(figures.table());
    if (json != null) {
      figures.write(json);
    }
    return figures.allMet() ? 0 : 1;
  }

  /** Where this program's own jars are. */
  private static Path build() throws IOException {
    Path folder =
        Path.of(RigCommand.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            .toAbsolutePath()
            .getParent();
    if (folder == null || !Files.exists(folder.resolve("controller.jar"))) {
      throw new IOException("started without its launcher: type ./stipple rig");
    }
    return folder;
  }
}
