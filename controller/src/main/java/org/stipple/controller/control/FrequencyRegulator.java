package org.stipple.controller.control;

import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.profile.Cartridge;
import org.stipple.controller.profile.Motor;
import org.stipple.controller.profile.Needle;
import org.stipple.controller.profile.Profile;

/**
 * Bridge volts for a needle frequency: the handpiece's own curve, a model that says what the shaft
 * does with them, and what the load makes of it.
 *
 * <p>What is sent acts only after the lead of timed messages, and what is measured is the mean of
 * the last whole strokes. So nothing measured is compared with the setpoint: it is compared with
 * the mean of the model over the very same time (internal model control; Morari and Zafiriou,
 * "Robust Process Control", 1989). What differs is the load, in volts. It is tracked with its rate
 * ({@link LoadTracker}) and added for the time at which it will act, so that a steadily growing
 * friction leaves no standing error.
 *
 * <p>The model is the drive's one lag. Volts are chosen so that the model reaches the setpoint at
 * the end of the next step of the PWM, or as near as the supply and the motor's current allow.
 */
final class FrequencyRegulator {

  /** A new duty is chosen as often as the PWM takes one, ns. */
  static final long STEP_NS = 4_000_000;

  /**
   * Slowest a fall may be asked for, so that an overspeed is not seen where there is none, Hz/s.
   */
  private static final double FALL_HZ_PER_S = 800;

  /** From this share of the setpoint on it is not spinning up any more. */
  private static final double STEADY_SHARE = 0.98;

  /**
   * A spin-up also bends the return spring, which no lag has: 2.8 mJ in the first half turn, the
   * energy of the reference shaft at this frequency, Hz. So much more is aimed at.
   */
  private static final double SPRING_HZ = 27;

  private static final double SPIN_UP_AIM_MAX = 1.12;

  /** What is seen waits so long in the mean for the next step of the PWM, s. */
  private static final double HALF_STEP_S = 0.002;

  /**
   * A shaft at rest gets at least this torque, rising until it turns, mNm: the spring is uphill.
   */
  private static final double KICK_MNM = 3.0;

  private static final double KICK_RISE_MNM_PER_S = 21;
  private static final double KICK_MNM_MAX = 7.5;

  /** The membrane of which {@link #KICK_MNM} is the measure, N/m. */
  private static final double KICK_MEMBRANE = 80;

  /** The greatest of (1 - cos a) sin a: where an eccentric has most to do against a spring. */
  private static final double STEEPEST = 1.299;

  /** Without an edge for so long the shaft is stuck, ns. */
  private static final double STUCK_NS = 15e6;

  /** What the reference counts for while a kick turns the shaft, Hz. */
  private static final double KICK_HZ = 45;

  /** What was asked for before may still show: the reference falls faster than what judges it. */
  private static final double FORGOTTEN_HZ_PER_S = FALL_HZ_PER_S / 2;

  private final Needle needle;
  private final Motor motor;
  private final double lagSeconds;
  private final double leadSeconds;
  private final long leadNs;
  private final SupplyGauge supply;
  private final ModelTrace trace = new ModelTrace();
  private final LoadTracker load;

  private double kickMnm = KICK_MNM;
  private double volts;
  private double torqueMnm;
  private double measuredHz;
  private double modelHz;
  private double modelLoad;
  private double shownHz;
  private double askedHz;
  private double askedBeforeHz;
  private long askedNs;
  private long beganNs;
  private long stepNs;
  private long lastNs;
  private long edgesAtBegin;
  private boolean turning;

  FrequencyRegulator(Profile profile) {
    needle = profile.needle();
    motor = profile.motor();
    lagSeconds = motor.lagMs() / 1e3;
    leadSeconds = profile.timing().leadMs() / 1e3;
    leadNs = (long) (profile.timing().leadMs() * 1e6);
    supply = new SupplyGauge(needle.supplyVolts());
    load = new LoadTracker(leadSeconds + HALF_STEP_S + lagSeconds);
  }

