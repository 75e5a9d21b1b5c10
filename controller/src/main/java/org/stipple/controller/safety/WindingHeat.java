package org.stipple.controller.safety;

import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.profile.Motor;

/**
 * How warm the motor's winding must be by the current it has drawn: the square of the current heats
 * it, through two resistances to the air (machine.md section 3: 6 and 25 K/W, 5 and 190 s, at most
 * 125 degrees Celsius). Larger motors than the reference stay cooler than this says. It knows of
 * the current alone and takes the winding for cold at the start of the program.
 */
final class WindingHeat {

  /** Warmest room in which somebody is treated, degrees Celsius. */
  private static final double AMBIENT_CELSIUS = 30;

  /** Ten less than the winding stands, degrees Celsius. */
  static final double CELSIUS_MAX = 115;

  private static final double WINDING_KELVIN_PER_WATT = 6;
  private static final double WINDING_SECONDS = 5;
  private static final double HOUSING_KELVIN_PER_WATT = 25;
  private static final double HOUSING_SECONDS = 190;

  /** How much the resistance of copper grows, 1/K. */
  private static final double COPPER_PER_KELVIN = 0.0039;

  private final double ohms;
  private double windingKelvin;
  private double housingKelvin;
  private long lastNs = -1;

  WindingHeat(Motor motor) {
    ohms = motor.resistanceOhms();
  }

  void look(long nowNs, Estimate estimate) {
    double seconds = lastNs < 0 ? 0 : Math.clamp((nowNs - lastNs) / 1e9, 0.0, 1.0);
    lastNs = nowNs;
    double amps = Double.isNaN(estimate.currentMilliamps) ? 0 : estimate.currentMilliamps * 1e-3;
    double growth = 1 + COPPER_PER_KELVIN * (windingKelvin + housingKelvin);
    double watts = amps * amps * ohms * growth;
    windingKelvin +=
        (watts * WINDING_KELVIN_PER_WATT - windingKelvin) * Math.min(1, seconds / WINDING_SECONDS);
    housingKelvin +=
        (watts * HOUSING_KELVIN_PER_WATT - housingKelvin) * Math.min(1, seconds / HOUSING_SECONDS);
  }

  double celsius() {
    return AMBIENT_CELSIUS + windingKelvin + housingKelvin;
  }

  boolean tooHot() {
    return celsius() > CELSIUS_MAX;
  }
}
