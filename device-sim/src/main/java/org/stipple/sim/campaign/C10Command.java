package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.Workplace;
import org.stipple.sim.scenario.Figures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stipple campaign c10}. */
@Command(
    name = "c10",
    description = {
      "Tries over MQTT what nobody may at a clinic: to come in without TLS, with an old one, with a"
          + " certificate that is foreign, expired, revoked, copied or none; to speak and hear for"
          + " another clinic; to forge and replay records and receipts.",
      "",
      "None may be accepted, and the clinic's audit log must have each one. A device that may is"
          + " served before and after."
    },
    footer = {
      "",
      "  stipple campaign c10 --attempts 1000    the long form",
      "  stipple campaign c10 --mosquitto        with Debian's mosquitto, by the files that"
          + " stipple clinic acl writes (what is audited is not counted then)"
    },
    mixinStandardHelpOptions = true)
final class C10Command implements Callable<Integer> {

  @Option(
      names = "--attempts",
      paramLabel = "N",
      description = "Of each kind, 1 to 10000 (default: 50).")
  private int attempts = 50;

  @Option(names = "--mosquitto", description = "The broker is mosquitto, which must be installed.")
  private boolean mosquitto;

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (attempts < 1 || attempts > 10_000) {
      System.err.println("campaign c10: --attempts is " + attempts + "; allowed are 1 to 10000");
      return 2;
    }
    Workplace.quietLibraries();
    Path folder = Files.createTempDirectory("stipple-c10-");
    Figures figures;
    List<String> rows;
    try (TrustCampaign campaign = new TrustCampaign(folder, mosquitto)) {
      figures = campaign.play(attempts, ProgressLine.on(System.err));
      rows = campaign.rows();
    }
    rows.forEach(System.out::println);
    String command =
        "stipple campaign c10 --attempts %d%s".formatted(attempts, mosquitto ? " --mosquitto" : "");
    int code = results.tell(figures, () -> page(figures, rows, command));
    if (figures.allMet()) {
      Workplace.remove(folder);
    } else {
      System.out.println("files and logs: " + folder);
    }
    return code;
  }

  private static ReportPage page(Figures figures, List<String> rows, String command) {
    ReportPage page = new ReportPage("Campaign C10: what nobody may over MQTT", command);
    page.figures(figures);
    page.heading("Every kind of attempt");
    rows.forEach(page::line);
    return page;
  }
}
