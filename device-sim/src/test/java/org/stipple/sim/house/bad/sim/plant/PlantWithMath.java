package org.stipple.sim.house.bad.sim.plant;

/** Physics that differs from one computer to the next. */
final class PlantWithMath {
  double phase(double angle) {
    return Math.sin(angle);
  }
}
