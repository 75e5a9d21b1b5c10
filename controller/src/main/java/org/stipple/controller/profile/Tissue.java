package org.stipple.controller.profile;

/**
 * What the needles meet: for the estimate of the real depth only, nothing is controlled by it.
 *
 * @param needles of the mounted cartridge, 1 to 7; above that the model says nothing
 * @param stiffness of the skin's tenting against normal skin's, 0.6 (soft) to 2 (scar)
 */
public record Tissue(int needles, double stiffness) {

  /** Checks the ranges. */
  public Tissue {
    Checks.range("needles", needles, 1, 7);
    Checks.range("stiffness of the skin", stiffness, 0.6, 2);
  }

  /** A round liner of three in normal skin. */
  public static Tissue reference() {
    return new Tissue(3, 1);
  }
}
