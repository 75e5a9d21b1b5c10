package org.stipple.controller.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code stipple doctor}: one table of what is right and what is wrong. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Checks this host, the settings and the board, and says what to do about what is wrong.",
      "",
      "The board is identified and configured as at a start, its outputs stay off. Where a"
          + " controller already holds the port, that one is asked instead.",
      ""
    },
    footer = {"", "Exit code 1 when anything is wrong; warnings alone are 0."})
final class DoctorVerb implements Callable<Integer> {

  @Option(
      names = "--settings",
      required = true,
      paramLabel = "FILE",
      description = "The machine's settings (TOML).")
  private @Nullable Path settingsFile;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec == null || settingsFile == null) {
      return Main.MISUSED;
    }
    List<Finding> findings = Doctor.examine(settingsFile, Surroundings.ofThisProcess());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(asJson(findings));
    } else {
      print(findings, out);
    }
    out.flush();
    boolean wrong = findings.stream().anyMatch(f -> f.verdict() == Finding.Verdict.WRONG);
    return wrong ? Main.REFUSED : Main.DONE;
  }

  private static void print(List<Finding> findings, PrintWriter out) {
    int width = findings.stream().mapToInt(f -> f.check().length()).max().orElse(0);
    for (Finding finding : findings) {
      out.println(
          ("%-" + width + "s  %-7s  %s")
              .formatted(finding.check(), finding.verdict().word(), finding.found()));
      if (!finding.advice().isEmpty()) {
        out.println(" ".repeat(width + 11) + "-> " + finding.advice());
      }
    }
  }

  private static ObjectNode asJson(List<Finding> findings) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    ArrayNode checks = root.putArray("checks");
    for (Finding finding : findings) {
      checks
          .addObject()
          .put("check", finding.check())
          .put("verdict", finding.verdict().word())
          .put("found", finding.found())
          .put("advice", finding.advice());
    }
    return root;
  }
}
