package org.stipple.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.app.Rehearsal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Records the session by which a controller warms up, and says whether it is what it should be. */
@Command(
    name = "rehearsal",
    description = {
      "The recorded session by which the controller warms up before its first tick.",
      "After a change of what the host sends to a board, the recording is stale, and a test says so:",
      "  ./stipple bench rehearsal --renew"
    },
    mixinStandardHelpOptions = true)
final class RehearsalBench implements Callable<Integer> {

  @Option(names = "--renew", description = "Write the recording into the controller's sources.")
  private boolean renew;

  @Override
  public Integer call() throws IOException {
    RehearsalTape tape = RehearsalTape.record();
    System.out.printf(
        "%d ticks, %d bytes, %d strokes by the host, %d by the plant, fault %s%n",
        Rehearsal.TICKS,
        tape.packed().length,
        tape.last().strokes,
        tape.plantStrokes(),
        tape.last().fault);
    @Nullable String home = System.getProperty("stipple.home");
    if (renew && home == null) {
      System.err.println(
          "bench rehearsal: start it by ./stipple, which knows where the sources are");
      return 1;
    }
    if (renew) {
      Path file =
          Path.of(String.valueOf(home), "controller/src/main/resources")
              .resolve(Rehearsal.class.getPackageName().replace('.', '/'))
              .resolve(Rehearsal.RECORDING);
      Files.createDirectories(file.getParent());
      Files.write(file, tape.packed());
      System.out.println("written to " + file);
    }
    return 0;
  }
}
