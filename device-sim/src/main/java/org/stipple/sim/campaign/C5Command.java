package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.stipple.sim.disk.SystemCalls;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.Workplace;
import org.stipple.sim.scenario.Figures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stipple campaign c5}. */
@Command(
    name = "c5",
    description = {
      "The power goes while a device writes records, and while a clinic takes them into its SQLite"
          + " store. Both write as real processes; strace tells every call they make to the disk.",
      "",
      "A model of a disk behind a cache plays these calls up to a random one and keeps what was"
          + " forced onto it and any of the rest: sectors in any order, torn writes, names whose"
          + " folder was not forced. Then the next start has to find all that was acknowledged, and"
          + " records that are sound. A control without fsync must lose something."
    },
    footer = {"", "  stipple campaign c5 --cuts 10000     the long form"},
    mixinStandardHelpOptions = true)
final class C5Command implements Callable<Integer> {

  private static final int CUTS_MAX = 1_000_000;

  @Option(
      names = "--cuts",
      paramLabel = "N",
      description =
          "Cuts under the record, and as many under the store (default: 500: 1,000 in all).")
  private int cuts = 500;

  @Option(names = "--seed", paramLabel = "S", description = "Draws the cuts (default: 1).")
  private long seed = 1;

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (cuts < 1 || cuts > CUTS_MAX) {
      System.err.println("campaign c5: --cuts 1 to " + CUTS_MAX);
      return 2;
    }
    if (!SystemCalls.canBeSeen()) {
      System.err.println("campaign c5: /usr/bin/strace is needed: sudo apt install strace");
      return 2;
    }
    Workplace.quietLibraries();
    Path place = Files.createTempDirectory("stipple-c5-");
    System.out.printf("2 x %d cuts, seed %d%n", cuts, seed);
    PowerCampaign campaign = new PowerCampaign(place, seed);
    Figures figures = campaign.play(cuts, ProgressLine.on(System.err));
    campaign.examples().forEach(System.out::println);
    String command = "stipple campaign c5 --cuts %d --seed %d".formatted(cuts, seed);
    int code =
        results.tell(
            figures,
            () -> {
              ReportPage page = new ReportPage("Campaign C5: the power goes", command);
              page.figures(figures);
              page.heading("What went wrong");
              campaign.examples().forEach(page::line);
              return page;
            });
    if (figures.allMet()) {
      Workplace.remove(place);
    } else {
      System.out.println("tapes: " + place);
    }
    return code;
  }
}
