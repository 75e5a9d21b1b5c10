package org.stipple.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stipple.sim.ensemble.ClinicSide;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.RecordFleet;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.RecordQueries;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many strokes a second come from the devices' disks into the clinic's database. */
@Command(
    name = "ingest",
    description = {
      "How many strokes a second come from the devices' records over MQTT into the clinic's"
          + " database: signatures and hashes checked, committed, and acknowledged.",
      "",
      "Devices, broker and clinic share this computer. The records are written before the time is"
          + " taken."
    },
    mixinStandardHelpOptions = true)
final class IngestBench implements Callable<Integer> {

  private static final double GOAL_SQLITE = 100_000;
  private static final double GOAL_POSTGRES = 30_000;
  private static final long LIMIT_MS = 600_000;

  @Option(names = "--devices", description = "Devices, 1 to 100 (default: ${DEFAULT-VALUE}).")
  private int devices = 8;

  @Option(
      names = "--minutes",
      description = "Needle-on minutes of each, 1 to 600 (default: ${DEFAULT-VALUE}).")
  private int minutes = 30;

  @Option(names = "--seed", description = "Draws the strokes (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = "An empty database: jdbc:postgresql:...; default: SQLite in a file of its own.")
  private @Nullable String store;

  @Mixin private final Measured measured = new Measured();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (devices < 1 || devices > 100 || minutes < 1 || minutes > 600) {
      System.err.println("bench ingest: --devices 1 to 100, --minutes 1 to 600");
      return 2;
    }
    return measured.measure(this::measure);
  }

  private Figures measure(Path folder) throws IOException, InterruptedException {
    ProgressLine progress = ProgressLine.on(System.err);
    String where = store != null ? store : folder.resolve("clinic.db").toString();
    String kind = store != null ? "postgres" : "sqlite";
    try (ClinicSide clinic = new ClinicSide(folder, where, false);
        RecordFleet fleet = new RecordFleet(folder.resolve("fleet"), devices, seed)) {
      fleet.open();
      for (int second = 0; second < 60 * minutes; second += 20) {
        fleet.work(20);
        progress.showBar(second / 60.0 / minutes, "writing the records", "");
      }
      fleet.closeSessions();
      progress.show("starting broker and clinic", "");
      clinic.start(1, 1);
      long all = fleet.waitingBytes();
      long beganNs = System.nanoTime();
      fleet.connect(clinic.addresses());
      long left = all;
      while (left > 0) {
        if (System.nanoTime() - beganNs > LIMIT_MS * 1_000_000) {
          throw new IOException(
              "not done after " + LIMIT_MS / 1000 + " s: " + left + " bytes left");
        }
        Thread.sleep(50);
        left = fleet.waitingBytes();
        progress.showBar(1 - (double) left / all, "sending", "");
      }
      double seconds = (System.nanoTime() - beganNs) / 1e9;
      long stored;
      try (Database database = Database.at(where)) {
        stored = new RecordQueries(database).strokesOneByOne();
      }
      Figures figures = new Figures(seed);
      figures.addCount("ingest." + kind + ".strokes", fleet.strokes(), Goal.moreThan(0));
      figures.addCount(
          "ingest." + kind + ".stored", stored, Goal.exactly((double) fleet.strokes()));
      figures.add(
          "ingest." + kind + ".strokes_per_s",
          fleet.strokes() / seconds,
          "/s",
          Goal.atLeast(store != null ? GOAL_POSTGRES : GOAL_SQLITE));
      figures.add(
          "ingest." + kind + ".ack_ms_max",
          (double) fleet.worstAnswerMs(),
          "ms",
          Goal.atMost(1000));
      figures.add("ingest." + kind + ".mb_per_s", all / 1e6 / seconds, "MB/s", Goal.none());
      return figures;
    }
  }
}
