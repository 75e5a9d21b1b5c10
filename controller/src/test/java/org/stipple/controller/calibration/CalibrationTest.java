package org.stipple.controller.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.toml.FileError;

final class CalibrationTest {

  @TempDir Path folder;

  /** Points on 1.2 V + 0.07 V/Hz, the second of them beside it. */
  private static List<SweepPoint> points(double besideVolts) {
    return DoubleStream.of(30, 60, 90, 120)
        .mapToObj(hz ->
            new SweepPoint(
                hz, (1.2 + 0.07 * hz + (hz == 60 ? besideVolts : 0)) / 15, 15, 90 + hz / 10))
        .toList();
  }

  @Test
  void findsTheLineAndTheWorstPoint() {
    SweepFit exact = SweepFit.of(points(0));
    SweepFit beside = SweepFit.of(points(0.1));

    assertThat(exact.offsetVolts()).isCloseTo(1.2, within(1e-9));
    assertThat(exact.slopeVoltsPerHz()).isCloseTo(0.07, within(1e-12));
    assertThat(exact.errorVoltsMax()).isLessThan(1e-9);
    assertThat(beside.errorVoltsMax()).isBetween(0.05, 0.1);
  }

  @Test
  void refusesWhatIsNoLineOfAMotor() {
    assertThatThrownBy(() -> SweepFit.of(points(0).subList(0, 2)))
        .hasMessage("2 points; a line needs at least 3");
    List<SweepPoint> falling =
        DoubleStream.of(30, 60, 90)
            .mapToObj(hz -> new SweepPoint(hz, 0.9 - hz / 200, 15, 90))
            .toList();
    assertThatThrownBy(() -> SweepFit.of(falling)).hasMessageContaining("no line of a motor");
  }

  @Test
  void whatIsWrittenIsReadAndNeverCertified() throws Exception {
    Path file = folder.resolve("c.toml");
    Calibration made =
        new Calibration(
            false, "chair-1", "2026-11-27T10:00:00Z", SweepFit.of(points(0.1)), points(0.1));
    Files.writeString(file, "an older one");

    made.write(file);
    Calibration read = Calibration.read(file);

    assertThat(read.certified()).isFalse();
    assertThat(read.machine()).isEqualTo("chair-1");
    assertThat(read.fit().offsetVolts()).isCloseTo(made.fit().offsetVolts(), within(1e-4));
    assertThat(read.fit().slopeVoltsPerHz()).isCloseTo(made.fit().slopeVoltsPerHz(), within(1e-5));
    assertThat(read.points()).hasSize(4);
    assertThat(read.points().get(1).volts()).isCloseTo(5.5, within(1e-3));
    assertThat(folder.resolve("c.toml.draft")).doesNotExist();
  }

  @Test
  void namesWhatIsWrongInAFile() throws Exception {
    Path file = folder.resolve("c.toml");
    Files.writeString(file, "schema = 1\n[calibration.sweep]\ncertified = \"perhaps\"\n");

    assertThatThrownBy(() -> Calibration.read(file))
        .isInstanceOf(FileError.class)
        .hasMessageContaining(":3: key 'calibration.sweep.certified' is 'perhaps': allowed \"no\"")
        .hasMessageContaining(":2: key 'calibration.sweep.machine' is missing");
    Files.writeString(file, "schema = 1\n");
    assertThatThrownBy(() -> Calibration.read(file))
        .hasMessageContaining("key 'calibration' has no sweep: allowed [calibration.sweep]");
  }
}
