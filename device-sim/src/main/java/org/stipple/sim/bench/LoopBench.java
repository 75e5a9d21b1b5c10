package org.stipple.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stipple.sim.ensemble.BoardChoice;
import org.stipple.sim.ensemble.Ensemble;
import org.stipple.sim.ensemble.Launch;
import org.stipple.sim.ensemble.Place;
import org.stipple.sim.ensemble.Ports;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.scenario.Figures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The loop beside its peers, in interleaved rounds: {@code bench loop}. */
@Command(
    name = "loop",
    description = {
      "How punctual the loop is, beside cyclictest, C, C++, Python and Java's own scheduler, each with"
          + " the same priority, processor, locked memory and timer slack.",
      "",
      "The rounds are interleaved, and only ratios within a round are compared: a computer's speed"
          + " drifts. Every tick that was due counts, also one that was skipped. Percentiles below"
          + " 1 us, which cyclictest cannot tell, count as 1 us.",
      "",
      "The controller is the real one, needle running on the simulated board, with panel and MQTT."
          + " Needs root for real-time rights, and for installing rt-tests and stress-ng."
    },
    footer = {
      "",
      "Ten rounds of ten seconds take about 35 minutes; --rounds 1 --seconds 5 is a look."
    },
    mixinStandardHelpOptions = true)
final class LoopBench implements Callable<Integer> {

  private static final int STARTS = 5;

  @Option(names = "--rounds", description = "Rounds, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int rounds = 10;

  @Option(
      names = "--seconds",
      description = "Seconds of each measurement, 2 to 3600 (default: ${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Option(
      names = "--loads",
      split = ",",
      paramLabel = "LOAD",
      description =
          "Of idle, stress, loaded, disk, full-gc (default: all). The figures need loaded.")
  private List<String> loads = List.of("idle", "stress", "loaded", "disk", "full-gc");

  @Option(
      names = "--contenders",
      split = ",",
      paramLabel = "NAME",
      description = "Only these under full load, as in cyclictest,stipple,cpp (default: all).")
  private List<String> contenders = List.of();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures here as well.")
  private @Nullable Path json;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Draw the distributions under load here (default: beside --json).")
  private @Nullable Path svg;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 1 || rounds > 1_000 || seconds < 2 || seconds > 3_600) {
      System.err.println("bench loop: --rounds 1 to 1000, --seconds 2 to 3600");
      return 2;
    }
    List<Load> chosen;
    List<Contender> asked;
    try {
      chosen = loads.stream().map(Load::of).toList();
      asked = contenders.stream().map(Contender::of).toList();
    } catch (IllegalArgumentException e) {
      System.err.println("bench loop: " + e.getMessage());
      return 2;
    }
    Place place = Place.temporary();
    Launch launch = Launch.ofThisProcess();
    Ports ports = Ports.any();
    Ensemble ensemble = new Ensemble(launch, place, ports, 1, BoardChoice.USUAL);
    Thread end = new Thread(() -> ensemble.stop(words -> {}), "bench-end");
    Runtime.getRuntime().addShutdownHook(end);
    place.writeSettings(ports, BoardChoice.USUAL);
    ensemble.startBroker();
    ensemble.startBoard();
    LoopRun run = new LoopRun(launch, place, seconds, asked, ProgressLine.ofThisProcess());
    run.play(chosen, rounds);
    double readyMs = ReadyTime.medianMs(STARTS, place);
    LoopReport report = new LoopReport(run, readyMs);
    System.out.print(report.tables());
    Figures figures = report.figures();
    System.out.println(figures.table());
    if (json != null) {
      figures.write(json);
    }
    Path picture = svg != null ? svg : json != null ? beside(json) : null;
    if (picture != null) {
      Files.writeString(picture, report.plot());
      System.out.println("distributions: " + picture);
    }
    return figures.allMet() ? 0 : 1;
  }

  private static Path beside(Path file) {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(name.replaceFirst("(\\.json)?$", ".svg"));
  }
}
