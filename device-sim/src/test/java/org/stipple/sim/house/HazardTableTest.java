package org.stipple.sim.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.stipple.controller.safety.Fault;

/**
 * Hazards and faults against the tests that prove them: a row that a finished step owns, or a fault
 * that no test names, fails the build.
 */
final class HazardTableTest {

  /** Steps whose hazards are proven; raised by the commit that closes a step. */
  private static final int STEPS_DONE = 2;

  /**
   * Hazards by the first step that owns their proof. Those of step 1 are caused on the simulated
   * machine or on real processes; their tests begin with the hazard's id. H16 and H23 are shown by
   * tests of processes and of settings, too.
   */
  private static final Map<Integer, List<String>> OWNED =
      Map.of(1, List.of("H1", "H6", "H7", "H8", "H9", "H11", "H14", "H15", "H16", "H23", "H31"));

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
    String sources = testSources();
    Map<String, Long> tests = new TreeMap<>();
    OWNED.forEach((step, ids) -> {
      if (step <= STEPS_DONE) {
        ids.forEach(id ->
            tests.put(
                id,
                Pattern.compile("void " + id.toLowerCase(java.util.Locale.ROOT) + "[A-Z]\\w*\\(")
                    .matcher(sources)
                    .results()
                    .count()));
      }
    });
    assertThat(tests).hasSize(11);
    assertThat(
            tests.entrySet().stream()
                .filter(e -> e.getValue() == 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toList()))
        .as("hazards without a test named after them")
        .isEmpty();
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
