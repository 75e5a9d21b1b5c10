package org.stipple.sim.campaign;

import java.util.Locale;

/**
 * A hazard that was not held back.
 *
 * @param hazard its id in the hazard table
 * @param atMs virtual ms
 * @param what happened
 * @param value what was seen
 * @param limit what was allowed
 */
record Violation(String hazard, long atMs, String what, double value, double limit) {

  String sentence() {
    return String.format(
        Locale.ROOT,
        "%s at %.3f s: %s: %.2f, allowed %.2f",
        hazard,
        atMs / 1e3,
        what,
        value,
        limit);
  }
}
