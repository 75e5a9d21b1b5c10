package org.stipple.sim.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.stipple.sim.trial.TracePoint;

/** Plots of values over time, one below the other, as one SVG file. */
final class LinePlots {

  private static final int LEFT = 70;
  private static final int WIDTH = 620;
  private static final int HEIGHT = 220;
  private static final int PITCH = 310;
  private static final int GRID = 5;
  private static final String[] COLOURS = {"#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#e08a00"};

  private LinePlots() {}

  /**
   * One plot.
   *
   * @param title above it
   * @param xUnit of time
   * @param yUnit of the values
   * @param curves by name
   */
  record Plot(String title, String xUnit, String yUnit, Map<String, List<TracePoint>> curves) {

    private double[] range(java.util.function.ToDoubleFunction<TracePoint> of) {
      double[] all =
          curves.values().stream().flatMap(List::stream).mapToDouble(of).sorted().toArray();
      return all.length == 0 ? new double[] {0, 1} : new double[] {all[0], all[all.length - 1]};
    }
  }

  static String svg(List<Plot> plots) {
    int height = PITCH * plots.size() + 20;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 880 %d\" font-family=\"sans-serif\" font-size=\"12\">%n<rect width=\"880\" height=\"%d\" fill=\"white\"/>%n"
            .formatted(height, height));
    for (int i = 0; i < plots.size(); i++) {
      plot(svg, plots.get(i), 40 + PITCH * i);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void plot(StringBuilder svg, Plot plot, int top) {
    double[] x = plot.range(TracePoint::seconds);
    double[] y = plot.range(TracePoint::value);
    Svg.text(svg, LEFT, top - 12, "start", plot.title());
    for (int i = 0; i <= GRID; i++) {
      double across = LEFT + WIDTH * i / (double) GRID;
      double down = top + HEIGHT * i / (double) GRID;
      Svg.line(svg, across, top, across, top + HEIGHT, "#dddddd", 1);
      Svg.line(svg, LEFT, down, LEFT + WIDTH, down, "#dddddd", 1);
      Svg.text(
          svg,
          across,
          top + HEIGHT + 18,
          "middle",
          number(x[0] + (x[1] - x[0]) * i / GRID) + " " + plot.xUnit());
      Svg.text(
          svg,
          LEFT - 8,
          down + 4,
          "end",
          number(y[1] - (y[1] - y[0]) * i / GRID) + " " + plot.yUnit());
    }
    int index = 0;
    for (Map.Entry<String, List<TracePoint>> curve : plot.curves().entrySet()) {
      String colour = COLOURS[index % COLOURS.length];
      svg.append(
          "<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"" + colour + "\" points=\"");
      for (TracePoint point : curve.getValue()) {
        svg.append(
            String.format(
                Locale.ROOT,
                "%.1f,%.1f ",
                LEFT + WIDTH * (point.seconds() - x[0]) / (x[1] - x[0]),
                top + HEIGHT * (y[1] - point.value()) / (y[1] - y[0])));
      }
      svg.append("\"/>\n");
      int at = top + 14 + 20 * index++;
      svg.append(
          "<rect x=\"%d\" y=\"%d\" width=\"20\" height=\"3\" fill=\"%s\"/>%n"
              .formatted(LEFT + WIDTH + 16, at - 4, colour));
      Svg.text(svg, LEFT + WIDTH + 42, at, "start", curve.getKey());
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
  }
}
