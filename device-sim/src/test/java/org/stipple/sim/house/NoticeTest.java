package org.stipple.sim.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * NOTICE tells the truth about what is on each module's class path, the Raspberry Pi's included.
 */
final class NoticeTest {

  /** Licences whose terms have been read and can be kept beside Apache-2.0. */
  private static final Set<String> ACCEPTED =
      Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "EPL-1.0", "EPL-2.0");

  private static final Pattern ROW =
      Pattern.compile("^(\\S+\\.jar) +([x-]) ([x-]) ([x-])  (\\S.*)$");

  private record Row(String jar, List<Boolean> modules, String licence) {}

  @ParameterizedTest
  @CsvSource({"0, telemetry", "1, controller", "2, device-sim"})
  void namesExactlyTheLibrariesOnTheClassPath(int column, String module) throws IOException {
    Set<String> named =
        rows().stream()
            .filter(row -> row.modules().get(column))
            .map(Row::jar)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(named)
        .as("NOTICE against %s/target/lib; a library changed, so its line must", module)
        .isEqualTo(librariesOf(module));
  }

  @Test
  void everyLibraryCanBeUsedUnderALicenceThatWasAccepted() throws IOException {
    assertThat(rows())
        .isNotEmpty()
        .allSatisfy(row -> assertThat(ACCEPTED).contains(row.licence().split(" OR ", -1)[0]));
  }

  private static Set<String> librariesOf(String module) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", module, "target", "lib"))) {
      Set<String> jars =
          files
              .map(file -> file.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(jars).isNotEmpty();
      return jars;
    }
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(Path.of("..", "NOTICE")).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(m ->
            new Row(
                m.group(1),
                Stream.of(m.group(2), m.group(3), m.group(4)).map("x"::equals).toList(),
                m.group(5)))
        .toList();
  }
}
