package org.stipple.sim.plant;

/**
 * The motor's supply behind its relay.
 *
 * @param openVolts unloaded voltage, 6 to 24
 * @param sourceOhms sag under load, 0 to 5 (5 lets 15 V fall to 12 V at 0.6 A)
 * @param currentLimitAmps drawn from the supply, that is duty times motor current; 0.1 to 5
 * @param riseSeconds time constant after the relay has closed, 0.1e-3 to 0.1
 * @param fallSeconds time constant at the bridge after the relay has opened, 0.1e-3 to 0.5
 * @param ambientCelsius temperature of the surroundings, 0 to 45
 */
public record SupplyParameters(
    double openVolts,
    double sourceOhms,
    double currentLimitAmps,
    double riseSeconds,
    double fallSeconds,
    double ambientCelsius) {

  /** Refuses values outside the ranges above. */
  public SupplyParameters {
    Allowed.between("supply openVolts", openVolts, 6, 24);
    Allowed.between("supply sourceOhms", sourceOhms, 0, 5);
    Allowed.between("supply currentLimitAmps", currentLimitAmps, 0.1, 5);
    Allowed.between("supply riseSeconds", riseSeconds, 0.1e-3, 0.1);
    Allowed.between("supply fallSeconds", fallSeconds, 0.1e-3, 0.5);
    Allowed.between("supply ambientCelsius", ambientCelsius, 0, 45);
  }

  /** 15 V that give 0.6 A. */
  public static SupplyParameters defaults() {
    return new SupplyParameters(15, 0.5, 0.6, 2e-3, 10e-3, 22);
  }
}
