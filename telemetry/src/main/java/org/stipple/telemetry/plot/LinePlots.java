package org.stipple.telemetry.plot;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Plots of values over time, one below the other, as one SVG drawing. */
public final class LinePlots {

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
   * @param curves by name, in the order they are named
   */
  public record Plot(String title, String xUnit, String yUnit, Map<String, List<Point>> curves) {

    /** Least and greatest of what is finite, never the same. */
    private double[] range(ToDoubleFunction<Point> of) {
      double[] all =
          curves.values().stream()
              .flatMap(List::stream)
              .mapToDouble(of)
              .filter(Double::isFinite)
              .sorted()
              .toArray();
      if (all.length == 0) {
        return new double[] {0, 1};
      }
      double least = all[0];
      double greatest = all[all.length - 1];
      double apart = greatest > least ? 0 : Math.max(1, Math.abs(least) * 0.1);
      return new double[] {least - apart, greatest + apart};
    }
  }

  /** The drawing, which scales to the width it is given. */
  public static String svg(List<Plot> plots) {
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
    double[] x = plot.range(Point::x);
    double[] y = plot.range(Point::y);
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
    for (Map.Entry<String, List<Point>> curve : plot.curves().entrySet()) {
      String colour = COLOURS[index % COLOURS.length];
      curve(svg, curve.getValue(), colour, x, y, top);
      int at = top + 14 + 20 * index++;
      svg.append(
          "<rect x=\"%d\" y=\"%d\" width=\"20\" height=\"3\" fill=\"%s\"/>%n"
              .formatted(LEFT + WIDTH + 16, at - 4, colour));
      Svg.text(svg, LEFT + WIDTH + 42, at, "start", curve.getKey());
    }
  }

  /** As many lines as it has parts. */
  private static void curve(
      StringBuilder svg, List<Point> points, String colour, double[] x, double[] y, int top) {
    boolean drawing = false;
    for (Point point : points) {
      boolean there = Double.isFinite(point.y());
      if (there && !drawing) {
        svg.append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"")
            .append(colour)
            .append("\" points=\"");
      } else if (!there && drawing) {
        svg.append("\"/>\n");
      }
      drawing = there;
      if (there) {
        svg.append(
            String.format(
                Locale.ROOT,
                "%.1f,%.1f ",
                LEFT + WIDTH * (point.x() - x[0]) / (x[1] - x[0]),
                top + HEIGHT * (y[1] - point.y()) / (y[1] - y[0])));
      }
    }
    if (drawing) {
      svg.append("\"/>\n");
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
  }
}
