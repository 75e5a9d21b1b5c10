package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.stipple.sim.campaign.ClockCampaign.Pair;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.Workplace;
import org.stipple.sim.scenario.Figures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stipple campaign c8}. */
@Command(
    name = "c8",
    description = {
      "The time of day is set while random sessions are played on virtual time: an hour forward or"
          + " back, to the year 1970, and back.",
      "",
      "Each session is played a second time with a clock that nobody touches. Plant, pins, every"
          + " byte to the board and what the record says must be the same; and the record must tell"
          + " where the clock stepped, so that its entries stay in order."
    },
    mixinStandardHelpOptions = true)
final class C8Command implements Callable<Integer> {

  private static final int SESSIONS_MAX = 1_000_000;

  @Option(names = "--sessions", paramLabel = "N", description = "How many (default: 100).")
  private int sessions = 100;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of the first one (default: 1).")
  private long seed = 1;

  @Option(names = "--threads", paramLabel = "N", description = "Default: as many as processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (sessions < 1 || sessions > SESSIONS_MAX || threads < 1 || threads > 256) {
      System.err.println("campaign c8: --sessions 1 to " + SESSIONS_MAX + ", --threads 1 to 256");
      return 2;
    }
    Workplace.quietLibraries();
    System.out.printf("%d sessions, seeds %d to %d%n", sessions, seed, seed + sessions - 1);
    Path folder = Files.createTempDirectory("stipple-c8-");
    ClockCampaign campaign = new ClockCampaign(seed, folder);
    campaign.play(sessions, threads, ProgressLine.on(System.err));
    Figures figures = campaign.figures();
    String command = "stipple campaign c8 --sessions %d --seed %d".formatted(sessions, seed);
    int code = results.tell(figures, () -> page(figures, campaign.pairs(), command));
    if (figures.allMet()) {
      Workplace.remove(folder);
    } else {
      System.out.println("the sessions' files: " + folder);
    }
    return code;
  }

  private static ReportPage page(Figures figures, List<Pair> pairs, String command) {
    ReportPage page = new ReportPage("Campaign C8: the time of day is set", command);
    page.figures(figures);
    page.violations(pairs.stream().filter(Pair::violates).map(Pair::sentence).toList());
    page.heading("Every session, played twice");
    page.table(
        List.of("seed", "steps of the clock", "entries"),
        pairs.stream().map(C8Command::row).toList());
    return page;
  }

  private static List<String> row(Pair pair) {
    return List.of(
        Long.toString(pair.seed()),
        Integer.toString(pair.jumps()),
        Integer.toString(pair.entries()));
  }
}
