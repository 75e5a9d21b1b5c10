package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.Workplace;
import org.stipple.sim.scenario.Figures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stipple campaign c6}. */
@Command(
    name = "c6",
    description = {
      "Devices write treatment records and send them to a clinic, whose brokers and ingesters are"
          + " killed and frozen at random meanwhile, each a process of its own.",
      "",
      "At the end the database is held against the devices' own files, byte for byte and stroke for"
          + " stroke: nothing may be lost, nothing there twice. Then all ingesters are away while"
          + " more is written, and what waited has to be there quickly once they are back."
    },
    footer = {
      "",
      "  stipple campaign c6 --kills 100         the long form, some minutes",
      "  stipple campaign c6 --store 'jdbc:postgresql://127.0.0.1/stipple?user=stipple'"
    },
    mixinStandardHelpOptions = true)
final class C6Command implements Callable<Integer> {

  @Option(names = "--kills", paramLabel = "N", description = "Kills and freezes (default: 30).")
  private int kills = 30;

  @Option(names = "--devices", paramLabel = "N", description = "Devices, 1 to 100 (default: 6).")
  private int devices = 6;

  @Option(names = "--brokers", paramLabel = "N", description = "1 to 4 (default: 2).")
  private int brokers = 2;

  @Option(names = "--ingesters", paramLabel = "N", description = "1 to 8 (default: 4).")
  private int ingesters = 4;

  @Option(names = "--seed", paramLabel = "S", description = "Draws the blows (default: 1).")
  private long seed = 1;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = "An empty database: jdbc:postgresql:...; default: SQLite in a file of its own.")
  private @Nullable String store;

  @Option(
      names = "--mosquitto",
      description = "Brokers are mosquitto, which has to be installed; default: the embedded one.")
  private boolean mosquitto;

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean allowed =
        kills >= 0
            && kills <= 100_000
            && devices >= 1
            && devices <= 100
            && brokers >= 1
            && brokers <= 4
            && ingesters >= brokers
            && ingesters <= 8;
    if (!allowed) {
      System.err.println(
          "campaign c6: --kills 0 to 100000, --devices 1 to 100, --brokers 1 to 4, --ingesters 1 to"
              + " 8 and no fewer than brokers");
      return 2;
    }
    Workplace.quietLibraries();
    Path folder = Files.createTempDirectory("stipple-c6-");
    String where = store != null ? store : folder.resolve("clinic.db").toString();
    System.out.printf(
        "%d devices, %d brokers%s, %d ingesters, %d blows, seed %d, store %s%n",
        devices,
        brokers,
        mosquitto ? " (mosquitto)" : "",
        ingesters,
        kills,
        seed,
        store != null ? "PostgreSQL" : "SQLite");
    UploadCampaign campaign = new UploadCampaign(folder, where, mosquitto, seed);
    Figures figures =
        campaign.play(devices, brokers, ingesters, kills, ProgressLine.on(System.err));
    String command =
        "stipple campaign c6 --devices %d --brokers %d --ingesters %d --kills %d --seed %d"
            .formatted(devices, brokers, ingesters, kills, seed);
    int code = results.tell(figures, () -> page(figures, campaign.blows(), command));
    if (figures.allMet()) {
      Workplace.remove(folder);
    } else {
      System.out.println("files and logs: " + folder);
    }
    return code;
  }

  private static ReportPage page(Figures figures, List<String> blows, String command) {
    ReportPage page = new ReportPage("Campaign C6: the way to the clinic is broken", command);
    page.figures(figures);
    page.heading("Every blow");
    blows.forEach(page::line);
    return page;
  }
}
