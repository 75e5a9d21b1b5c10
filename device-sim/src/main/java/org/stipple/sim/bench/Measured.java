package org.stipple.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.stipple.sim.ensemble.Workplace;
import org.stipple.sim.scenario.Figures;
import picocli.CommandLine.Option;

/**
 * A measurement that needs a folder: prints its figures, writes them where asked, and cleans up.
 */
final class Measured {

  @Option(names = "--json", description = "Write the figures to this file as well.")
  private @Nullable Path json;

  /** What is measured in the folder. */
  interface Measurement {
    /** Its figures. */
    Figures in(Path folder) throws IOException, InterruptedException;
  }

  /** Measures; answers the exit code, 0 when every goal was met. */
  int measure(Measurement measurement) throws IOException, InterruptedException {
    Workplace.quietLibraries();
    Path folder = Files.createTempDirectory("stipple-bench-");
    try {
      Figures figures = measurement.in(folder);
      System.out.println(figures.table());
      if (json != null) {
        figures.write(json);
      }
      return figures.allMet() ? 0 : 1;
    } finally {
      Workplace.remove(folder);
    }
  }
}
