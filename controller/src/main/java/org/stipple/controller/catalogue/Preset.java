package org.stipple.controller.catalogue;

import org.stipple.controller.command.StrokeMode;

/**
 * How a zone is worked on, in some skin with some cartridge.
 *
 * @param name in the catalogue
 * @param zone label of the zone, or of its kind ("scar" for all scars)
 * @param skin name of the skin
 * @param cartridge type of the cartridge
 * @param frequencyHz needle frequency
 * @param depthMm depth
 * @param strokes what a press means
 */
public record Preset(
    String name,
    String zone,
    String skin,
    String cartridge,
    double frequencyHz,
    double depthMm,
    Strokes strokes) {

  /**
   * What a press means.
   *
   * @param mode continuous, taps or pulsed
   * @param tapStrokes of a tap
   * @param tapPeriodS from tap to tap, s
   */
  public record Strokes(StrokeMode mode, int tapStrokes, double tapPeriodS) {}
}
