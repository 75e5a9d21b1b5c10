package org.stipple.controller.estimate;

import org.stipple.controller.profile.Profile;
import org.stipple.controller.profile.Tissue;

/**
 * How deep the needles probably are in the skin, which nothing measures: an estimate with a band.
 *
 * <p>Skin gives way in front of the needles until their force reaches that of puncture; a part of
 * that tent stays, and is missing from the protrusion. The tent at puncture x solves k x + c v = F,
 * with the speed v the needle has there. All numbers are the estimates of machine.md section 3.
 */
final class RealDepth {

  /** Tenting stiffness under one needle, N/m; of N needles with the root of N. */
  private static final double STIFFNESS = 180;

  /** Its damping under one needle, N s/m; of N needles with the root of N. */
  private static final double DAMPING = 0.06;

  /** Puncture force of one needle, N; of N needles with N^0.8. */
  private static final double PUNCTURE = 0.10;

  private static final double KEPT = 0.6;

  /** How much of the tent may stay in one skin and in another. */
  private static final double KEPT_LEAST = 0.4;

  private static final double KEPT_MOST = 0.8;

  /** Changes below these do not show, mm and Hz. */
  private static final double SAME_MM = 0.002;

  private static final double SAME_HZ = 0.5;

  private static final int HALVINGS = 20;

  private double stiffness;
  private double damping;
  private double puncture;
  private final double strokeMetres;
  private double ofMm = Double.NaN;
  private double ofHz = Double.NaN;
  private double mm = Double.NaN;
  private double shallowestMm = Double.NaN;
  private double deepestMm = Double.NaN;

  RealDepth(Profile profile) {
    strokeMetres = profile.needle().strokeMm() * 1e-3;
    expect(profile.tissue());
  }

  /** The needles meet other skin, or are others. */
  void expect(Tissue tissue) {
    double root = StrictMath.sqrt(tissue.needles());
    stiffness = STIFFNESS * root * tissue.stiffness();
    damping = DAMPING * root;
    puncture = PUNCTURE * StrictMath.pow(tissue.needles(), 0.8);
    ofMm = Double.NaN;
  }

  /** Takes in protrusion and frequency of a running needle; NaN or 0 leave nothing to say. */
  void update(double protrusionMm, double hz) {
    if (!(protrusionMm > 0) || !(hz > 0)) {
      ofMm = Double.NaN;
      mm = Double.NaN;
      shallowestMm = Double.NaN;
      deepestMm = Double.NaN;
      return;
    }
    if (Math.abs(protrusionMm - ofMm) < SAME_MM && Math.abs(hz - ofHz) < SAME_HZ) {
      return;
    }
    ofMm = protrusionMm;
    ofHz = hz;
    double tentMm = 1e3 * tentMetres(protrusionMm * 1e-3, 2 * StrictMath.PI * hz);
    mm = Math.max(0, protrusionMm - KEPT * tentMm);
    shallowestMm = Math.max(0, protrusionMm - KEPT_MOST * tentMm);
    deepestMm = Math.max(0, protrusionMm - KEPT_LEAST * tentMm);
  }

  /** By halving: the force grows with the tent, but for the last part of the stroke. */
  private double tentMetres(double protrusion, double radPerS) {
    double low = 0;
    double high = protrusion;
    for (int i = 0; i < HALVINGS; i++) {
      double tent = (low + high) / 2;
      double left = protrusion - tent;
      double speed = radPerS * StrictMath.sqrt(Math.max(0, left * (strokeMetres - left)));
      if (stiffness * tent + damping * speed < puncture) {
        low = tent;
      } else {
        high = tent;
      }
    }
    // A tent as high as the needle stands out: the skin is not punctured at all.
    return high >= protrusion * (1 - 1e-6) ? protrusion / KEPT_LEAST : high;
  }

  /** The estimate, mm; NaN = nothing to say. */
  double mm() {
    return mm;
  }

  /** Where more of the tent stays, mm. */
  double shallowestMm() {
    return shallowestMm;
  }

  /** Where less of it stays, mm. */
  double deepestMm() {
    return deepestMm;
  }
}
