package org.stipple.controller.estimate;

import org.stipple.controller.machine.Reports;
import org.stipple.controller.profile.Profile;

/**
 * Whether the needles are in the skin, from what the motor has to do.
 *
 * <p>A contact first slows the shaft, and draws current only as it does. So two things are looked
 * at together, by the torque they stand for (kt I = load + J d(omega)/dt, summed over turns): how
 * much more current the last turns drew than those of the gaps between contacts, as a cumulative
 * sum that leaves out a part of it each turn (Page, Biometrika 1954), and how much slower the shaft
 * has become since. What is told apart from the noise of both is a contact; the same, the other way
 * round, is its end. What counts as normal is followed while there is no contact, as it drifts.
 *
 * <p>How far the noise of the gaps would let contacts be told apart is the quality, 1 = clear, 0 =
 * not at all; below {@link #QUALITY_MIN} nothing is claimed.
 */
final class ContactSense {

  /**
   * Less than half of the torque a contact of three needles takes, which is what 3 mA of the
   * reference motor make (machine.md section 3), mNm. What it is in mA, the motor decides.
   */
  private static final double LEFT_OUT_MNM = 1.3 * 11.4e-3;

  /**
   * The sum that tells a contact where only the current is noisy, mA: at 0.8 mA of noise a turn a
   * false one in some million turns (Siegmund, "Sequential Analysis", 1985, section 2.6).
   */
  private static final double CUSUM_MILLIAMPS = 4.8;

  /** The same where there is more noise: that variance over what is left out, so many times. */
  private static final double CUSUM_VARIANCES = 4;

  /** The same where the speed is noisy: so many times that noise, one-sided chance 3e-7. */
  private static final double SPEED_DEVIATIONS = 5.0;

  /** Turns and time of learning after a start or a change of frequency. */
  private static final int LEARNING_TURNS = 12;

  private static final double LEARNING_S = 0.150;

  /** A speed that is off by more is a change of the setpoint. */
  private static final double STEADY = 0.03;

  /**
   * Off by more while the normal is learned, the shaft is still on its way; off by more on and on
   * in the skin, too, the normal was learned on the way: a regulated shaft has the same frequency
   * in the skin as before it.
   */
  private static final double SETTLED = 0.003;

  /** By then it is regulated back, s (machine.md section 2: 150 ms or 15 strokes). */
  private static final double REGULATED_S = 0.600;

  /** How fast the normal is followed, s. */
  private static final double DRIFT_S = 0.8;

  /** Noise of a turn's current at which nothing can be told any more, of what is left out. */
  private static final double NOISE_MAX = 1.85;

  /** A single turn is not believed to be farther off, mA2. */
  private static final double NOISE_SQUARED_MAX = 100;

  /** The same of its speed: a contact's first turns, not told yet, are not noise, mA2. */
  private static final double SPEED_SQUARED_MAX = 16;

  /** How fast noises are learned, turns. */
  private static final double NOISE_TURNS = 100;

  /** Quality below which nothing is claimed. */
  static final double QUALITY_MIN = 0.35;

  private final StrokeCurrent turns;
  private final double fullScaleMilliamps;
  private final double milliampsPerHzPerS;
  private final double leftOutMilliamps;

  private Contact state = Contact.NOT_AVAILABLE;
  private long contacts;
  private double turnMilliamps = Double.NaN;
  private int turnCount;
  private double hzSum;
  private int hzCount;
  private double normalMilliamps;
  private double normalHz;
  private double learnedSeconds;
  private double skinHz;
  private double skinSeconds;
  private double sum;
  private double currentNoise = 1;
  private double speedNoise = 1;

  ContactSense(Profile profile) {
    turns = new StrokeCurrent(profile.needle().pulsesPerStroke());
    fullScaleMilliamps = profile.scales().currentFullScaleMilliamps();
    leftOutMilliamps = 1e3 * LEFT_OUT_MNM / profile.motor().torqueMillinewtonMetresPerAmp();
    // From lag = J R / kt2: J / kt = lag kt / R.
    milliampsPerHzPerS =
        2
            * StrictMath.PI
            * profile.motor().lagMs()
            * 1e-3
            * profile.motor().torqueMillinewtonMetresPerAmp()
            / profile.motor().resistanceOhms();
  }

  /** The counters began anew. */
  void beginLife() {
    turns.clear();
    turnMilliamps = Double.NaN;
    rest();
  }

