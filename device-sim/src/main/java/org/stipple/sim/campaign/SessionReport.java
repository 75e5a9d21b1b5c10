package org.stipple.sim.campaign;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.stipple.sim.fault.PlannedFault;
import org.stipple.sim.scenario.Figures;

/**
 * A campaign of sessions as a page to read: figures, what was violated, which faults there were.
 */
final class SessionReport {

  private static final int SHOWN = 20;

  private SessionReport() {}

  static ReportPage page(Figures figures, List<SessionRun> runs, String command) {
    ReportPage page = new ReportPage("Campaign C1: random sessions with faults", command);
    page.figures(figures);
    page.violations(
        runs.stream()
            .filter(run -> !run.violations().isEmpty())
            .map(SessionRun::sentence)
            .toList());
    page.heading("Faults that were caused");
    page.table(
        List.of("kind", "times"),
        kinds(runs).entrySet().stream()
            .map(kind ->
                List.of(
                    kind.getKey().toLowerCase(Locale.ROOT).replace('_', ' '),
                    kind.getValue().toString()))
            .toList());
    page.heading("The first sessions");
    runs.stream().limit(SHOWN).forEach(run -> page.line(run.sentence()));
    return page;
  }

  private static Map<String, Integer> kinds(List<SessionRun> runs) {
    Map<String, Integer> kinds = new TreeMap<>();
    for (SessionRun run : runs) {
      for (PlannedFault fault : run.plan().faults()) {
        kinds.merge(fault.kind().name(), 1, Integer::sum);
      }
    }
    return kinds;
  }
}
