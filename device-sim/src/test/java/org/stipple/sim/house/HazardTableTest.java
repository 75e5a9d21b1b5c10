package org.stipple.sim.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.stipple.controller.safety.Fault;

/**
 * Hazards and faults against the tests that name them: a row that a finished step owns, or a fault
 * that no test names, fails the build. What became of those tests is told by {@link
 * HazardTraceTest}.
 */
final class HazardTableTest {

  private static final Path ROOT = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());

  private static String testSources() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String module : List.of("telemetry", "controller", "device-sim")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
          if (!file.endsWith("HazardTableTest.java")) {
            all.append(Files.readString(file));
          }
        }
      }
    }
    return all.toString();
  }

  @Test
  void everyHazardOfAFinishedStepHasATestThatBearsItsId() throws IOException {
    List<String> tests =
        Pattern.compile("void (h[0-9]+[A-Z]\\w*)\\(")
            .matcher(testSources())
            .results()
            .map(found -> found.group(1))
            .toList();
    List<Hazard> untested =
        Arrays.stream(Hazard.values())
            .filter(Hazard::owned)
            .filter(hazard -> tests.stream().noneMatch(hazard::isNamedBy))
            .toList();
    assertThat(tests).hasSizeGreaterThan(60);
    assertThat(untested).as("hazards without a test named after them").isEmpty();
  }

  @Test
  void everyFaultIsCausedBySomeTest() throws IOException {
    String sources = testSources();
    assertThat(Fault.values()).hasSizeGreaterThan(10);
    for (Fault fault : Fault.values()) {
      assertThat(sources).as("a test that expects " + fault).contains("Fault." + fault.name());
    }
  }

  @Test
  void everyFaultNamesAHazardOfTheTable() {
    for (Fault fault : Fault.values()) {
      assertThat(fault.hazard()).as(fault.name()).matches("|H([1-9]|[12][0-9]|3[0-3])");
    }
  }
}