  /** Starts from what the shaft does now; what was learned of the load stays. */
  void begin(long nowNs, Estimate estimate) {
    double measuredHz = estimate.frequencyHz > 0 ? estimate.frequencyHz : 0;
    modelHz = measuredHz;
    shownHz = measuredHz;
    askedHz = measuredHz;
    askedBeforeHz = measuredHz;
    askedNs = nowNs;
    modelLoad = load.atRest();
    trace.begin(nowNs + leadNs, measuredHz, modelLoad);
    beganNs = nowNs;
    stepNs = nowNs;
    lastNs = nowNs;
    volts = 0;
    edgesAtBegin = estimate.pulseEdges;
    turning = measuredHz > 5;
  }

  /** A stiffer membrane takes more torque to bend: k r^2 (1 - cos a) sin a. */
  void mount(Cartridge cartridge) {
    double radiusMetres = needle.strokeMm() / 2e3;
    double stiffer = cartridge.membraneNewtonsPerMetre() - KICK_MEMBRANE;
    kickMnm = KICK_MNM + 1e3 * stiffer * radiusMetres * radiusMetres * STEEPEST;
  }

  /** Forgets the load that was learned: what taught it may have been broken. */
  void forgetLoad() {
    load.forget();
  }

  /** Lets the needle give way beyond that torque of the motor, mNm; 0 = no such limit. */
  void giveWayBeyond(double millinewtonMetres) {
    torqueMnm = millinewtonMetres;
  }

  /** Duty (0 to 1) for this tick on the way to {@code setHz}. */
  double duty(long nowNs, double setHz, Estimate estimate) {
    return duty(nowNs, setHz, FALL_HZ_PER_S, estimate);
  }

  /** The same, falling as fast as the bridge can brake. */
  double dutyFallingFast(long nowNs, double setHz, Estimate estimate) {
    return duty(nowNs, setHz, Double.POSITIVE_INFINITY, estimate);
  }

  private double duty(long nowNs, double setHz, double fallHzPerS, Estimate estimate) {
    double seconds = Math.clamp((nowNs - lastNs) / 1e9, 0.0, 0.020);
    lastNs = nowNs;
    supply.update(estimate.supplyVolts, seconds);
    measuredHz = estimate.frequencyHz;
    watchForStall(nowNs, estimate);
    learn(nowNs, setHz, estimate);
    follow(nowNs, seconds);
    if (nowNs >= stepNs) {
      stepNs = Math.max(stepNs, nowNs - STEP_NS) + STEP_NS;
      volts = plan(nowNs, setHz, fallHzPerS);
    }
    show(nowNs, setHz, seconds);
    return Math.min(1, volts / supply.volts());
  }

  /**
   * What was asked for acts after the lead, whatever is asked for since: what judges the needle is
   * the most of the last one or two leads, and falls from there.
   */
  private void show(long nowNs, double setHz, double seconds) {
    if (nowNs - askedNs >= leadNs) {
      askedBeforeHz = askedHz;
      askedHz = 0;
      askedNs = nowNs;
    }
    askedHz = Math.max(askedHz, setHz);
    double acting = Math.max(askedHz, askedBeforeHz);
    shownHz = Math.max(acting, shownHz - FORGOTTEN_HZ_PER_S * seconds);
  }

  private double plan(long nowNs, double setHz, double fallHzPerS) {
    double stepSeconds = STEP_NS / 1e9;
    double reached = 1 - StrictMath.exp(-stepSeconds / lagSeconds);
    double slope = needle.feedForwardVoltsPerHz();
    double springHz = StrictMath.sqrt(setHz * setHz + SPRING_HZ * SPRING_HZ);
    boolean spinsUp = modelHz < STEADY_SHARE * setHz;
    double aimHz = spinsUp ? Math.min(springHz, SPIN_UP_AIM_MAX * setHz) : setHz;
    double toHz = Math.max(aimHz, modelHz - fallHzPerS * stepSeconds);
    double wanted = rest() + slope * (modelHz + (toHz - modelHz) / reached);
    double most =
        Math.min(supply.volts(), slope * modelHz + motor.voltsAt(motor.currentMaxMilliamps()));
    double volts = Math.max(Math.clamp(wanted, 0.0, most), kickVolts(nowNs));
    if (torqueMnm > 0) {
      // Behind the back-EMF of the frequency there is now, so that a slowed needle gives way.
      double emfVolts = slope * Math.max(0, measuredHz);
      volts = Math.min(volts, emfVolts + motor.voltsForTorque(torqueMnm));
    }
    return volts;
  }

