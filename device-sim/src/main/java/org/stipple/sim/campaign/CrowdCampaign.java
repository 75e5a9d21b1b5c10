package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.stipple.sim.ensemble.Crowd;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.SecureClinic;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import org.stipple.telemetry.store.Database;

/** C11: as many devices as a large house has, all at once. */
final class CrowdCampaign {

  private static final long EVERY_MS = 10_000;
  private static final long DRAIN_MS_MAX = 60_000;
  private static final int CLINIC_MB = 2_048;

  private final Path folder;
  private final boolean mosquitto;

  CrowdCampaign(Path folder, boolean mosquitto) {
    this.folder = folder;
    this.mosquitto = mosquitto;
  }

  /** What was seen while the clinic ran. */
  private record Run(long connected, double connectS, boolean drained) {}

  Figures play(int connections, int messages, int strokes, ProgressLine progress)
      throws IOException, InterruptedException {
    SecureClinic clinic = new SecureClinic(folder, CLINIC_MB);
    Crowd crowd =
        Crowd.make(folder.resolve("crowd"), clinic, connections, messages, strokes, progress);
    Run run;
    try (clinic;
        crowd) {
      progress.show("starting the clinic", "");
      clinic.start(mosquitto);
      run = run(clinic, crowd, progress);
    }
    progress.show("comparing records", "");
    Figures figures = new Figures(0);
    Histogram answers = crowd.answers();
    figures.addCount("campaign.c11.connections", run.connected(), Goal.exactly(connections));
    figures.add("campaign.c11.connect_s", run.connectS(), "s", Goal.none());
    figures.addCount("campaign.c11.messages", (long) connections * messages, Goal.moreThan(0));
    figures.add("campaign.c11.p50_ms", ms(answers.getValueAtPercentile(50)), "ms", Goal.none());
    figures.add(
        "campaign.c11.p99_ms", ms(answers.getValueAtPercentile(99)), "ms", Goal.atMost(1000));
    figures.add("campaign.c11.max_ms", ms(answers.getMaxValue()), "ms", Goal.none());
    figures.addCount("campaign.c11.sent_again", crowd.sentAgain(), Goal.none());
    figures.addCount("campaign.c11.unacknowledged", run.drained() ? 0 : 1, Goal.exactly(0));
    try (Database store = clinic.store()) {
      Crowd.Ledger ledger = crowd.compare(store);
      figures.addCount("campaign.c11.lost", ledger.lost(), Goal.exactly(0));
      figures.addCount("campaign.c11.records_different", ledger.different(), Goal.exactly(0));
      figures.addCount("campaign.c11.records_too_many", ledger.tooMany(), Goal.exactly(0));
    }
    return figures;
  }

  private static Run run(SecureClinic clinic, Crowd crowd, ProgressLine progress)
      throws IOException, InterruptedException {
    double connectS = crowd.connect(clinic.uri(), progress);
    crowd.send(EVERY_MS, progress);
    progress.show("waiting until all is acknowledged", "");
    boolean drained = crowd.drain(EVERY_MS, DRAIN_MS_MAX);
    return new Run(crowd.connected(), connectS, drained);
  }

  private static double ms(long ns) {
    return ns / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }
}
