package org.stipple.sim.plant;

import java.util.SplittableRandom;

/**
 * The whole simulated machine: set its inputs, let time pass, read its outputs.
 *
 * <p>Needle-up is angle 0, needle-down is pi. Protrusion is how far the needle stands beyond the
 * handpiece's tip when it is down. Outputs hold for the end of the last step. Steps above 50 us are
 * divided, so one call may cover up to ten seconds; levels in between are then not seen.
 *
 * <p>One thread; allocates nothing after construction; equal parameters, seed and calls give equal
 * bits.
 */
public final class Plant {
  private static final long STEP_NS = 50_000;
  private static final long ASLEEP_NS = 500_000_000;
  private static final long STEP_NS_MAX = 10_000_000_000L;
  private static final double SLOW_S = 10e-3;
  private static final double DRIFT_S = 20;
  private final PlantParameters parameters;
  private final SplittableRandom random;
  private final Supply supply;
  private final Winding winding;
  private final NeedleDrive drive;
  private final Skin skin;
  private final DepthAxis axis;
  private final Tach tach;
  private final Sense sense;
  private double bridgeDuty;
  private double camDrift;
  private long nowNs;
  private double slowS;
  private boolean asleep;
  private long strokes;
  private long downNs;
  private double strokeHz;
  private double strokeDepthMetres;
  private boolean wasUp = true;

  /** A machine at rest, its relay open, without skin; {@code seed} draws all its randomness. */
  public Plant(PlantParameters parameters, long seed) {
    this.parameters = parameters;
    this.random = new SplittableRandom(seed);
    this.supply = new Supply(parameters.supply());
    this.winding = new Winding(parameters.motor(), parameters.supply());
    this.drive = new NeedleDrive(parameters.drive(), parameters.motor());
    this.skin = new Skin(parameters.skin());
    this.axis = new DepthAxis(parameters.axis());
    this.tach = new Tach(parameters.tach());
    this.sense = new Sense(parameters.sense(), parameters.motor(), random.nextLong());
    drawStroke();
  }

  /** What this machine is made of. */
  public PlantParameters parameters() {
    return parameters;
  }

  /**
   * Duty of the bridge's EN input, 0..1, averaged over its period. 0 is EN low: the bridge joins
   * the motor's ends and brakes. The direction is fixed forward.
   */
  public void bridge(double dutyFraction) {
    if (dutyFraction == bridgeDuty) {
      return;
    }
    bridgeDuty = Allowed.between("duty", dutyFraction, 0, 1);
    connect();
  }

  /** The supply's relay; released, its normally-closed contact joins the motor's ends. */
  public void supply(boolean on) {
    if (on != supply.on()) {
      supply.relay(on);
      connect();
    }
  }

  /** Fault: another open voltage of the supply than its parameter says, 0 to 30 V. */
  public void supplyOpenVolts(double volts) {
    supply.given(Allowed.between("supply open volts", volts, 0, 30));
    asleep = false;
  }

  /** Fault: a lead of the motor is broken; it then neither drives nor brakes. */
  public void motorLeadBroken(boolean broken) {
    winding.broken(broken);
    asleep = false;
  }

  private void connect() {
    winding.duty(supply.on() ? bridgeDuty : 0);
    asleep = false;
  }

  /** Whether there is skin at the handpiece's tip. */
  public void skin(boolean present) {
    if (present != skin.present()) {
      skin.present(present);
      asleep = false;
    }
  }

  /** Further dry friction at the shaft, against its motion, 0 to 0.1 Nm. */
  public void extraLoadNewtonMetres(double newtonMetres) {
    drive.extraLoad(Allowed.between("extra load", newtonMetres, 0, 0.1));
    asleep = false;
  }

  /** Holds and lets step the depth axis; without it, steps are ignored and the axis stands. */
  public void depthEnabled(boolean enabled) {
    axis.enabled(enabled);
  }

  /** One microstep of the depth axis, deeper or back. At a stop the step is lost. */
  public void depthStep(boolean deeper) {
    if (axis.step(deeper) && skin.present()) {
      asleep = false;
    }
  }

  /** Fault: the axis is stuck and loses every step. */
  public void depthJammed(boolean jammed) {
    axis.jammed(jammed);
  }

  /** Lets time pass, 1 ns to 10 s; any input set before holds throughout. */
  public void stepNs(long dtNs) {
    if (dtNs <= 0 || dtNs > STEP_NS_MAX) {
      throw new IllegalArgumentException("step of " + dtNs + " ns, allowed are 1 to 10 s");
    }
    long leftNs = dtNs;
    while (leftNs > 0) {
      long partNs = Math.min(leftNs, asleep ? ASLEEP_NS : STEP_NS);
      nowNs += partNs;
      leftNs -= partNs;
      double dtS = partNs * 1e-9;
      if (!asleep) {
        move(dtS);
      }
      slowS += dtS;
      if (slowS >= SLOW_S) {
        slow();
      }
    }
  }

