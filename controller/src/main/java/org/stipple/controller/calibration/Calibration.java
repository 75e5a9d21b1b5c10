package org.stipple.controller.calibration;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.stipple.telemetry.toml.CheckedFile;
import org.stipple.telemetry.toml.FileError;
import org.stipple.telemetry.toml.Key;
import org.stipple.telemetry.toml.Quantity.Unit;
import org.stipple.telemetry.toml.Schema;

/**
 * A calibration of one machine.
 *
 * @param certified whether a technician answers for it; a quick sweep never is
 * @param machine name of the machine it is of
 * @param made when, as it is written in the file
 * @param fit the drive's line
 * @param points what was measured
 */
public record Calibration(
    boolean certified, String machine, String made, SweepFit fit, List<SweepPoint> points) {

  /** The schema of its file. */
  public static final Schema SCHEMA =
      Schema.ofEntries(
          "what stipple calibrate sweep --quick writes",
          1,
          List.of(
              new Key(
                  "calibration.certified",
                  new Key.Choice(List.of("no", "yes")),
                  "no",
                  "whether a technician answers for it"),
              text("calibration.machine", "[A-Za-z0-9_.-]{1,64}", "name of the machine"),
              text("calibration.made", "[0-9T:.Z-]{10,40}", "when it was made, UTC"),
              measure(
                  "calibration.feed_forward_offset",
                  Unit.V,
                  0,
                  12,
                  "bridge volts at which the idle needle would just not move"),
              measure(
                  "calibration.feed_forward_slope",
                  Unit.V_PER_HZ,
                  0.001,
                  1,
                  "bridge volts per Hz of needle frequency"),
              measure(
                  "calibration.error_max",
                  Unit.V,
                  0,
                  12,
                  "by how much the worst point lies beside that line"),
              measure("point.frequency", Unit.HZ, 1, 250, "measured"),
              measure("point.duty", Unit.PERCENT, 0, 100, "of the bridge"),
              measure("point.supply", Unit.V, 0, 100, "motor supply, measured under that load"),
              measure("point.current", Unit.MA, -1000, 20_000, "motor current, measured")));

  private static final String SWEEP = "sweep";

  /** Keeps its own list. */
  public Calibration {
    points = List.copyOf(points);
  }

  /**
   * Reads a file.
   *
   * @throws FileError naming file, line, key and what is allowed, for everything that is wrong
   */
  public static Calibration read(Path path) throws FileError {
    CheckedFile file = CheckedFile.read(path, SCHEMA);
    CheckedFile sweep = file.entries("calibration").get(SWEEP);
    if (sweep == null) {
      file.wrong("calibration", "has no sweep", "[calibration." + SWEEP + "] with keys");
      file.stopIfWrong();
      throw new IllegalStateException("stopped above");
    }
    List<SweepPoint> points = new ArrayList<>();
    file.entries("point")
        .values()
        .forEach(entry ->
            points.add(
                new SweepPoint(
                    entry.required("point.frequency"),
                    entry.required("point.duty") / 100,
                    entry.required("point.supply"),
                    entry.required("point.current"))));
    Calibration calibration =
        new Calibration(
            sweep.text("calibration.certified").orElse("no").equals("yes"),
            sweep.requiredText("calibration.machine"),
            sweep.requiredText("calibration.made"),
            new SweepFit(
                sweep.required("calibration.feed_forward_offset"),
                sweep.required("calibration.feed_forward_slope"),
                sweep.required("calibration.error_max")),
            points);
    file.stopIfWrong();
    return calibration;
  }

  /** Writes the file, whole or not at all: an older one stays where anything fails. */
  public void write(Path path) throws IOException {
    Path draft = path.resolveSibling(path.getFileName() + ".draft");
    Files.writeString(draft, text(), StandardCharsets.UTF_8);
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private String text() {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < this.points.size(); i++) {
      SweepPoint point = this.points.get(i);
      points.append(
          String.format(
              Locale.ROOT,
              """

              [point.p%02d]
              frequency = "%.3f Hz"
              duty = "%.3f %%"
              supply = "%.3f V"
              current = "%.2f mA"
              """,
              i + 1,
              point.frequencyHz(),
              100 * point.duty(),
              point.supplyVolts(),
              point.currentMilliamps()));
    }
    return String.format(
            Locale.ROOT,
            """
            # A quick sweep that nobody certified: good for a bench, for no client.
            schema = 1

            [calibration.sweep]
            certified = "%s"
            machine = "%s"
            made = "%s"
            feed_forward_offset = "%.4f V"
            feed_forward_slope = "%.5f V/Hz"
            error_max = "%.4f V"
            """,
            certified ? "yes" : "no",
            machine,
            made,
            fit.offsetVolts(),
            fit.slopeVoltsPerHz(),
            fit.errorVoltsMax())
        + points;
  }

  private static Key measure(String name, Unit unit, double low, double high, String meaning) {
    return new Key(name, new Key.Measure(unit, low, high), "", meaning + "; must be given");
  }

  private static Key text(String name, String pattern, String meaning) {
    return new Key(name, new Key.Text(pattern, meaning), "", meaning + "; must be given");
  }
}
