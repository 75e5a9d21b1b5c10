package org.stipple.controller.calibration;

import java.util.List;

/**
 * The straight line through the points of a sweep, by least squares: a direct-current motor with
 * friction needs {@code offset + slope * Hz} volts.
 *
 * @param offsetVolts bridge volts at which the idle needle would just not move
 * @param slopeVoltsPerHz bridge volts per Hz
 * @param errorVoltsMax by how much the worst point lies beside the line
 */
public record SweepFit(double offsetVolts, double slopeVoltsPerHz, double errorVoltsMax) {

  /** Fewer points make no line that anything could be told of. */
  public static final int POINTS_MIN = 3;

  /**
   * Fits.
   *
   * @throws IllegalArgumentException where there are too few points, or they make no line that
   *     rises
   */
  public static SweepFit of(List<SweepPoint> points) {
    int n = points.size();
    if (n < POINTS_MIN) {
      throw new IllegalArgumentException(
          "%d points; a line needs at least %d".formatted(n, POINTS_MIN));
    }
    double meanHz = points.stream().mapToDouble(SweepPoint::frequencyHz).sum() / n;
    double meanVolts = points.stream().mapToDouble(SweepPoint::volts).sum() / n;
    double hzHz = 0;
    double hzVolts = 0;
    for (SweepPoint point : points) {
      double hz = point.frequencyHz() - meanHz;
      hzHz += hz * hz;
      hzVolts += hz * (point.volts() - meanVolts);
    }
    double slope = hzVolts / hzHz;
    double offset = meanVolts - slope * meanHz;
    if (!(slope > 0) || offset < 0) {
      throw new IllegalArgumentException(
          "the points make no line of a motor: %.3f V at rest, %.4f V/Hz".formatted(offset, slope));
    }
    double worst =
        points.stream()
            .mapToDouble(point -> Math.abs(point.volts() - offset - slope * point.frequencyHz()))
            .max()
            .orElse(0);
    return new SweepFit(offset, slope, worst);
  }
}
