package org.stipple.telemetry.export;

import java.time.Instant;
import org.stipple.telemetry.session.Stroke;
import org.stipple.telemetry.session.Zone;

/**
 * One stroke with all that was so when it was made.
 *
 * @param number in its session, 1..
 * @param at UTC
 * @param stroke as measured
 * @param setHz frequency that was set, Hz; NaN = not told
 * @param zone under work
 * @param mode of the strokes; empty = not told
 */
public record StrokeRow(
    long number, Instant at, Stroke stroke, double setHz, Zone zone, String mode) {

  /** Strokes per second by the time since the one before, Hz; NaN where that is not known. */
  public double frequencyHz() {
    return stroke.periodUs() > 0 ? 1e6 / stroke.periodUs() : Double.NaN;
  }
}
