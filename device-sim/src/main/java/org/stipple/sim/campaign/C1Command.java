package org.stipple.sim.campaign;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.scenario.Figures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stipple campaign c1}. */
@Command(
    name = "c1",
    description = {
      "Random sessions of a minute and more on virtual time, with one to six random faults each: the"
          + " real tick over the real protocol, the whole board and the whole physics.",
      "",
      "Judged by the foot, the pins and the plant, against the times of the hazard table. A"
          + " violation is told with the seed that plays its session again."
    },
    footer = {
      "",
      "  stipple campaign c1 --sessions 10000 --html c1.html     the long form, an hour on two cores",
      "  stipple campaign c1 --only 1716                         one session, told in full"
    },
    mixinStandardHelpOptions = true)
final class C1Command implements Callable<Integer> {

  private static final int SESSIONS_MAX = 10_000_000;

  @Option(names = "--sessions", paramLabel = "N", description = "How many (default: 200).")
  private int sessions = 200;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of the first one (default: 1).")
  private long seed = 1;

  @Option(names = "--threads", paramLabel = "N", description = "Default: as many as processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--only", paramLabel = "SEED", description = "Play this session alone.")
  private @Nullable Long only;

  @Option(
      names = "--speed-floor",
      paramLabel = "X",
      description =
          "Least speed of one core as a multiple of real time; less where the computer is slow or"
              + " has other work (default: 200).")
  private double speedFloor = 200;

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (only != null) {
      return playOne(only);
    }
    if (sessions < 1 || sessions > SESSIONS_MAX || threads < 1 || threads > 256) {
      System.err.println("campaign c1: --sessions 1 to " + SESSIONS_MAX + ", --threads 1 to 256");
      return 2;
    }
    System.out.printf("%d sessions, seeds %d to %d%n", sessions, seed, seed + sessions - 1);
    SessionCampaign campaign = new SessionCampaign(seed);
    campaign.play(sessions, threads, ProgressLine.ofThisProcess());
    Figures figures = campaign.figures(speedFloor);
    String command = "stipple campaign c1 --sessions %d --seed %d".formatted(sessions, seed);
    return results.tell(figures, () -> SessionReport.page(figures, campaign.runs(), command));
  }

  private static int playOne(long seed) {
    SessionRun run = SessionRun.play(seed, Roster.all());
    System.out.println(run.sentence());
    System.out.printf(
        "%.1f s, %.1f s with the drive on, %d strokes, hash %016x%n",
        run.virtualSeconds(), run.onSeconds(), run.strokes(), run.hash());
    return run.violations().isEmpty() ? 0 : 1;
  }
}
