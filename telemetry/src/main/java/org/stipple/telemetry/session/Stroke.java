package org.stipple.telemetry.session;

/**
 * One stroke of the needle, as the record keeps it. NaN = not known.
 *
 * @param periodUs time since the stroke before it by the board's clock, us, 0..{@value
 *     #PERIOD_US_MAX}; 0 = not known, as of the first one of a press
 * @param milliamps motor current averaged over the last whole turn of the shaft, mA, 0..{@value
 *     #MILLIAMPS_MAX}
 * @param protrusionMm how far the needle was commanded to stand out when down, mm, -{@value
 *     #MM_MAX}..{@value #MM_MAX}
 * @param depthMm estimated depth in the skin, mm, same range; never measured
 * @param pressed whether the pedal was down
 * @param contact whether the motor's load told of skin at the needles; an estimate
 * @param alone whether this stroke was heard of by itself; false where one report told of several,
 *     whose periods are then their mean
 */
public record Stroke(
    int periodUs,
    double milliamps,
    double protrusionMm,
    double depthMm,
    boolean pressed,
    boolean contact,
    boolean alone) {

  /** Longest time between two strokes of a press, us. */
  public static final int PERIOD_US_MAX = 10_000_000;

  /** Most current, mA. */
  public static final int MILLIAMPS_MAX = 100_000;

  /** Most protrusion and depth, mm. */
  public static final int MM_MAX = 10;

  /** Checks the ranges. */
  public Stroke {
    Ranges.check("period", periodUs, 0, PERIOD_US_MAX, "us");
    checkKnown("current", milliamps, 0, MILLIAMPS_MAX, "mA");
    checkKnown("protrusion", protrusionMm, -MM_MAX, MM_MAX, "mm");
    checkKnown("depth", depthMm, -MM_MAX, MM_MAX, "mm");
  }

  private static void checkKnown(String what, double value, double min, double max, String unit) {
    if (!Double.isNaN(value)) {
      Ranges.check(what, value, min, max, unit);
    }
  }
}
