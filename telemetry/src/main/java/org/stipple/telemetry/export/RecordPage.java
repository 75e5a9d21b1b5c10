package org.stipple.telemetry.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.stipple.telemetry.plot.LinePlots;
import org.stipple.telemetry.plot.Point;
import org.stipple.telemetry.record.RecordCheck;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.session.SessionEntry;

/**
 * A record as one page that needs nothing else: what it proves, plots of its strokes second by
 * second, strokes per zone, and its entries.
 */
public final class RecordPage {

  private static final String STYLE =
      """
      <style>body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
      table{border-collapse:collapse}td,th{padding:.15rem .8rem;border-bottom:1px solid #ccc;\
      text-align:left;vertical-align:top}td.n{text-align:right}td{white-space:normal}td.t{white-space:nowrap}.bad{color:#a00;font-weight:600}
      .bar{background:#1f77b4;height:1rem}svg{width:100%}.small{font-size:13px}</style>
      """;

  private final RecordCheck check;
  private final StringBuilder page = new StringBuilder();

  private RecordPage(RecordCheck check) {
    this.check = check;
  }

  /**
   * The page of a record, as far as it is sound.
   *
   * @throws IllegalArgumentException where it has not even a beginning
   */
  public static String of(RecordCheck check) throws IOException {
    return new RecordPage(check).write();
  }

  private String write() throws IOException {
    Seconds seconds = new Seconds();
    new StrokeTable(check.entries()).read(seconds);
    String title = "Treatment record " + check.session();
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
        .append(escaped(title))
        .append("</title>\n")
        .append(STYLE)
        .append("<h1>")
        .append(escaped(title))
        .append("</h1>\n");
    proof();
    summary();
    if (seconds.isEmpty()) {
      page.append("<p>It holds no strokes one by one.</p>\n");
    } else {
      page.append("<h2>Strokes, second by second</h2>\n").append(LinePlots.svg(seconds.plots()));
      zones(seconds.zones);
    }
    entries();
    return page.append("</html>\n").toString();
  }

  private void proof() {
    if (check.sound()) {
      page.append("<p>Sound: every byte is as it was written, chained and signed by the device, ")
          .append("and the session is closed.</p>\n");
      return;
    }
    page.append("<p class=bad>Not sound; what follows is what can be believed of it.</p><ul>");
    check.problems().forEach(problem -> page.append("<li class=bad>").append(escaped(problem)));
    page.append("</ul>\n");
  }

  private void summary() {
    page.append("<table>");
    for (RecordedEntry recorded : check.entries()) {
      if (recorded.entry() instanceof SessionEntry.Opened opened) {
        row("Opened", recorded.at().toString());
        row("Client reference", opened.client().value());
        row("Consent", opened.consent().value() + "; adult confirmed");
        opened.practitioner().ifPresent(who -> row("Practitioner", who.value()));
      } else if (recorded.entry() instanceof SessionEntry.CartridgeMounted cartridge) {
        row(
            "Cartridge",
            "%s, lot %s, expires %s"
                .formatted(cartridge.type(), cartridge.lot(), cartridge.expires()));
      } else if (recorded.entry() instanceof SessionEntry.Noted note) {
        row(
            "Amended",
            "%s by %s (%s): %s"
                .formatted(recorded.at(), note.author().value(), note.reason(), note.text()));
      } else if (recorded.entry() instanceof SessionEntry.Closed closed) {
        row(
            "Ended",
            String.format(
                Locale.ROOT,
                "%s at %s, %d strokes, %.1f s with the needle on",
                closed.why().label(),
                recorded.at(),
                closed.strokes(),
                closed.needleOnS()));
      }
    }
    page.append("</table>\n");
  }

  private void row(String name, String value) {
    page.append("<tr><th>").append(name).append("<td>").append(escaped(value)).append("\n");
  }

  private void zones(Map<String, Long> zones) {
    long most = zones.values().stream().mapToLong(Long::longValue).max().orElse(1);
    page.append("<h2>Strokes per zone</h2>\n<p>Dipping and priming left out.</p>\n<table>");
    zones.forEach((zone, strokes) ->
        page.append(
            "<tr><td>%s<td class=n>%d<td style=\"width:30rem\"><div class=bar style=\"width:%d%%\"></div>%n"
                .formatted(escaped(zone), strokes, Math.max(1, 100 * strokes / most))));
    page.append("</table>\n");
  }

