package org.stipple.sim.campaign;

import java.util.List;
import java.util.Locale;
import org.stipple.sim.scenario.Figures;

/** The page of a campaign while it is written: one look for all of them. */
final class ReportPage {

  private static final String STYLE =
      """
      <style>body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
      table{border-collapse:collapse}td,th{padding:.2rem .8rem;border-bottom:1px solid #ccc;\
      text-align:left}td.n{text-align:right}.bad{color:#a00}pre{white-space:pre-wrap}</style>
      """;

  private final StringBuilder page = new StringBuilder();

  /** A page with that title, played by that command. */
  ReportPage(String title, String command) {
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
        .append(escaped(title))
        .append("</title>\n")
        .append(STYLE)
        .append("<h1>")
        .append(escaped(title))
        .append("</h1>\n<p>Played by <code>")
        .append(escaped(command))
        .append("</code></p>\n");
  }

  void figures(Figures figures) {
    page.append("<table>");
    for (Figures.Figure figure : figures.all()) {
      page.append(figure.isMet() ? "<tr>" : "<tr class=bad>")
          .append("<td>")
          .append(figure.id())
          .append("<td class=n>")
          .append(figure.text())
          .append("<td>")
          .append(figure.unit())
          .append("<td>")
          .append(escaped(figure.verdict()));
    }
    page.append("</table>\n");
  }

  /** What was violated, a sentence each. */
  void violations(List<String> sentences) {
    heading("Violations");
    if (sentences.isEmpty()) {
      page.append("<p>None.</p>\n");
    }
    sentences.forEach(
        text -> page.append("<pre class=bad>").append(escaped(text)).append("</pre>\n"));
  }

  void heading(String text) {
    page.append("<h2>").append(escaped(text)).append("</h2>\n");
  }

  /** A table whose first column holds words, the others numbers. */
  void table(List<String> heads, List<List<String>> rows) {
    page.append("<table><tr>");
    heads.forEach(head -> page.append("<th>").append(escaped(head)));
    for (List<String> row : rows) {
      page.append("<tr><td>").append(escaped(row.getFirst()));
      row.stream().skip(1).forEach(cell -> page.append("<td class=n>").append(escaped(cell)));
    }
    page.append("</table>\n");
  }

  void line(String text) {
    page.append("<pre>").append(escaped(text)).append("</pre>\n");
  }

  String text() {
    return page + "</html>\n";
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
