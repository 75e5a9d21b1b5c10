package org.stipple.sim.plant;

/**
 * Current and heat of the motor's winding.
 *
 * <p>The bridge is averaged over its period: its output is duty times supply voltage behind the
 * winding's resistance plus the supply's, seen through the duty squared. Current may flow either
 * way (synchronous switching), so a duty below the back-EMF slows the motor; the supply takes back
 * what little then returns. At duty 0, or with the relay open, both ends of the winding are joined.
 * The supply's limit bounds duty times current. Within a step, speed counts as constant and the
 * current follows its exponential exactly, which stays stable for any step (the electrical time
 * constant of 5 to 25 us is shorter than a step).
 */
final class Winding {
  private static final double COPPER_PER_KELVIN = 3.93e-3;
  private static final double REFERENCE_CELSIUS = 22;
  private static final double NIL_AMPS = 1e-7;
  private final MotorParameters motor;
  private final SupplyParameters supply;
  private final double housingJPerK;
  private final double windingJPerK;
  private double duty;
  private double dtS;
  private boolean stale = true;
  private boolean broken;
  private double resistanceOhms;
  private double conductance;
  private double decay;
  private double meanShare;
  private double limitAmps;
  private double amps;
  private double meanAmps;
  private boolean limiting;
  private double ampsSquaredS;
  private double windingCelsius;
  private double housingCelsius;

  Winding(MotorParameters motor, SupplyParameters supply) {
    this.motor = motor;
    this.supply = supply;
    this.windingJPerK = motor.heat().windingSeconds() / motor.heat().windingToHousingKPerW();
    this.housingJPerK = motor.heat().housingSeconds() / motor.heat().housingToAmbientKPerW();
    this.windingCelsius = supply.ambientCelsius();
    this.housingCelsius = supply.ambientCelsius();
    warm();
  }

  void duty(double effectiveDuty) {
    if (effectiveDuty != duty) {
      duty = effectiveDuty;
      stale = true;
    }
  }

  void broken(boolean leadBroken) {
    broken = leadBroken;
  }

  double duty() {
    return duty;
  }

  double amps() {
    return amps;
  }

  /** Mean current of the last step, amperes; the torque of that step follows from it. */
  double meanAmps() {
    return meanAmps;
  }

  double windingCelsius() {
    return windingCelsius;
  }

  /** One step at a constant speed; returns the step's mean current in amperes. */
  double step(double stepS, double openVolts, double speedRadPerS) {
    if (stale || stepS != dtS) {
      prepare(stepS);
    }
    if (broken) {
      amps = 0;
      meanAmps = 0;
      return 0;
    }
    double settled = (duty * openVolts - motor.torqueConstantNmPerA() * speedRadPerS) * conductance;
    limiting = settled > limitAmps;
    if (limiting) {
      settled = limitAmps;
    }
    double away = amps - settled;
    amps = settled + away * decay;
    meanAmps = settled + away * meanShare;
    ampsSquaredS += meanAmps * meanAmps * stepS;
    return meanAmps;
  }

  private void prepare(double stepS) {
    dtS = stepS;
    stale = false;
    double ohms = resistanceOhms + duty * duty * supply.sourceOhms();
    conductance = 1 / ohms;
    double steps = stepS * ohms / motor.inductanceHenries();
    decay = StrictMath.exp(-steps);
    meanShare = (1 - decay) / steps;
    limitAmps = duty > 0 ? supply.currentLimitAmps() / duty : Double.POSITIVE_INFINITY;
  }

  /** Voltage at the bridge under the present load; a limiting supply lowers its voltage. */
  double supplyVolts(double openVolts, double speedRadPerS) {
    double volts = openVolts - supply.sourceOhms() * duty * amps;
    if (limiting && duty > 0 && !broken) {
      double held = (resistanceOhms * amps + motor.torqueConstantNmPerA() * speedRadPerS) / duty;
      volts = Math.min(volts, held);
    }
    return Math.max(0, volts);
  }

  /** Moves the heat of the time since the last call; due every 10 ms or so, seconds at most. */
  void heat(double elapsedS) {
    double joules = ampsSquaredS * resistanceOhms;
    ampsSquaredS = 0;
    double toHousingW = (windingCelsius - housingCelsius) / motor.heat().windingToHousingKPerW();
    double toAmbientW =
        (housingCelsius - supply.ambientCelsius()) / motor.heat().housingToAmbientKPerW();
    windingCelsius += (joules - toHousingW * elapsedS) / windingJPerK;
    housingCelsius += (toHousingW - toAmbientW) * elapsedS / housingJPerK;
    warm();
  }

  private void warm() {
    double ohms =
        motor.resistanceOhms() * (1 + COPPER_PER_KELVIN * (windingCelsius - REFERENCE_CELSIUS));
    if (Math.abs(ohms - resistanceOhms) > 5e-4 * motor.resistanceOhms()) {
      resistanceOhms = ohms;
      stale = true;
    }
  }

  /** True without current; sets the last tenth of a microampere to none. */
  boolean dead() {
    if (duty == 0 && Math.abs(amps) < NIL_AMPS) {
      amps = 0;
      meanAmps = 0;
      return true;
    }
    return false;
  }
}
