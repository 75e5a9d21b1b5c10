package org.stipple.sim.campaign;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stipple.sim.fault.PlannedFault;
import org.stipple.sim.scenario.Figures;

/**
 * A campaign of sessions as a page to read: figures, what was violated, which faults there were.
 */
final class SessionReport {

  private SessionReport() {}

  static String html(Figures figures, List<SessionRun> runs, String command) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Campaign C1</title>
        <style>body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
        table{border-collapse:collapse}td,th{padding:.2rem .8rem;border-bottom:1px solid #ccc;\
        text-align:left}td.n{text-align:right}.bad{color:#a00}pre{white-space:pre-wrap}</style>
        <h1>Campaign C1: random sessions with faults</h1>
        """);
    page.append("<p>Played by <code>").append(escaped(command)).append("</code></p>\n<table>");
    for (Figures.Figure figure : figures.all()) {
      page.append(figure.isMet() ? "<tr>" : "<tr class=bad>")
          .append("<td>")
          .append(figure.id())
          .append("<td class=n>")
          .append(String.format(java.util.Locale.ROOT, "%.6g", figure.value()))
          .append("<td>")
          .append(figure.unit());
    }
    page.append("</table>\n<h2>Violations</h2>\n");
    List<SessionRun> violated = runs.stream().filter(run -> !run.violations().isEmpty()).toList();
    if (violated.isEmpty()) {
      page.append("<p>None.</p>");
    }
    violated.forEach(
        run -> page.append("<pre class=bad>").append(escaped(run.sentence())).append("</pre>\n"));
    page.append("<h2>Faults that were caused</h2>\n<table><tr><th>kind<th>times");
    kinds(runs)
        .forEach((kind, count) ->
            page.append("<tr><td>")
                .append(kind.toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                .append("<td class=n>")
                .append(count));
    page.append("</table>\n<h2>The first sessions</h2>\n");
    runs.stream()
        .limit(20)
        .forEach(run -> page.append("<pre>").append(escaped(run.sentence())).append("</pre>\n"));
    return page.append("</html>\n").toString();
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

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
