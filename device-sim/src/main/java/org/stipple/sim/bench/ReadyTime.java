package org.stipple.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.stipple.sim.ensemble.Place;

/** From the start of {@code ./stipple run} to a machine that could be armed, board configured. */
final class ReadyTime {

  private static final long LIMIT_NS = 60_000_000_000L;
  private static final long LOOK_MS = 2;

  private ReadyTime() {}

  /** The median of some starts after one that does not count; NaN where it never got ready. */
  static double medianMs(int starts, Place place) throws IOException, InterruptedException {
    @Nullable String home = System.getProperty("stipple.home");
    if (home == null) {
      return Double.NaN;
    }
    double[] ms = new double[starts];
    once(home, place);
    for (int i = 0; i < starts; i++) {
      ms[i] = once(home, place);
    }
    Arrays.sort(ms);
    return ms[starts / 2];
  }

  private static double once(String home, Place place) throws IOException, InterruptedException {
    Path log = place.log("start");
    Files.deleteIfExists(log);
    long startNs = System.nanoTime();
    Process process =
        new ProcessBuilder(
                List.of(home + "/stipple", "run", "--settings", place.settings().toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    double ms = Double.NaN;
    while (process.isAlive() && System.nanoTime() - startNs < LIMIT_NS) {
      if (Files.readString(log).contains("\nready ")) {
        ms = (System.nanoTime() - startNs) / 1e6;
        break;
      }
      Thread.sleep(LOOK_MS);
    }
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return ms;
  }
}
