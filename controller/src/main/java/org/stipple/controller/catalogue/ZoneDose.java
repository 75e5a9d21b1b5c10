package org.stipple.controller.catalogue;

/**
 * How many strokes a zone may take in one session.
 *
 * @param areaCm2 usual area of the zone, 0.5 to 400 cm2
 * @param softPerCm2 strokes per cm2 from which on a warning stands, 1 to 20,000
 * @param hardPerCm2 strokes per cm2 at which the machine disarms, from the soft limit to 20,000
 */
public record ZoneDose(double areaCm2, double softPerCm2, double hardPerCm2) {

  /** Strokes from which on a warning stands, in that skin. */
  public long softStrokes(Skin skin) {
    return Math.round(areaCm2 * softPerCm2 * skin.dosePct() / 100.0);
  }

  /** Strokes at which the machine disarms, in that skin. */
  public long hardStrokes(Skin skin) {
    return Math.round(areaCm2 * hardPerCm2 * skin.dosePct() / 100.0);
  }
}
