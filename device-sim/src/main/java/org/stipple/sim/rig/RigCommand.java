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

  @Option(names = "--cycles", paramLabel = "N", description = "Pedal and e-stop (default: 500).")
  private int cycles = 500;

  @Option(
      names = "--bursts",
      paramLabel = "N",
      description = "Bursts of a bouncing contact (default: 500).")
  private int bursts = 500;

  @Option(names = "--kills", paramLabel = "N", description = "kill -9, how often (default: 5).")
  private int kills = 5;

  @Option(names = "--stops", paramLabel = "N", description = "SIGSTOP, how often (default: 5).")
  private int stops = 5;

  @Option(names = "--seed", paramLabel = "S", description = "Draws everything (default: 1).")
  private long seed = 1;

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
    if (cycles < 1 || bursts < 0 || kills < 0 || stops < 0) {
      System.err.println("stipple rig: --cycles 1 or more, --bursts, --kills, --stops 0 or more");
      return 2;
    }
    Workplace.quietLibraries();
    Path home = Path.of(Objects.requireNonNull(System.getProperty("stipple.home"), "no home"));
    Path sources = home.resolve("device-sim/src/main/rig");
    ProgressLine progress = ProgressLine.on(System.err);
    Image image = Image.ready(sources, step -> progress.show("image: " + step, ""));
    long beganNs = System.nanoTime();
    Figures figures = new Figures(seed);
    progress.show("booting Linux " + image.release() + " (arm64, emulated)", "");
    try (Machine machine = Machine.boot(image, build(), sources)) {
      try {
        play(machine, figures, progress, beganNs);
      } catch (IOException e) {
        System.err.println(machine.lastWords());
        throw e;
      }
    }
    System.out.println();
    System.out.print(figures.table());
    if (json != null) {
      figures.write(json);
    }
    return figures.allMet() ? 0 : 1;
  }

  private void play(Machine machine, Figures figures, ProgressLine progress, long beganNs)
      throws IOException, InterruptedException {
    progress.show("the native libraries that Stipple ships", "");
    Smoke.natives(machine, figures);
    machine.writeSettings();
    Ina219 current = new Ina219();
    machine.i2c().plug(Ina219.ADDRESS, current);
    try (Wiring wiring = Wiring.of(machine.pins(), current)) {
      progress.show("doctor, on the pins", "");
      Smoke.doctor(machine, figures);
      progress.show("what is wrong is told", "");
      BadInput.run(machine, figures);
      progress.show("the controller starts, proves its charge pump and is armed", "");
      Controller controller = new Controller(machine);
      controller.start();
      controller.arm();
      Cycles played = new Cycles(wiring, controller, seed);
      played.play(cycles, progress);
      played.bounce(bursts, progress);
      played.tell(figures);
      double wallS = (System.nanoTime() - beganNs) / 1e9;
      Kills killed = new Kills(wiring, controller);
      killed.play(stops, true, progress);
      killed.play(kills, false, progress);
      killed.tell(figures);
      figures.add("rig.wall_s", wallS, "s", Goal.atMost(WALL_S_MAX));
    }
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
