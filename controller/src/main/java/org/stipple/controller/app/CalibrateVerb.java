package org.stipple.controller.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.calibration.Calibration;
import org.stipple.controller.calibration.SweepPoint;
import org.stipple.controller.hardware.MonotonicClock;
import org.stipple.controller.hardware.WallClock;
import org.stipple.telemetry.toml.FileError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stipple calibrate}: what a technician measures of a machine. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "PROCEDURE",
    description = "Measures a machine, so that its controller knows it.")
final class CalibrateVerb implements Runnable {

  private static final int BAR = 30;

  @Spec private @Nullable CommandSpec spec;

  private String shown = "";

  @Override
  public void run() {
    throw new ParameterException(
        spec().commandLine(), "which procedure? sweep; see stipple calibrate sweep -h");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Runs the idle needle at several frequencies, and measures the bridge volts each one needs.",
        "",
        "Start the controller with stipple run --bench, reset it, keep the needle in air, then hold"
            + " the footswitch down for about 3 s a point. Letting go pauses the sweep; the needle"
            + " never runs without the footswitch.",
        "The file it writes is not certified: name it by files.calibration in the settings, and use it"
            + " with run --bench only.",
        ""
      },
      footer = {
        "",
        "Example: stipple calibrate sweep --quick --settings my.toml --out my-calibration.toml",
        "Exit code 1: the sweep could not be finished, nothing is written; 2: wrong options."
      })
  int sweep(
      @Option(names = "--quick", description = "The quick one, which nobody certifies.")
          boolean quick,
      @Option(
              names = "--settings",
              required = true,
              paramLabel = "FILE",
              description = "The settings that the controller runs on.")
          Path settingsFile,
      @Option(
              names = "--points",
              defaultValue = "8",
              paramLabel = "N",
              description = "Frequencies, 3 to 30 (default: ${DEFAULT-VALUE}).")
          int points,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              description =
                  "The file to write (default: MACHINE-calibration.toml beside the" + " settings).")
          @Nullable Path out)
      throws InterruptedException {
    PrintWriter err = spec().commandLine().getErr();
    if (!quick) {
      throw new ParameterException(
          spec().commandLine(), "only the quick sweep is there yet: allowed is --quick");
    }
    if (points < 3 || points > 30) {
      throw new ParameterException(
          spec().commandLine(), "--points " + points + ": allowed 3 to 30");
    }
    try {
      Settings settings = Settings.read(settingsFile, Surroundings.ofThisProcess());
      Path file =
          out == null ? settingsFile.resolveSibling(settings.name() + "-calibration.toml") : out;
      if (Files.isDirectory(file)) {
        throw new IOException(file + " is a folder; allowed is a file");
      }
      sweepInto(file, settings, points);
      return Main.DONE;
    } catch (FileError e) {
      e.lines().forEach(err::println);
      return Main.MISUSED;
    } catch (IOException | IllegalArgumentException e) {
      err.println("stipple calibrate: " + e.getMessage() + "; nothing is written");
      return Main.REFUSED;
    } finally {
      err.flush();
    }
  }

  private void sweepInto(Path file, Settings settings, int points) throws IOException {
    PrintWriter out = spec().commandLine().getOut();
    Calibration made;
    try (ControlClient client = ControlClient.connect(settings.controlSocket())) {
      QuickSweep sweep = new QuickSweep(client, new MonotonicClock(), this::show);
      made = sweep.run(settings.name(), new WallClock().instant(), points);
    }
    made.write(file);
    out.println();
    out.println("      Hz    duty   supply    volts  current   beside the line");
    for (SweepPoint point : made.points()) {
      double line = made.fit().offsetVolts() + made.fit().slopeVoltsPerHz() * point.frequencyHz();
      out.println(
          String.format(
              Locale.ROOT,
              "%8.2f  %5.1f %%  %5.2f V  %5.3f V  %4.0f mA  %+.3f V",
              point.frequencyHz(),
              100 * point.duty(),
              point.supplyVolts(),
              point.volts(),
              point.currentMilliamps(),
              point.volts() - line));
    }
    out.println(
        String.format(
            Locale.ROOT,
            "volts = %.4f V + %.5f V/Hz; worst point %.3f V beside it",
            made.fit().offsetVolts(),
            made.fit().slopeVoltsPerHz(),
            made.fit().errorVoltsMax()));
    out.println("written to " + file + "; NOT certified: for run --bench only");
    out.flush();
  }

  private void show(double done, String words) {
    PrintWriter out = spec().commandLine().getOut();
    int full = (int) Math.round(done * BAR);
    String line = "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + words;
    if (!line.equals(shown)) {
      out.print("\r" + line + " ".repeat(Math.max(0, shown.length() - line.length())));
      out.flush();
      shown = line;
    }
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec;
  }
}
