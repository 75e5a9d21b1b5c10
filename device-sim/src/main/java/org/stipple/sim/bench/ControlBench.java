package org.stipple.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.trial.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stipple bench control}. */
@Command(
    name = "control",
    description = {
      "How well needle and depth obey, by the plant's truth and on virtual time: frequency, contact,"
          + " friction, spin-up, stop, taps of exactly N strokes, contact found from the current,"
          + " depth.",
      "",
      "Beside it on the same plant: a constant voltage, as today's machines give, and a textbook PI.",
      "With --limits the same with correlated motor variants and at the ends of the parameters'"
          + " ranges."
    },
    footer = {
      "",
      "  --taps 200                 a look, in a minute or two",
      "  --taps 10000 --limits      everything, in half an hour on two processors"
    },
    mixinStandardHelpOptions = true)
final class ControlBench implements Callable<Integer> {

  private static final int TAPS_MAX = 1_000_000;

  @Option(names = "--seed", description = "Seed of boards and plants (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--taps",
      paramLabel = "N",
      description = "Taps of each class, 10 to 1000000 (default: ${DEFAULT-VALUE}).")
  private int taps = 10_000;

  @Option(names = "--limits", description = "Also at the limits, with a tenth of the taps each.")
  private boolean atLimits;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "At the limits only subjects whose name has this in it.")
  private String only = "";

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures here as well.")
  private @Nullable Path json;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Draw spin-up, friction ramp and stop here.")
  private @Nullable Path svg;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (taps < 10 || taps > TAPS_MAX) {
      System.err.println("bench control: --taps 10 to " + TAPS_MAX);
      return 2;
    }
    ControlRun run = new ControlRun(seed, ProgressLine.ofThisProcess());
    double share = Math.clamp(taps / 10_000.0, 0.02, 1.0);
    ControlRun.Extent all = extent(taps, share);
    ControlRun.Extent few = extent(Math.max(10, taps / 50), share / 10);
    ControlRun.Row reference = run.add(Subject.reference(), all);
    ControlRun.Row eightBit = run.add(Subject.eightBit(), few);
    ControlRun.Row onePulse = run.add(Subject.onePulse(), few);
    List<ControlRun.Row> limits = new ArrayList<>();
    if (atLimits) {
      ControlRun.Extent some = extent(Math.max(10, taps / 10), share / 5);
      Subject.atTheLimits().stream()
          .filter(subject -> subject.name().contains(only))
          .forEach(subject -> limits.add(run.add(subject, some)));
    }
    run.play();
    ControlReport report =
        new ControlReport(
            seed, reference, eightBit, onePulse, limits, run.peers(Subject.reference()));
    System.out.print(report.table());
    Figures figures = report.figures();
    System.out.println(figures.table());
    if (json != null) {
      figures.write(json);
    }
    if (svg != null) {
      Files.writeString(svg, report.plots());
      System.out.println("plots: " + svg);
    }
    return figures.allMet() ? 0 : 1;
  }

  private static ControlRun.Extent extent(int taps, double share) {
    return new ControlRun.Extent(
        taps,
        (int) Math.ceil(300 * share),
        (int) Math.ceil(500 * share),
        50 * share,
        (int) Math.ceil(100 * share));
  }
}
