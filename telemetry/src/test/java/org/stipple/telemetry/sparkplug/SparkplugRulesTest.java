package org.stipple.telemetry.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of rules in {@code docs/sparkplug.md} is whole, and the tests it names exist. */
final class SparkplugRulesTest {
  private static final Path PAGE = Path.of("docs", "sparkplug.md");
  private static final Path TESTS = Path.of("src", "test", "java");

  /** As many as the standard has in its text. */
  private static final int RULES = 299;

  private static final Pattern ROW =
      Pattern.compile("\\| `(tck-id-[A-Za-z0-9-]+)` \\| (.+) \\| (.+) \\|");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+Test)\\.(\\w+)`");

  private record Row(String id, String rule, String shown) {}

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.add(new Row(row.group(1), row.group(2), row.group(3)));
      }
    }
    return rows;
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(TESTS)) {
      for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
        String name = file.getFileName().toString();
        sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
      }
    }
    return sources;
  }

  @Test
  void everyRuleOfTheStandardIsInTheTableOnce() throws IOException {
    Set<String> ids = new HashSet<>();
    for (Row row : rows()) {
      assertThat(ids.add(row.id())).as(row.id() + " stands once").isTrue();
    }
    assertThat(ids).hasSize(RULES);
  }

  @Test
  void everyRuleNamesATestThatExistsOrSaysWhyThereIsNone() throws IOException {
    Map<String, String> sources = sources();
    int shown = 0;
    for (Row row : rows()) {
      Matcher named = NAMED.matcher(row.shown());
      if (!named.matches()) {
        assertThat(row.shown()).as(row.id()).doesNotContain("`Edge").hasSizeGreaterThan(10);
        continue;
      }
      assertThat(sources).as(row.id()).containsKey(named.group(1));
      assertThat(sources.getOrDefault(named.group(1), ""))
          .as(row.id() + " is shown by " + row.shown())
          .containsPattern("@Test\\s+void " + named.group(2) + "\\(\\)");
      shown++;
    }
    assertThat(shown).isGreaterThan(200);
  }
}
