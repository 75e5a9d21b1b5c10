package org.stipple.controller.control;

import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.profile.Needle;
import org.stipple.controller.profile.Profile;

/**
 * Duty for a needle frequency: feed-forward of the mounted handpiece, and a slow correction by what
 * was measured.
 *
 * <p>The bridge obeys only after the lead of timed messages, so the measured frequency is compared
 * with a model of what it should be by now (the slewed reference, delayed by the lead, then through
 * one lag for motor and measuring window), never with the setpoint itself; the integral is left
 * alone while that model is still on its way. What friction was found is kept from press to press.
 */
final class FrequencyRegulator {

  /** Fastest rise of the reference: 100 Hz in 67 ms, Hz/s. */
  private static final double RISE_HZ_PER_S = 1500;

  /** Fastest fall, slower than any idle handpiece slows down by itself, Hz/s. */
  private static final double FALL_HZ_PER_S = 300;

  /** Lag of motor (mechanical time constant 20 ms) and measuring window (half of 20 ms), s. */
  private static final double LAG_S = 0.030;

  /** Reports on their way to us, s. */
  private static final double TRANSPORT_S = 0.004;

  /** Share of an error that is corrected at once. */
  private static final double PROPORTIONAL = 0.15;

  /** Most the integral may add or take, volts. */
  private static final double TRIM_VOLTS_MAX = 5;

  /** A shaft at rest gets at least this much, rising until it turns: friction at rest is more. */
  private static final double KICK_VOLTS = 3.6;

  private static final double KICK_RISE_VOLTS_PER_S = 25;
  private static final double KICK_VOLTS_MAX = 9;

  /** Without an edge for so long the shaft is stuck, ns. */
  private static final double STUCK_NS = 15e6;

  /** What the reference counts for while a kick turns the shaft, Hz. */
  private static final double KICK_HZ = 45;

  /** How long after a kick ended it may still show, beside all delays, s. */
  private static final double KICK_SHOWS_S = 0.150;

  /** Ticks the reference can be delayed by. */
  private static final int DELAY_TICKS = 128;

  private final Needle needle;
  private final double delaySeconds;
  private final double integralPerS;
  private final double[] past = new double[DELAY_TICKS];
  private final SupplyGauge supply;

  private int head;
  private double referenceHz;
  private double modelHz;
  private double trimVolts;
  private long beganNs;
  private long kickedNs;
  private long lastNs;
  private long edgesAtBegin;
  private boolean turning;

  FrequencyRegulator(Profile profile) {
    needle = profile.needle();
    delaySeconds = profile.timing().leadMs() / 1e3 + TRANSPORT_S;
    // A third of the inverse of all delays: phase margin about 60 degrees with an integral alone.
    integralPerS = 1 / (3 * (delaySeconds + LAG_S));
    supply = new SupplyGauge(needle.supplyVolts());
  }

  /** Starts from what the shaft does now. */
  void begin(long nowNs, Estimate estimate) {
    double measuredHz = estimate.frequencyHz > 0 ? estimate.frequencyHz : 0;
    referenceHz = measuredHz;
    modelHz = measuredHz;
    java.util.Arrays.fill(past, measuredHz);
    beganNs = nowNs;
    kickedNs = nowNs;
    lastNs = nowNs;
    edgesAtBegin = estimate.pulseEdges;
    turning = measuredHz > 5;
  }

  /** Duty (0 to 1) for this tick on the way to {@code setHz}. */
  double duty(long nowNs, double setHz, Estimate estimate) {
    double seconds = Math.clamp((nowNs - lastNs) / 1e9, 0.0, 0.020);
    lastNs = nowNs;
    slew(setHz, seconds);
    follow(seconds);
    supply.update(estimate.supplyVolts, seconds);
    watchForStall(nowNs, estimate);
    boolean measured = turning && estimate.frequencyHz > 0;
    double errorHz = measured ? modelHz - estimate.frequencyHz : 0;
    double slope = needle.feedForwardVoltsPerHz();
    double wanted =
        needle.feedForwardOffsetVolts()
            + slope * referenceHz
            + trimVolts
            + PROPORTIONAL * slope * errorHz;
    double most = supply.volts();
    double volts = Math.clamp(Math.max(wanted, kickVolts(nowNs)), 0.0, most);
    boolean settled = Math.abs(setHz - modelHz) < 0.5 + 0.02 * setHz;
    boolean pushesOn = (volts >= most && errorHz > 0) || (volts <= 0 && errorHz < 0);
    if (measured && settled && !pushesOn) {
      trimVolts += integralPerS * slope * errorHz * seconds;
      trimVolts = Math.clamp(trimVolts, -TRIM_VOLTS_MAX, TRIM_VOLTS_MAX);
    }
    return volts / most;
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

  private void slew(double setHz, double seconds) {
    referenceHz =
        Math.clamp(
            setHz, referenceHz - FALL_HZ_PER_S * seconds, referenceHz + RISE_HZ_PER_S * seconds);
  }

  private void follow(double seconds) {
    int ticks = (int) Math.max(1, Math.round(seconds * 1000));
    for (int i = 0; i < ticks; i++) {
      head = (head + 1) % DELAY_TICKS;
      past[head] = referenceHz;
    }
    int back = (int) Math.min(DELAY_TICKS - 1, Math.round(delaySeconds * 1000));
    double delayedHz = past[(head - back + DELAY_TICKS) % DELAY_TICKS];
    modelHz += (delayedHz - modelHz) * Math.min(1, seconds / LAG_S);
  }

  private double kickVolts(long nowNs) {
    if (turning) {
      return 0;
    }
    kickedNs = nowNs;
    double rise = KICK_RISE_VOLTS_PER_S * Math.max(0, (nowNs - beganNs) / 1e9 - delaySeconds);
    return Math.min(KICK_VOLTS_MAX, KICK_VOLTS + rise);
  }

  /** What the needle may be judged by: the reference, or its model where that is still higher. */
  double judgedByHz() {
    double sinceKick = (lastNs - kickedNs) / 1e9;
    double kick = sinceKick < KICK_SHOWS_S + delaySeconds ? KICK_HZ : 0;
    return Math.max(kick, Math.max(referenceHz, modelHz));
  }

  /** Supply voltage to divide by, V. */
  double supplyVolts() {
    return supply.volts();
  }
}
