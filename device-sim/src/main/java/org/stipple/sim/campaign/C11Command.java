package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.Workplace;
import org.stipple.sim.scenario.Figures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stipple campaign c11}. */
@Command(
    name = "c11",
    description = {
      "Very many enrolled devices at one clinic's server, each on a connection of its own with TLS"
          + " 1.3 and its certificate, each sending a message of its signed record every 10 s. They"
          + " run on this computer too, and take their part of its processors.",
      "",
      "The time to the clinic's receipt, which follows its commit, is counted from when a message"
          + " was due. At the end the clinic's store is held against every device's record, byte"
          + " for byte."
    },
    footer = {
      "",
      "  stipple campaign c11                       the whole: 10000 devices, about 5 minutes",
      "  stipple campaign c11 --connections 500     a short one",
      "  stipple campaign c11 --mosquitto           with Debian's mosquitto as the broker"
    },
    mixinStandardHelpOptions = true)
final class C11Command implements Callable<Integer> {

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Devices, 1 to 20000 (default: 10000).")
  private int connections = 10_000;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description = "Of each device, one every 10 s, 1 to 1000 (default: 6).")
  private int messages = 6;

  @Option(
      names = "--strokes",
      paramLabel = "N",
      description = "In each message, 1 to 150 (default: 10).")
  private int strokes = 10;

  @Option(names = "--mosquitto", description = "The broker is mosquitto, which must be installed.")
  private boolean mosquitto;

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean allowed =
        connections >= 1
            && connections <= 20_000
            && messages >= 1
            && messages <= 1_000
            && strokes >= 1
            && strokes <= 150;
    if (!allowed) {
      System.err.println(
          "campaign c11: --connections 1 to 20000, --messages 1 to 1000, --strokes 1 to 150");
      return 2;
    }
    Workplace.quietLibraries();
    Path folder = Files.createTempDirectory("stipple-c11-");
    System.out.printf(
        "%d devices with TLS%s, %d messages each, one in 10 s, %d strokes in each%n",
        connections, mosquitto ? " at mosquitto" : "", messages, strokes);
    Figures figures =
        new CrowdCampaign(folder, mosquitto)
            .play(connections, messages, strokes, ProgressLine.on(System.err));
    String command =
        "stipple campaign c11 --connections %d --messages %d --strokes %d%s"
            .formatted(connections, messages, strokes, mosquitto ? " --mosquitto" : "");
    int code = results.tell(figures, () -> page(figures, command));
    if (figures.allMet()) {
      Workplace.remove(folder);
    } else {
      System.out.println("files and logs: " + folder);
    }
    return code;
  }

  private static ReportPage page(Figures figures, String command) {
    ReportPage page = new ReportPage("Campaign C11: a crowd at one clinic's server", command);
    page.figures(figures);
    return page;
  }
}
