package org.stipple.sim.plant;

/** A plant on a bench: supply on, depth axis enabled, with the readings the tests share. */
final class Rig {
  static final double SUPPLY_VOLTS = 15;
  private static final long STEP_NS = 50_000;
  private final Plant plant;

  Rig(PlantParameters parameters) {
    this(parameters, 7);
  }

  Rig(PlantParameters parameters, long seed) {
    plant = new Plant(parameters, seed);
    plant.supply(true);
    plant.depthEnabled(true);
    plant.stepNs(50_000_000);
  }

  /** The reference machine without anything random, on a stiff supply, set to a protrusion. */
  static PlantParameters quiet(double protrusionMm) {
    PlantParameters all = PlantParameters.defaults();
    SkinParameters skin = all.skin();
    return all.with(all.drive().withCamFrictionDrift(0))
        .with(new SupplyParameters(SUPPLY_VOLTS, 0, 0.6, 2e-3, 10e-3, 22))
        .with(new SenseParameters(500, 80e3, 0, true))
        .with(
            new SkinParameters(
                skin.needles(),
                skin.tentingNewtonPerMetre(),
                skin.tentingNewtonSPerM(),
                skin.punctureNewton(),
                0,
                skin.frictionInNewtonPerMetre(),
                skin.frictionOutNewtonPerMetre(),
                skin.tentingKept()))
        .with(all.axis().withStart(protrusionMm * 1e-3));
  }

  Plant plant() {
    return plant;
  }

  Rig volts(double applied) {
    plant.bridge(applied / SUPPLY_VOLTS);
    return this;
  }

  Rig run(double seconds) {
    for (long left = Math.round(seconds * 1e9 / STEP_NS); left > 0; left--) {
      plant.stepNs(STEP_NS);
    }
    return this;
  }

  /** Mean needle frequency and current over that time. */
  Reading read(double seconds) {
    long steps = Math.round(seconds * 1e9 / STEP_NS);
    double from = plant.shaftAngleRad();
    double amps = 0;
    for (long left = steps; left > 0; left--) {
      plant.stepNs(STEP_NS);
      amps += plant.instantMotorCurrentAmps();
    }
    double turns = (plant.shaftAngleRad() - from) / (2 * StrictMath.PI);
    return new Reading(turns / (steps * STEP_NS * 1e-9), amps / steps * 1e3);
  }

  /** Strokes, as turns of the shaft, until it first stands or turns back. */
  double turnsUntilStill() {
    double from = plant.shaftAngleRad();
    for (int i = 0; i < 200_000 && plant.speedRadPerS() > 0; i++) {
      plant.stepNs(STEP_NS);
    }
    return (plant.shaftAngleRad() - from) / (2 * StrictMath.PI);
  }

  record Reading(double hz, double milliamps) {}
}
