package org.stipple.sim.plant;

/**
 * The eccentric drive from the motor's shaft to the needle bar, travel x = stroke/2 (1 - cos
 * angle). The eccentric guides the bar both ways, so the bar never floats off it. All figures but
 * the stroke are estimates.
 *
 * @param strokeMetres 2.2e-3 to 5e-3
 * @param eccentricInertiaKgM2 0.5e-7 to 3e-7
 * @param camFrictionNewtonMetres cam and seal at the shaft, 0.3e-3 to 1.2e-3
 * @param camFrictionDrift slow wander of that friction while running, as a standard deviation
 *     relative to it, 0 to 0.2
 * @param stictionRatio friction of a standing over that of a turning shaft, 1 to 1.5
 * @param barMassKg bar and needle, 0.8e-3 to 3e-3
 * @param springNewtonPerMetre membrane and return spring, 20 to 400
 * @param springPreloadNewton 0.3 to 2.5
 * @param barFrictionNewton dry friction of the bar, 0.04 to 0.24 (dirty is three times clean)
 * @param barFrictionNewtonSPerM its viscous part, 0.05 to 0.30
 * @param startAngleRad where the shaft stands at first, -pi to below pi; 0 is needle-up
 */
public record NeedleDriveParameters(
    double strokeMetres,
    double eccentricInertiaKgM2,
    double camFrictionNewtonMetres,
    double camFrictionDrift,
    double stictionRatio,
    double barMassKg,
    double springNewtonPerMetre,
    double springPreloadNewton,
    double barFrictionNewton,
    double barFrictionNewtonSPerM,
    double startAngleRad) {

  /** Refuses values outside the ranges above. */
  public NeedleDriveParameters {
    Allowed.between("drive strokeMetres", strokeMetres, 2.2e-3, 5e-3);
    Allowed.between("drive eccentricInertiaKgM2", eccentricInertiaKgM2, 0.5e-7, 3e-7);
    Allowed.between("drive camFrictionNewtonMetres", camFrictionNewtonMetres, 0.3e-3, 1.2e-3);
    Allowed.between("drive camFrictionDrift", camFrictionDrift, 0, 0.2);
    Allowed.between("drive stictionRatio", stictionRatio, 1, 1.5);
    Allowed.between("drive barMassKg", barMassKg, 0.8e-3, 3e-3);
    Allowed.between("drive springNewtonPerMetre", springNewtonPerMetre, 20, 400);
    Allowed.between("drive springPreloadNewton", springPreloadNewton, 0.3, 2.5);
    Allowed.between("drive barFrictionNewton", barFrictionNewton, 0.04, 0.24);
    Allowed.between("drive barFrictionNewtonSPerM", barFrictionNewtonSPerM, 0.05, 0.30);
    Allowed.between(
        "drive startAngleRad", startAngleRad, -StrictMath.PI, Math.nextDown(StrictMath.PI));
  }

  /**
   * The reference handpiece. The bar's viscous friction is taken in the middle of its range, not at
   * its clean end, because that brings the idle current between 6 and 12 V closest to the
   * independent model the plant is checked against.
   */
  public static NeedleDriveParameters defaults() {
    return new NeedleDriveParameters(
        3.0e-3, 1.2e-7, 0.75e-3, 0.02, 1.05, 1.5e-3, 80, 0.8, 0.08, 0.20, 0);
  }

  /** The same drive with another friction of cam and seal, 0.3e-3 to 1.2e-3 newton metres. */
  public NeedleDriveParameters withCamFriction(double newtonMetres) {
    return new NeedleDriveParameters(
        strokeMetres,
        eccentricInertiaKgM2,
        newtonMetres,
        camFrictionDrift,
        stictionRatio,
        barMassKg,
        springNewtonPerMetre,
        springPreloadNewton,
        barFrictionNewton,
        barFrictionNewtonSPerM,
        startAngleRad);
  }

  /** The same drive with another slow wander of the cam's friction, 0 to 0.2. */
  public NeedleDriveParameters withCamFrictionDrift(double relative) {
    return new NeedleDriveParameters(
        strokeMetres,
        eccentricInertiaKgM2,
        camFrictionNewtonMetres,
        relative,
        stictionRatio,
        barMassKg,
        springNewtonPerMetre,
        springPreloadNewton,
        barFrictionNewton,
        barFrictionNewtonSPerM,
        startAngleRad);
  }

  /** The same drive standing elsewhere at first, -pi to below pi; 0 is needle-up. */
  public NeedleDriveParameters withStartAngle(double rad) {
    return new NeedleDriveParameters(
        strokeMetres,
        eccentricInertiaKgM2,
        camFrictionNewtonMetres,
        camFrictionDrift,
        stictionRatio,
        barMassKg,
        springNewtonPerMetre,
        springPreloadNewton,
        barFrictionNewton,
        barFrictionNewtonSPerM,
        rad);
  }
}
