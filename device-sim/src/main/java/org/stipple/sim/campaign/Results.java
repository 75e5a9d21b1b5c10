package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stipple.sim.scenario.Figures;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a campaign's figures go besides the terminal; every campaign has these options. */
final class Results {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec campaign;

  private @Nullable Path json;
  private @Nullable Path html;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures here as well.")
  void json(Path file) {
    json = writable("--json", file);
  }

  @Option(names = "--html", paramLabel = "FILE", description = "Write a page to read here.")
  void html(Path file) {
    html = writable("--html", file);
  }

  /** Refused now, and not after hours of work. */
  private Path writable(String option, Path file) {
    if (!isWritable(file)) {
      throw new ParameterException(
          Objects.requireNonNull(campaign).commandLine(),
          option + ": " + file + " cannot be written: allowed a file in a folder that is there");
    }
    return file;
  }

  private static boolean isWritable(Path file) {
    @Nullable Path folder = file.toAbsolutePath().getParent();
    return folder != null
        && (Files.exists(file)
            ? Files.isRegularFile(file) && Files.isWritable(file)
            : Files.isWritable(folder));
  }

  /**
   * Prints the figures as a table and writes the files that were asked for.
   *
   * @return the exit code: 0 when every goal was met
   */
  int tell(Figures figures, Supplier<ReportPage> page) throws IOException {
    System.out.println();
    System.out.print(figures.table());
    if (json != null) {
      figures.write(json);
    }
    if (html != null) {
      Files.writeString(html, page.get().text());
      System.out.println("report: " + html);
    }
    return figures.allMet() ? 0 : 1;
  }
}
