package org.stipple.sim.plant;

/**
 * Skin under a group of needles. Figures for N needles follow from those for one: stiffness and
 * damping with the root of N, puncture with N^0.8, friction with N. Above seven needles the model
 * claims nothing. All figures are estimates; the puncture force lies in the literature's range.
 *
 * @param needles 1 to 7
 * @param tentingNewtonPerMetre for one needle, 108 (soft) to 360 (scar)
 * @param tentingNewtonSPerM damping for one needle, 0.02 to 0.2
 * @param punctureNewton for one needle, 0.02 to 0.3
 * @param punctureSpread standard deviation of it from stroke to stroke, relative, 0 to 0.3
 * @param frictionInNewtonPerMetre for each needle and metre of depth, 20 to 240
 * @param frictionOutNewtonPerMetre likewise on the way out, 10 to 120
 * @param tentingKept part of the tenting that stays after puncture, 0.4 to 0.8
 */
public record SkinParameters(
    int needles,
    double tentingNewtonPerMetre,
    double tentingNewtonSPerM,
    double punctureNewton,
    double punctureSpread,
    double frictionInNewtonPerMetre,
    double frictionOutNewtonPerMetre,
    double tentingKept) {

  /** Refuses values outside the ranges above. */
  public SkinParameters {
    Allowed.between("skin needles", needles, 1, 7);
    Allowed.between("skin tentingNewtonPerMetre", tentingNewtonPerMetre, 108, 360);
    Allowed.between("skin tentingNewtonSPerM", tentingNewtonSPerM, 0.02, 0.2);
    Allowed.between("skin punctureNewton", punctureNewton, 0.02, 0.3);
    Allowed.between("skin punctureSpread", punctureSpread, 0, 0.3);
    Allowed.between("skin frictionInNewtonPerMetre", frictionInNewtonPerMetre, 20, 240);
    Allowed.between("skin frictionOutNewtonPerMetre", frictionOutNewtonPerMetre, 10, 120);
    Allowed.between("skin tentingKept", tentingKept, 0.4, 0.8);
  }

  /** Normal skin under a round liner of three. */
  public static SkinParameters defaults() {
    return new SkinParameters(3, 180, 0.06, 0.10, 0.03, 80, 40, 0.6);
  }

  /** The same skin under another number of needles, 1 to 7. */
  public SkinParameters withNeedles(int count) {
    return new SkinParameters(
        count,
        tentingNewtonPerMetre,
        tentingNewtonSPerM,
        punctureNewton,
        punctureSpread,
        frictionInNewtonPerMetre,
        frictionOutNewtonPerMetre,
        tentingKept);
  }

  /** The same skin, softer or harder: one needle's tenting stiffness, 108 to 360 N/m. */
  public SkinParameters withTenting(double newtonPerMetre) {
    return new SkinParameters(
        needles,
        newtonPerMetre,
        tentingNewtonSPerM,
        punctureNewton,
        punctureSpread,
        frictionInNewtonPerMetre,
        frictionOutNewtonPerMetre,
        tentingKept);
  }
}
