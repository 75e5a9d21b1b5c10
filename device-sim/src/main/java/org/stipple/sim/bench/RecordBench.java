package org.stipple.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.RecordFleet;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import org.stipple.telemetry.record.RecordCheck;
import org.stipple.telemetry.record.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How large a long session's record is, and how long it takes to check it. */
@Command(
    name = "record",
    description = {
      "How large the record of a long session is, needle on all the time at 150 Hz, and how long"
          + " this computer takes to check every byte of it, the first time in a process."
    },
    mixinStandardHelpOptions = true)
final class RecordBench implements Callable<Integer> {

  @Option(names = "--hours", description = "1 to 24 (default: ${DEFAULT-VALUE}).")
  private int hours = 3;

  @Option(names = "--seed", description = "Draws the strokes (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private final Measured measured = new Measured();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (hours < 1 || hours > 24) {
      System.err.println("bench record: --hours 1 to 24");
      return 2;
    }
    return measured.measure(this::measure);
  }

  private Figures measure(Path folder) throws IOException {
    ProgressLine progress = ProgressLine.on(System.err);
    int seconds = 3600 * hours;
    try (RecordFleet fleet = new RecordFleet(folder, 1, seed)) {
      fleet.open();
      long beganNs = System.nanoTime();
      for (int second = 0; second < seconds; second++) {
        fleet.work(1);
        if (second % 60 == 0) {
          progress.showBar((double) second / seconds, "writing " + hours + " h", "");
        }
      }
      double appendMs = (System.nanoTime() - beganNs) / 1e6 / seconds;
      fleet.closeSessions();
      Path file = fleet.written().getFirst().file();
      beganNs = System.nanoTime();
      RecordCheck check =
          RecordCheck.of(
              file,
              SigningKey.readPublic(folder.resolve("device-0").resolve(SigningKey.PUBLIC_FILE)));
      double verifyS = (System.nanoTime() - beganNs) / 1e9;
      Path packed = folder.resolve("record.gz");
      try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
        Files.copy(file, out);
      }
      Figures figures = new Figures(seed);
      figures.addCount("record.strokes", fleet.strokes(), Goal.moreThan(0));
      figures.addCount("record.problems", check.problems().size(), Goal.exactly(0));
      figures.add("record.mb", Files.size(file) / 1e6, "MB", Goal.none());
      figures.add("record.gzip_mb", Files.size(packed) / 1e6, "MB", Goal.atMost(20 * hours / 3.0));
      figures.add(
          "record.bytes_per_stroke",
          (double) Files.size(file) / fleet.strokes(),
          "B",
          Goal.atMost(24));
      figures.add("record.verify_s", verifyS, "s", Goal.atMost(2 * hours / 3.0));
      figures.add("record.append_ms_mean", appendMs, "ms", Goal.none());
      return figures;
    }
  }
}