  private void rest() {
    state = Contact.NOT_AVAILABLE;
    turnCount = 0;
    hzSum = 0;
    hzCount = 0;
    learnedSeconds = 0;
    sum = 0;
  }

  /**
   * Takes in what arrived.
   *
   * @param hz mean frequency of the last whole strokes, 0 where there is none; each report of the
   *     tachometer ends at another edge, so that the mean of them is finer than the board's look at
   *     the pin
   */
  void update(Reports reports, double hz, boolean driven, boolean standstill) {
    turns.take(reports);
    if (!driven || standstill) {
      turns.clear();
      turnMilliamps = Double.NaN;
      rest();
      return;
    }
    while (turns.next()) {
      double seconds = turns.turnTicks() / reports.ticksPerSecond;
      turnMilliamps = fullScaleMilliamps * turns.meanFraction();
      turnCount++;
      if (hzCount > 0) {
        judge(turnMilliamps, hzSum / hzCount, seconds);
        hzSum = 0;
        hzCount = 0;
      }
    }
    if (reports.tach.size() > 0 && hz > 0) {
      hzSum += hz;
      hzCount++;
    }
  }

  private void judge(double milliamps, double hz, double seconds) {
    if (learnedSeconds > 0 && Math.abs(hz - normalHz) > STEADY * normalHz) {
      rest();
      return;
    }
    if (turnCount < LEARNING_TURNS || learnedSeconds < LEARNING_S) {
      learn(milliamps, hz, seconds);
      return;
    }
    if (state == Contact.IN_SKIN && learnedOnTheWay(hz, seconds)) {
      rest();
      return;
    }
    double more = milliamps - normalMilliamps;
    double slower = (normalHz - hz) * milliampsPerHzPerS / seconds;
    if (state == Contact.IN_SKIN) {
      sum = Math.max(0, sum + leftOutMilliamps - more);
      if (sum - slower > threshold()) {
        state = Contact.GAP;
        sum = 0;
      }
      return;
    }
    sum = Math.max(0, sum + more - leftOutMilliamps);
    if (quality() < QUALITY_MIN) {
      state = Contact.NOT_AVAILABLE;
      follow(milliamps, hz, slower, seconds);
    } else if (sum + slower > threshold()) {
      state = Contact.IN_SKIN;
      contacts++;
      sum = 0;
      skinHz = hz;
      skinSeconds = 0;
    } else {
      state = Contact.GAP;
      follow(milliamps, hz, slower, seconds);
    }
  }

  private boolean learnedOnTheWay(double hz, double seconds) {
    skinSeconds += seconds;
    skinHz += Math.min(1, 2 * seconds / REGULATED_S) * (hz - skinHz);
    return skinSeconds > REGULATED_S && Math.abs(skinHz - normalHz) > SETTLED * normalHz;
  }

  private double threshold() {
    double byCurrent = Math.max(CUSUM_MILLIAMPS, CUSUM_VARIANCES * currentNoise / leftOutMilliamps);
    return Math.max(byCurrent, SPEED_DEVIATIONS * StrictMath.sqrt(speedNoise));
  }

  private void learn(double milliamps, double hz, double seconds) {
    state = Contact.LEARNING;
    if (Math.abs(hz - normalHz) > SETTLED * normalHz) {
      learnedSeconds = 0;
    }
    learnedSeconds += seconds;
    double share = seconds / learnedSeconds;
    normalMilliamps += share * (milliamps - normalMilliamps);
    normalHz += share * (hz - normalHz);
  }

  private void follow(double milliamps, double hz, double slower, double seconds) {
    double share = Math.min(1, seconds / DRIFT_S);
    normalMilliamps += share * (milliamps - normalMilliamps);
    normalHz += share * (hz - normalHz);
    double more = milliamps - normalMilliamps;
    currentNoise += (Math.min(NOISE_SQUARED_MAX, more * more) - currentNoise) / NOISE_TURNS;
    speedNoise += (Math.min(SPEED_SQUARED_MAX, slower * slower) - speedNoise) / NOISE_TURNS;
  }

  /** Current averaged over the last whole turn, mA; NaN = none since the drive went on. */
  double turnMilliamps() {
    return turnMilliamps;
  }

  Contact state() {
    return state;
  }

  /** Contacts since start. */
  long contacts() {
    return contacts;
  }

  /** 0 to 1. */
  double quality() {
    return Math.clamp(1 - StrictMath.sqrt(currentNoise) / (NOISE_MAX * leftOutMilliamps), 0.0, 1.0);
  }
}
