package org.stipple.sim.plant;

/**
 * How the bridge's current monitor shows the motor current to a converter.
 *
 * @param filterHz corner of the filter, 50 to 5000
 * @param pwmHz frequency of the bridge, whose ripple the filter leaves a rest of; 1e3 to 200e3
 * @param strokeNoiseAmps root mean square noise of a whole stroke's mean, 0 to 3e-3
 * @param showsBrakeCurrent true if the monitor also shows the current that circulates while the
 *     bridge brakes, as those do which add the currents of both low-side switches
 */
public record SenseParameters(
    double filterHz, double pwmHz, double strokeNoiseAmps, boolean showsBrakeCurrent) {

  /** Refuses values outside the ranges above. */
  public SenseParameters {
    Allowed.between("sense filterHz", filterHz, 50, 5000);
    Allowed.between("sense pwmHz", pwmHz, 1e3, 200e3);
    Allowed.between("sense strokeNoiseAmps", strokeNoiseAmps, 0, 3e-3);
  }

  /** 500 Hz, 80 kHz, 1 mA. */
  public static SenseParameters defaults() {
    return new SenseParameters(500, 80e3, 1e-3, true);
  }
}
