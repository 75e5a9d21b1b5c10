package org.stipple.sim.plant;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A coreless direct-current motor. Electrical figures hold at 22 degrees Celsius; back-EMF constant
 * and torque constant are the same number in SI units.
 *
 * @param name catalogue name of the variant
 * @param nominalVolts rated voltage, 3 to 48
 * @param resistanceOhms terminal resistance, 1 to 60
 * @param inductanceHenries rotor inductance, 20e-6 to 1500e-6
 * @param torqueConstantNmPerA 4e-3 to 25e-3
 * @param rotorInertiaKgM2 0.2e-7 to 5e-7
 * @param frictionNewtonMetres the motor's own friction, 0 to 1e-3
 * @param heat its thermal figures
 */
public record MotorParameters(
    String name,
    double nominalVolts,
    double resistanceOhms,
    double inductanceHenries,
    double torqueConstantNmPerA,
    double rotorInertiaKgM2,
    double frictionNewtonMetres,
    Heat heat) {

  private static final Map<String, MotorParameters> VARIANTS = variants();

  /** Refuses values outside the ranges above. */
  public MotorParameters {
    Allowed.between("motor nominalVolts", nominalVolts, 3, 48);
    Allowed.between("motor resistanceOhms", resistanceOhms, 1, 60);
    Allowed.between("motor inductanceHenries", inductanceHenries, 20e-6, 1500e-6);
    Allowed.between("motor torqueConstantNmPerA", torqueConstantNmPerA, 4e-3, 25e-3);
    Allowed.between("motor rotorInertiaKgM2", rotorInertiaKgM2, 0.2e-7, 5e-7);
    Allowed.between("motor frictionNewtonMetres", frictionNewtonMetres, 0, 1e-3);
  }

  /**
   * Two-body thermal figures of a motor: winding, housing, surroundings.
   *
   * @param windingToHousingKPerW 0.5 to 50
   * @param housingToAmbientKPerW 2 to 200
   * @param windingSeconds time constant of the winding, 1 to 60
   * @param housingSeconds time constant of the housing, 20 to 3000
   * @param windingCelsiusMax what the maker allows, 60 to 200
   */
  public record Heat(
      double windingToHousingKPerW,
      double housingToAmbientKPerW,
      double windingSeconds,
      double housingSeconds,
      double windingCelsiusMax) {
    /** Refuses values outside the ranges above. */
    public Heat {
      Allowed.between("heat windingToHousingKPerW", windingToHousingKPerW, 0.5, 50);
      Allowed.between("heat housingToAmbientKPerW", housingToAmbientKPerW, 2, 200);
      Allowed.between("heat windingSeconds", windingSeconds, 1, 60);
      Allowed.between("heat housingSeconds", housingSeconds, 20, 3000);
      Allowed.between("heat windingCelsiusMax", windingCelsiusMax, 60, 200);
    }
  }

  /**
   * The variant of that name; its figures belong together and are not to be mixed.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public static MotorParameters named(String name) {
    MotorParameters found = VARIANTS.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no motor " + name + "; there are " + VARIANTS.keySet());
    }
    return found;
  }

  /** Names of all variants, the default first. */
  public static List<String> names() {
    return List.copyOf(VARIANTS.keySet());
  }

  /**
   * Resistance, inductance and torque constant as the makers' data sheets and catalogues give them.
   * Estimates are: the friction of all but the first (near the torque constant times a catalogue's
   * no-load current), the inertia of the other two 1331 (taken as the first's), the inductance of
   * the 1724 and 2224, and the thermal figures of all but the 1331.
   */
  private static Map<String, MotorParameters> variants() {
    Heat small = new Heat(6, 25, 5, 190, 125);
    Heat large = new Heat(5, 20, 7, 440, 125);
    Map<String, MotorParameters> all = new LinkedHashMap<>();
    for (MotorParameters motor :
        new MotorParameters[] {
          new MotorParameters("1331T012", 12, 13.7, 310e-6, 11.4e-3, 0.67e-7, 0.12e-3, small),
          new MotorParameters("1331T006", 6, 2.83, 70e-6, 5.35e-3, 0.67e-7, 0.12e-3, small),
          new MotorParameters("1331T024", 24, 52.9, 1100e-6, 21.8e-3, 0.67e-7, 0.12e-3, small),
          new MotorParameters("1524T009", 9, 10.6, 230e-6, 8.55e-3, 0.57e-7, 0.10e-3, small),
          new MotorParameters("1524T012", 12, 19.8, 420e-6, 11.5e-3, 0.56e-7, 0.10e-3, small),
          new MotorParameters("1724T006", 6, 3.4, 75e-6, 6.6e-3, 1.0e-7, 0.13e-3, large),
          new MotorParameters("2224U006", 6, 1.9, 45e-6, 6.9e-3, 2.7e-7, 0.20e-3, large)
        }) {
      all.put(motor.name(), motor);
    }
    return Collections.unmodifiableMap(all);
  }
}
