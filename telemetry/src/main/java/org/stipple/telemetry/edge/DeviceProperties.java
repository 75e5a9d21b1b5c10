package org.stipple.telemetry.edge;

/**
 * What the machine is made of, told in its birth.
 *
 * @param software version of the controller
 * @param hardware the board's micro-controller, empty if not known
 * @param firmware version of the board's firmware, empty if not known
 */
public record DeviceProperties(String software, String hardware, String firmware) {
  /** Nothing is known yet. */
  public static final DeviceProperties UNKNOWN = new DeviceProperties("", "", "");
}
