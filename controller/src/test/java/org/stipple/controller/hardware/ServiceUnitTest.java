package org.stipple.controller.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ServiceUnitTest {

  @Test
  void theUnitGrantsWhatDoctorNamesAndStartsTheLauncherThatHasTheOptions() throws Exception {
    List<String> unit = Files.readAllLines(Path.of("examples/stipple.service"));
    String priority = RealTime.tryThread(1_000, OptionalInt.empty()).getLast().words();
    String line = priority.replaceFirst(".*(LimitRTPRIO=[0-9]+).*", "$1");
    assertThat(unit).contains(line, "LimitMEMLOCK=infinity");
    assertThat(unit)
        .anyMatch(entry -> entry.startsWith("ExecStart=") && entry.contains("/stipple run"));
    assertThat(unit).noneMatch(entry -> entry.contains("-XX:"));
  }
}
