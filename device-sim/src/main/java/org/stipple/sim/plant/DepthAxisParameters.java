package org.stipple.sim.plant;

/**
 * The self-locking lead-screw axis that sets the protrusion. Positions are protrusions: how far the
 * needle stands beyond the handpiece's tip when it is down.
 *
 * @param microstepMetres 0.2e-6 to 50e-6; 25 um a full step, sixteen microsteps
 * @param backlashMetres 0 to 60e-6
 * @param retractedMetres the stop behind, -3e-3 to 0
 * @param endstopMetres where the endstop closes, at least the backlash and at most 1 mm before
 *     {@code retractedMetres}
 * @param deepestMetres the mechanical stop in front, 0.5e-3 to 4e-3
 * @param startMetres where the axis stands at first, between its stops
 */
public record DepthAxisParameters(
    double microstepMetres,
    double backlashMetres,
    double retractedMetres,
    double endstopMetres,
    double deepestMetres,
    double startMetres) {

  /** Refuses values outside the ranges above. */
  public DepthAxisParameters {
    Allowed.between("axis microstepMetres", microstepMetres, 0.2e-6, 50e-6);
    Allowed.between("axis backlashMetres", backlashMetres, 0, 60e-6);
    Allowed.between("axis retractedMetres", retractedMetres, -3e-3, 0);
    Allowed.between(
        "axis endstopMetres",
        endstopMetres,
        retractedMetres + backlashMetres,
        retractedMetres + 1e-3);
    Allowed.between("axis deepestMetres", deepestMetres, 0.5e-3, 4e-3);
    Allowed.between("axis startMetres", startMetres, retractedMetres, deepestMetres);
  }

  /** The reference axis, standing at 0.3 mm. */
  public static DepthAxisParameters defaults() {
    return new DepthAxisParameters(25e-6 / 16, 20e-6, -0.6e-3, -0.5e-3, 2.2e-3, 0.3e-3);
  }

  /** The same axis standing elsewhere at first. */
  public DepthAxisParameters withStart(double metres) {
    return new DepthAxisParameters(
        microstepMetres, backlashMetres, retractedMetres, endstopMetres, deepestMetres, metres);
  }
}
