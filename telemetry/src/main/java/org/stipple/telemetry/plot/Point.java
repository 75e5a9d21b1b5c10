package org.stipple.telemetry.plot;

/**
 * A point of a curve.
 *
 * @param x mostly time, in the plot's unit
 * @param y value in the plot's unit; NaN = the curve is interrupted here
 */
public record Point(double x, double y) {}
