package org.stipple.sim.campaign;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stipple campaign c3}. */
@Command(
    name = "c3",
    description = {
      "Bytes both ways that no board and no host would send: flipped bits, wrong lengths, cut ends,"
          + " old bytes again, nonsense.",
      "",
      "A hundredth of them in whole sessions on virtual time, the rest through the frame scanner."
    },
    mixinStandardHelpOptions = true)
final class C3Command implements Callable<Integer> {

  private static final double RESYNC_MS = 20;

  @Option(names = "--bytes", paramLabel = "N", description = "How many (default: 10000000).")
  private long bytes = 10_000_000;

  @Option(names = "--seed", paramLabel = "S", description = "Default: 1.")
  private long seed = 1;

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException {
    if (bytes < 1000 || bytes > 1_000_000_000_000L) {
      System.err.println("campaign c3: --bytes 1000 to 1000000000000");
      return 2;
    }
    System.out.printf("%d bytes, seed %d%n", bytes, seed);
    ByteCampaign campaign = new ByteCampaign(seed);
    campaign.play(bytes, ProgressLine.ofThisProcess());
    Figures figures = new Figures(seed);
    figures.addCount("campaign.c3.bytes", campaign.bytes(), Goal.moreThan(0));
    figures.addCount("campaign.c3.escapes", campaign.escapes(), Goal.exactly(0));
    figures.add("campaign.c3.resync_ms_max", campaign.resyncMsMax(), "ms", Goal.atMost(RESYNC_MS));
    figures.addCount("campaign.c3.driven_disarmed", campaign.drivenAlone(), Goal.exactly(0));
    campaign.firstEscape().ifPresent(what -> System.out.println("the first escape: " + what));
    String command = "stipple campaign c3 --bytes %d --seed %d".formatted(bytes, seed);
    return results.tell(figures, () -> page(figures, campaign.firstEscape(), command));
  }

  private static ReportPage page(Figures figures, Optional<String> escape, String command) {
    ReportPage page = new ReportPage("Campaign C3: spoiled bytes, both ways", command);
    page.figures(figures);
    page.violations(escape.map(what -> List.of("the first escape: " + what)).orElse(List.of()));
    return page;
  }
}
