package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import org.stipple.sim.ensemble.Place;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.Workplace;
import org.stipple.sim.scenario.Figures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stipple campaign c4}. */
@Command(
    name = "c4",
    description = {
      "The real controller as a process, and kill -9, SIGSTOP (and SIGCONT later) or out-of-memory"
          + " at random points of a running press. The simulated board is a process of its own and"
          + " lives through all of it.",
      "",
      "Judged by the board's log and the plant: how the needle stopped, that nothing stale moves it"
          + " afterwards, that the next controller is ready in time and finds the session"
          + " interrupted, with every entry that had been acknowledged."
    },
    footer = {
      "",
      "  stipple campaign c4 --kills 1000 --stops 200 --ooms 10 --html c4.html    the long form"
    },
    mixinStandardHelpOptions = true)
final class C4Command implements Callable<Integer> {

  private static final int BLOWS_MAX = 1_000_000;

  @Option(names = "--kills", paramLabel = "N", description = "kill -9, how often (default: 16).")
  private int kills = 16;

  @Option(names = "--stops", paramLabel = "N", description = "SIGSTOP (default: 6).")
  private int stops = 6;

  @Option(names = "--ooms", paramLabel = "N", description = "Out of memory (default: 1).")
  private int ooms = 1;

  @Option(names = "--seed", paramLabel = "S", description = "Draws everything (default: 1).")
  private long seed = 1;

  @Option(
      names = "--restart-s",
      paramLabel = "S",
      description =
          "What a restart may take, s; more where the computer has other work (default: 5).")
  private double restartS = 5;

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException, InterruptedException {
    long all = (long) kills + stops + ooms;
    if (kills < 0 || stops < 0 || ooms < 0 || all < 1 || all > BLOWS_MAX) {
      System.err.println("campaign c4: --kills, --stops, --ooms 0 or more, 1 to 1000000 in all");
      return 2;
    }
    Workplace.quietLibraries();
    System.out.printf("%d kills, %d stops, %d out of memory, seed %d%n", kills, stops, ooms, seed);
    List<Blow> blows = Blow.draw(seed, kills, stops, ooms);
    ProgressLine progress = ProgressLine.on(System.err);
    Place place = Place.at(Files.createTempDirectory("stipple-c4-"));
    Figures figures;
    List<BlowRun> runs;
    try (BlowCampaign campaign = BlowCampaign.start(place, seed)) {
      campaign.play(blows, progress);
      figures = campaign.figures(restartS);
      runs = campaign.runs();
    }
    String command =
        "stipple campaign c4 --kills %d --stops %d --ooms %d --seed %d"
            .formatted(kills, stops, ooms, seed);
    int code = results.tell(figures, () -> BlowReport.page(figures, runs, command));
    if (figures.allMet()) {
      Workplace.remove(place.folder());
    } else {
      System.out.println("sessions and logs: " + place.folder());
    }
    return code;
  }
}
