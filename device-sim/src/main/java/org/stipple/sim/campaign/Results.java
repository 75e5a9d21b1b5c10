package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stipple.sim.scenario.Figures;
import picocli.CommandLine.Option;

/** Where a campaign's figures go besides the terminal; every campaign has these options. */
final class Results {

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures here as well.")
  private @Nullable Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "Write a page to read here.")
  private @Nullable Path html;

  /** Says which file cannot be written, before hours of work; empty when both can. */
  Optional<String> trouble() {
    return Stream.of(Optional.ofNullable(json), Optional.ofNullable(html))
        .flatMap(Optional::stream)
        .filter(file -> !isWritable(file))
        .findFirst()
        .map(file -> file + " cannot be written: allowed a file in a folder that is there");
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