  /** Volts at which the loaded needle would just not move. */
  private double rest() {
    return needle.feedForwardOffsetVolts() + load.volts();
  }

  /** Where the shaft is by the model when what is sent now acts. */
  private void follow(long nowNs, double seconds) {
    double share = 1 - StrictMath.exp(-seconds / lagSeconds);
    double towards = Math.max(0, (volts - rest()) / needle.feedForwardVoltsPerHz());
    modelHz += (towards - modelHz) * share;
    modelLoad += (load.volts() - modelLoad) * share;
    trace.add(nowNs + leadNs, modelHz, modelLoad);
  }

  /** Only from strokes of which the model knows, and while the frequency is asked to stand. */
  private void learn(long nowNs, double setHz, Estimate estimate) {
    long endNs = nowNs - estimate.frequencyAgeNs;
    long windowNs = estimate.frequencyWindowNs;
    if (!turning
        || !(estimate.frequencyHz > 0)
        || windowNs <= 0
        || !trace.covers(endNs - windowNs)) {
      load.hold(nowNs);
      return;
    }
    double expectedHz = trace.meanHz(endNs - windowNs, endNs);
    boolean steady = Math.abs(expectedHz - setHz) < 0.5 + 0.05 * setHz;
    if (!steady) {
      load.hold(nowNs);
      return;
    }
    double missingHz = expectedHz - estimate.frequencyHz;
    double seen =
        trace.meanLoad(endNs - windowNs, endNs) + needle.feedForwardVoltsPerHz() * missingHz;
    load.see(nowNs, seen);
  }

  /** A shaft that got stuck at the spring's steepest place is kicked again. */
  private void watchForStall(long nowNs, Estimate estimate) {
    double edgesPerS = 2.0 * needle.pulsesPerStroke() * Math.max(5, modelHz);
    boolean stuck = estimate.stillNs > Math.max(STUCK_NS, 2.5e9 / edgesPerS);
    if (turning && stuck) {
      turning = false;
      beganNs = nowNs;
      edgesAtBegin = estimate.pulseEdges;
    }
    turning |= estimate.pulseEdges - edgesAtBegin >= 2;
  }

  private double kickVolts(long nowNs) {
    if (turning) {
      return 0;
    }
    shownHz = Math.max(shownHz, KICK_HZ);
    double rise = KICK_RISE_MNM_PER_S * Math.max(0, (nowNs - beganNs) / 1e9 - leadSeconds);
    return motor.voltsForTorque(Math.min(KICK_MNM_MAX, kickMnm + rise));
  }

  /** By the model, turns that what is on its way already makes until what is sent now acts. */
  double turnsOnTheWay(long nowNs) {
    return trace.meanHz(nowNs, nowNs + leadNs) * leadSeconds;
  }

  /** The model's frequency when what is sent now acts, Hz. */
  double modelHz() {
    return modelHz;
  }

  /** What the needle may be judged by: the most that was asked for lately. */
  double judgedByHz() {
    return shownHz;
  }

  /** What friction and load are worth as a frequency, Hz: volts at rest over volts per Hz. */
  double frictionHz() {
    return rest() / needle.feedForwardVoltsPerHz();
  }

  /** Supply voltage to divide by, V. */
  double supplyVolts() {
    return supply.volts();
  }

  /** Bridge volts at which this needle, with the load it has now, runs at {@code hz}. */
  double voltsFor(double hz) {
    return rest() + needle.feedForwardVoltsPerHz() * hz;
  }
}