  private void move(double dtS) {
    supply.step(dtS);
    double before = drive.speedRadPerS();
    double amps = winding.step(dtS, supply.openVolts(), before);
    boolean touching = skin.present();
    if (touching) {
      skin.step(dtS, tipMetres(), drive.barSpeedMPerS());
    }
    double motorNm = amps * parameters.motor().torqueConstantNmPerA();
    if (touching) {
      drive.step(dtS, motorNm, skin.pushNewton(), skin.dragNewton());
    } else {
      drive.step(dtS, motorNm, 0, 0);
    }
    sense.step(dtS, amps, supply.on(), winding.duty() > 0);
    if (drive.turns() > strokes) {
      passNeedleDown();
    }
    boolean up = drive.partRad() >= 0;
    if (up && !wasUp) {
      strokeDepthMetres = skin.nextStroke(random);
    }
    wasUp = up;
    if (before == 0 && drive.speedRadPerS() == 0) {
      asleep = atRest();
    }
  }

  private boolean atRest() {
    return winding.dead() && supply.settled() && skin.settled() && sense.settled();
  }

  private void passNeedleDown() {
    strokes = drive.turns();
    double agoS = (drive.partRad() + StrictMath.PI) / drive.speedRadPerS();
    long atNs = nowNs - (long) (agoS * 1e9);
    strokeHz = downNs > 0 ? 1e9 / (atNs - downNs) : 0;
    downNs = atNs;
    drawStroke();
  }

  private void drawStroke() {
    sense.noise(Noise.gaussian(random));
    tach.jitter(2 * random.nextDouble() - 1);
  }

  private void slow() {
    double spread = parameters.drive().camFrictionDrift();
    if (!asleep && spread > 0) {
      double share = slowS / DRIFT_S;
      double away = StrictMath.sqrt(2 * share) * spread * Noise.gaussian(random);
      camDrift = Math.max(-0.5, camDrift - camDrift * share + away);
      drive.camDrift(camDrift);
    }
    winding.heat(slowS);
    slowS = 0;
  }

  /** Time since construction, ns. */
  public long nowNs() {
    return nowNs;
  }

  /** Angle of the shaft, unbounded; 0 is needle-up at the start, pi the first needle-down. */
  public double shaftAngleRad() {
    return drive.angleRad();
  }

  /** Angle from the nearest needle-up, -pi to below pi. */
  public double angleFromNeedleUpRad() {
    return drive.partRad();
  }

  /** Speed of the shaft, rad/s; a braked shaft pushed back by its spring has a negative one. */
  public double speedRadPerS() {
    return drive.speedRadPerS();
  }

  /** Needle frequency of this instant, Hz, of the shaft's speed; swings within a stroke. */
  public double frequencyHz() {
    return drive.speedRadPerS() / (2 * StrictMath.PI);
  }

  /**
   * Mean needle frequency of the last whole stroke, needle-down to needle-down, Hz; 0 before the
   * second one. It stays after a stop, and the first stroke after that counts the pause.
   */
  public double lastStrokeHz() {
    return strokeHz;
  }

  /** Number of times needle-down was passed; going back and forth over it counts once. */
  public long strokes() {
    return strokes;
  }

  /** Motor current behind the monitor's filter, as a converter sees it, amperes, not negative. */
  public double motorCurrentAmps() {
    return sense.amps(nowNs, winding.duty(), supply.openVolts());
  }

  /** True motor current averaged over the bridge's period, amperes; negative while braking. */
  public double instantMotorCurrentAmps() {
    return winding.amps();
  }

  /** Voltage at the bridge, behind the relay, volts. */
  public double supplyVolts() {
    return winding.supplyVolts(supply.openVolts(), drive.speedRadPerS());
  }

  /** Level of the tachometer. */
  public boolean tachLevel() {
    return tach.pulse(drive.partRad(), drive.speedRadPerS());
  }

  /** Level of the index: high in its window around needle-up; low where there is none. */
  public boolean indexLevel() {
    return tach.index(drive.partRad(), drive.speedRadPerS());
  }

  /** Level of the depth axis's endstop: true where the axis is fully retracted. */
  public boolean endstopLevel() {
    return axis.atEndstop();
  }

  /** True protrusion, mm, with backlash. */
  public double protrusionMm() {
    return axis.protrusionMetres() * 1e3;
  }

  /** Microsteps the axis lost at a stop or jammed. */
  public long depthStepsLost() {
    return axis.lost();
  }

  /** How far the needle stands beyond the handpiece's tip now, mm; negative: behind it. */
  public double needleBeyondTipMm() {
    return tipMetres() * 1e3;
  }

  private double tipMetres() {
    return drive.travelMetres() - parameters.drive().strokeMetres() + axis.protrusionMetres();
  }

  /** How deep the needles stand in the skin now, mm; 0 outside it or while it only tents. */
  public double penetrationMm() {
    return skin.depthMetres() * 1e3;
  }

  /** Greatest depth in the skin of the last stroke that came back to needle-up, mm. */
  public double lastStrokePenetrationMm() {
    return strokeDepthMetres * 1e3;
  }

  /** True while the needles touch the skin. */
  public boolean inContact() {
    return skin.touched();
  }

  /** Temperature of the motor's winding, degrees Celsius; never limited by the plant. */
  public double windingCelsius() {
    return winding.windingCelsius();
  }
}