  private void entries() {
    page.append("<h2>Entries</h2>\n<p>Strokes one by one and the running account of a press are ")
        .append("left out here.</p>\n<table class=small>");
    for (RecordedEntry recorded : check.entries()) {
      if (!(recorded.entry() instanceof SessionEntry.Strokes)
          && !(recorded.entry() instanceof SessionEntry.PressUnderway)) {
        page.append(
            "<tr><td class=n>%d<td class=t>%s<td>%s%n"
                .formatted(
                    recorded.number(), recorded.at(), escaped(EntryWords.of(recorded.entry()))));
      }
    }
    page.append("</table>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Means of each second with strokes, and a gap where there was none. */
  private static final class Seconds implements StrokeTable.Reader {
    private static final double MINUTE_MS = 60_000;

    private final Map<String, Long> zones = new TreeMap<>();
    private final List<Point> frequency = new ArrayList<>();
    private final List<Point> set = new ArrayList<>();
    private final List<Point> current = new ArrayList<>();
    private final List<Point> protrusion = new ArrayList<>();
    private final List<Point> depth = new ArrayList<>();
    private long firstMs;
    private long secondMs = Long.MIN_VALUE;
    private final Mean hz = new Mean();
    private final Mean setHz = new Mean();
    private final Mean milliamps = new Mean();
    private final Mean protrusionMm = new Mean();
    private final Mean depthMm = new Mean();

    boolean isEmpty() {
      return secondMs == Long.MIN_VALUE;
    }

    @Override
    public void row(StrokeRow row) {
      long atMs = row.at().toEpochMilli();
      if (isEmpty()) {
        firstMs = atMs;
        secondMs = atMs;
      } else if (atMs - secondMs >= 1_000) {
        end();
        if (atMs - secondMs >= 2_000) {
          put(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        secondMs = atMs;
      }
      hz.add(row.frequencyHz());
      setHz.add(row.setHz());
      milliamps.add(row.stroke().milliamps());
      protrusionMm.add(row.stroke().protrusionMm());
      depthMm.add(row.stroke().depthMm());
      if (!row.mode().equals("priming")) {
        zones.merge(row.zone().label(), 1L, Long::sum);
      }
    }

    private void end() {
      put(hz.take(), setHz.take(), milliamps.take(), protrusionMm.take(), depthMm.take());
    }

    private void put(double hzNow, double setNow, double ma, double mm, double estimatedMm) {
      double minutes = (secondMs - firstMs) / MINUTE_MS;
      frequency.add(new Point(minutes, hzNow));
      set.add(new Point(minutes, setNow));
      current.add(new Point(minutes, ma));
      protrusion.add(new Point(minutes, mm));
      depth.add(new Point(minutes, estimatedMm));
    }

    List<LinePlots.Plot> plots() {
      end();
      return List.of(
          plot("Needle frequency", "Hz", "measured", frequency, "set", set),
          plot("Motor current, mean of whole turns", "mA", "current", current, "", List.of()),
          plot(
              "Depth", "mm", "protrusion, commanded", protrusion, "in the skin, estimated", depth));
    }

    private static LinePlots.Plot plot(
        String title,
        String unit,
        String one,
        List<Point> first,
        String other,
        List<Point> second) {
      Map<String, List<Point>> curves = new LinkedHashMap<>();
      curves.put(one, first);
      if (!second.isEmpty()) {
        curves.put(other, second);
      }
      return new LinePlots.Plot(title, "min", unit, curves);
    }
  }

  /** Of what is known. */
  private static final class Mean {
    private double sum;
    private int count;

    void add(double value) {
      if (!Double.isNaN(value)) {
        sum += value;
        count++;
      }
    }

    double take() {
      double mean = count == 0 ? Double.NaN : sum / count;
      sum = 0;
      count = 0;
      return mean;
    }
  }
}
