package org.stipple.sim.plant;

/**
 * The lead screw and its carriage, which follows with play. At either stop the motor slips: the
 * step is lost and the axis stays.
 */
final class DepthAxis {
  private final DepthAxisParameters parameters;
  private final long stepsMax;
  private long steps;
  private double carriageMetres;
  private boolean enabled;
  private boolean jammed;
  private long lost;

  DepthAxis(DepthAxisParameters parameters) {
    this.parameters = parameters;
    double step = parameters.microstepMetres();
    this.stepsMax = Math.round((parameters.deepestMetres() - parameters.retractedMetres()) / step);
    this.steps = Math.round((parameters.startMetres() - parameters.retractedMetres()) / step);
    this.carriageMetres = screwMetres();
  }

  void enabled(boolean on) {
    enabled = on;
  }

  void jammed(boolean stuck) {
    jammed = stuck;
  }

  /** One microstep; true if the carriage moved. */
  boolean step(boolean deeper) {
    long wanted = steps + (deeper ? 1 : -1);
    if (!enabled) {
      return false;
    }
    if (jammed || wanted < 0 || wanted > stepsMax) {
      lost++;
      return false;
    }
    steps = wanted;
    double screw = screwMetres();
    double before = carriageMetres;
    carriageMetres = Math.clamp(before, screw, screw + parameters.backlashMetres());
    return carriageMetres != before;
  }

  private double screwMetres() {
    return parameters.retractedMetres() + steps * parameters.microstepMetres();
  }

  double protrusionMetres() {
    return carriageMetres;
  }

  boolean atEndstop() {
    return carriageMetres <= parameters.endstopMetres();
  }

  /** Steps commanded while enabled that did not turn the screw. */
  long lost() {
    return lost;
  }
}
