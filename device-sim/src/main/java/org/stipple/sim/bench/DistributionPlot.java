package org.stipple.sim.bench;

import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.stipple.telemetry.plot.Svg;

/**
 * Latenesses as curves in one SVG file: what share of ticks came within which time. The share is
 * drawn in nines, the time in powers of ten, so that the tail is as wide as the middle.
 */
final class DistributionPlot {

  private static final double[] SHARES = {0, 50, 90, 99, 99.9, 99.99};
  private static final double NINES = 4.2;
  private static final int LEFT = 70;
  private static final int TOP = 50;
  private static final int WIDTH = 620;
  private static final int HEIGHT = 380;
  private static final double LOW_US = 1;
  private static final int DECADES = 5;
  private static final String[] COLOURS = {
    "#444444", "#1f77b4", "#7fb2dd", "#d62728", "#f0a0a0", "#2ca02c", "#9467bd", "#e08a00"
  };

  private DistributionPlot() {}

  /** Draws the curves, in the order of the map. */
  static String svg(String title, Map<String, Histogram> curves) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 940 480\" font-family=\"sans-serif\""
            + " font-size=\"12\">\n<rect width=\"940\" height=\"480\" fill=\"white\"/>\n");
    Svg.text(svg, LEFT, 24, "start", title);
    grid(svg);
    int index = 0;
    for (Map.Entry<String, Histogram> curve : curves.entrySet()) {
      String colour = COLOURS[index % COLOURS.length];
      curve(svg, curve.getValue(), colour);
      int y = TOP + 10 + 20 * index;
      Svg.line(svg, LEFT + WIDTH + 20, y - 4, LEFT + WIDTH + 44, y - 4, colour, 3);
      Svg.text(svg, LEFT + WIDTH + 50, y, "start", curve.getKey());
      index++;
    }
    return svg.append("</svg>\n").toString();
  }

  private static void grid(StringBuilder svg) {
    for (double share : SHARES) {
      double x = x(share);
      Svg.line(svg, x, TOP, x, TOP + HEIGHT, "#dddddd", 1);
      Svg.text(svg, x, TOP + HEIGHT + 18, "middle", label(share) + " %");
    }
    for (int decade = 0; decade <= DECADES; decade++) {
      double us = LOW_US * Math.pow(10, decade);
      Svg.line(svg, LEFT, y(us), LEFT + WIDTH, y(us), "#dddddd", 1);
      Svg.text(
          svg,
          LEFT - 8,
          y(us) + 4,
          "end",
          us < 1_000 ? label(us) + " us" : label(us / 1e3) + " ms");
    }
    Svg.text(
        svg, LEFT + WIDTH / 2.0, TOP + HEIGHT + 40, "middle", "share of ticks that came within");
  }

  private static void curve(StringBuilder svg, Histogram lateness, String colour) {
    svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"").append(colour);
    svg.append("\" points=\"");
    for (double nines = 0; nines <= NINES; nines += 0.02) {
      double share = 100 * (1 - Math.pow(10, -nines));
      double us = Math.max(LOW_US, lateness.getValueAtPercentile(share) / 1e3);
      svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(share), y(us)));
    }
    svg.append("\"/>\n");
  }

  private static double x(double share) {
    return LEFT + WIDTH * -Math.log10(1 - share / 100) / NINES;
  }

  private static double y(double us) {
    double decades = Math.clamp(Math.log10(us / LOW_US), 0, DECADES);
    return TOP + HEIGHT * (1 - decades / DECADES);
  }

  private static String label(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
