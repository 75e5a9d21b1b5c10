package org.stipple.controller.profile;

/**
 * A kind of cartridge, as far as the tick must know it.
 *
 * @param type its name in the catalogue
 * @param needles 1 to 7; above that the model of the skin says nothing
 * @param membraneNewtonsPerMetre stiffness of membrane and return spring, 20 to 400 N/m
 * @param frequencyHzMin lowest frequency at which it runs steadily, 5 to 180 Hz
 * @param frequencyHzMax highest frequency it is made for, up to 180 Hz
 * @param depthMmMax largest depth it is made for, 0.2 to 2.0 mm
 */
public record Cartridge(
    String type,
    int needles,
    double membraneNewtonsPerMetre,
    double frequencyHzMin,
    double frequencyHzMax,
    double depthMmMax) {

  /** Checks the ranges. */
  public Cartridge {
    Checks.range("needles", needles, 1, 7);
    Checks.range("stiffness of the membrane (N/m)", membraneNewtonsPerMetre, 20, 400);
    Checks.range("lowest frequency (Hz)", frequencyHzMin, 5, 180);
    Checks.range("highest frequency (Hz)", frequencyHzMax, frequencyHzMin, 180);
    Checks.range("largest depth (mm)", depthMmMax, 0.2, 2.0);
  }
}
