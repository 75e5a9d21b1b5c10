package org.stipple.sim.trial;

import org.stipple.sim.plant.Plant;

/** Looks at a plant once a tick and keeps the true frequency of each stroke. */
final class StrokeWatch {

  private static final double TURN = 2 * StrictMath.PI;

  private final Plant plant;
  private long strokes;
  private long beganNs;
  private double beganRad;
  private int count;
  private double mean;
  private double squares;
  private double slowest = Double.POSITIVE_INFINITY;
  private double fastest;

  StrokeWatch(Plant plant) {
    this.plant = plant;
    begin();
  }

  /** From here on. */
  void begin() {
    strokes = plant.strokes();
    beganNs = plant.nowNs();
    beganRad = plant.shaftAngleRad();
    count = 0;
    mean = 0;
    squares = 0;
    slowest = Double.POSITIVE_INFINITY;
    fastest = 0;
  }

  /** Call at least once a stroke. */
  void look() {
    if (plant.strokes() == strokes) {
      return;
    }
    strokes = plant.strokes();
    double hz = plant.lastStrokeHz();
    count++;
    double away = hz - mean;
    mean += away / count;
    squares += away * (hz - mean);
    slowest = Math.min(slowest, hz);
    fastest = Math.max(fastest, hz);
  }

  /** Turns over time since the beginning, Hz. */
  double meanHz() {
    return (plant.shaftAngleRad() - beganRad) / TURN / ((plant.nowNs() - beganNs) * 1e-9);
  }

  /** Standard deviation of the strokes' own frequencies, Hz. */
  double deviationHz() {
    return count < 2 ? Double.NaN : StrictMath.sqrt(squares / (count - 1));
  }

  /** Greatest distance of a stroke's own frequency from that one, Hz. */
  double farthestHz(double fromHz) {
    return Math.max(fastest - fromHz, fromHz - slowest);
  }
}
