package org.stipple.sim.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.stipple.controller.safety.Fault;
import org.stipple.controller.safety.Notice;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The table hazard, code, test, last result. It is made from the reports of the tests that have
 * just run, those of the other modules included, and must be the one in {@code docs/hazards.md}; it
 * therefore runs after all others, in an execution of its own. With {@code -Dhazards.renew=true} it
 * writes that file instead.
 */
final class HazardTraceTest {

  private static final Path ROOT = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
  private static final Path DOC = ROOT.resolve("device-sim/docs/hazards.md");
  private static final Path MADE = ROOT.resolve("device-sim/target/hazards.md");
  private static final Path JUDGES = ROOT.resolve("device-sim/src/main/java/org/stipple/sim");

  private static final String HEAD =
      """
      # Hazards: code, tests, last result

      Made by `HazardTraceTest` from the reports of `./stipple verify`; not to be edited. A hazard of a finished step
      without a test that passed fails the build. Renew with `./stipple verify -Dhazards.renew=true`.

      "Judged in C1" means that the campaign's judges, who see foot, pins, plant and log alone, measure it in each of the
      random sessions.

      | hazard | what | step | faults, notices | judged in C1 | tests | last result |
      |---|---|---|---|---|---|---|
      """;

  /** One test that ran. */
  private record Run(String name, boolean passed) {}

  @Test
  void everyHazardOfAFinishedStepHasTestsThatPassedAndTheTableSaysSo() throws Exception {
    List<Run> runs = runs();
    assertThat(runs).as("tests that ran before this one").hasSizeGreaterThan(500);
    StringBuilder table = new StringBuilder(HEAD);
    List<Hazard> unproven = new ArrayList<>();
    for (Hazard hazard : Hazard.values()) {
      List<Run> own = runs.stream().filter(run -> hazard.isNamedBy(method(run))).toList();
      table.append(row(hazard, own));
      if (hazard.owned() && (own.isEmpty() || !own.stream().allMatch(Run::passed))) {
        unproven.add(hazard);
      }
    }
    Files.writeString(MADE, table);
    assertThat(unproven).as("hazards of finished steps without a test that passed").isEmpty();
    if (Boolean.getBoolean("hazards.renew")) {
      Files.writeString(DOC, table);
    }
    assertThat(Files.readString(DOC))
        .as("docs/hazards.md is out of date: renew it with -Dhazards.renew=true")
        .isEqualTo(table.toString());
  }

  private static String row(Hazard hazard, List<Run> runs) throws IOException {
    Map<String, List<String>> byClass = new TreeMap<>();
    runs.forEach(run ->
        byClass.computeIfAbsent(type(run), _ -> new ArrayList<>()).add("`" + method(run) + "`"));
    StringBuilder tests = new StringBuilder();
    byClass.forEach((type, methods) ->
        tests
            .append(tests.isEmpty() ? "" : "; ")
            .append(type)
            .append(": ")
            .append(String.join(", ", methods.stream().sorted().distinct().toList())));
    long passed = runs.stream().filter(Run::passed).count();
    String result =
        runs.isEmpty()
            ? hazard.owned() ? "**none**" : "-"
            : passed == runs.size() ? "passed" : "**" + (runs.size() - passed) + " FAILED**";
    return "| %s | %s | %d | %s | %s | %s | %s |%n"
        .formatted(
            hazard,
            hazard.words,
            hazard.step,
            codes(hazard),
            isJudged(hazard) ? "yes" : "",
            tests,
            result);
  }

  private static String codes(Hazard hazard) {
    Stream<String> faults =
        Arrays.stream(Fault.values())
            .filter(fault -> fault.hazard().equals(hazard.name()))
            .map(Fault::name);
    Stream<String> notices =
        Arrays.stream(Notice.values())
            .filter(notice -> notice.hazard().equals(hazard.name()))
            .map(Notice::name);
    return String.join(", ", Stream.concat(faults, notices).toList());
  }

  private static boolean isJudged(Hazard hazard) throws IOException {
    Pattern check = Pattern.compile("check\\(\\s*\"" + hazard.name() + "\"");
    return check.matcher(Files.readString(JUDGES.resolve("campaign/Judge.java"))).find();
  }

  private static List<Run> runs() throws Exception {
    List<Run> runs = new ArrayList<>();
    for (String module : List.of("telemetry", "controller", "device-sim")) {
      try (Stream<Path> files =
          Files.list(ROOT.resolve(module).resolve("target/surefire-reports"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".xml")).sorted().toList()) {
          read(file, runs);
        }
      }
    }
    return runs;
  }

  private static void read(Path file, List<Run> runs)
      throws IOException, ParserConfigurationException, SAXException {
    NodeList cases =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      boolean failed =
          test.getElementsByTagName("failure").getLength() > 0
              || test.getElementsByTagName("error").getLength() > 0
              || test.getElementsByTagName("skipped").getLength() > 0;
      runs.add(new Run(test.getAttribute("classname") + "#" + test.getAttribute("name"), !failed));
    }
  }

  private static String method(Run run) {
    // A parameterized test adds its arguments.
    return run.name().substring(run.name().indexOf('#') + 1).replaceAll("[^A-Za-z0-9].*", "");
  }

  private static String type(Run run) {
    String type = run.name().substring(0, run.name().indexOf('#'));
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
