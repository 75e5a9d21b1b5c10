package org.stipple.controller.safety;

import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.operator.Pedal;
import org.stipple.controller.profile.Profile;

/** Which fault happened in this tick. The order is that of what tells most about the cause. */
final class FaultCheck {

  /**
   * Oldest confirmation of the contacts' levels (H1): they are asked for every 20 ms, two answers
   * may be lost in a row.
   */
  static final long CONTACTS_NS = 75_000_000;

  /** A link silent for longer is itself the news, and about to be judged so. */
  private static final long HEARD_NS = 30_000_000;

  /**
   * Share of blocks sent again that is too much (H8): 0.05 % damaged bytes make 1 to 3 % of blocks,
   * or some 8 % where whole windows are sent again; 5 % damaged bytes make more than 70 %.
   */
  static final double LOSS_RATIO_MAX = 0.25;

  /** How much faster than asked the needle may be (H2). */
  private static final double OVERSPEED_RATIO = 1.20;

  /** And this much, where little is asked, Hz. */
  private static final double OVERSPEED_HZ = 6;

  /** How long it may be so, ns. */
  private static final long OVERSPEED_NS = 15_000_000;

  /**
   * Driven so long without a stroke, ns: a kick is at its strongest after 0.2 s, and the lowest
   * frequency there is makes a stroke in 0.2 s.
   */
  private static final long STALL_NS = 600_000_000;

  /** So long after the last pulse the drive is off (H4), ns. */
  private static final long BLIND_NS = 100_000_000;

  /** Of the lead, which is long where the line is slow: a pulse is heard so much late, ns. */
  private static final double HEARD_LATE = 0.25;

  /** How long after a board came to life an open e-stop is a report not yet there, ns. */
  private static final long SETTLE_NS = 100_000_000;

  /** Words of the board for a value out of an analog input's range; only the current has one. */
  private static final String RANGE_TRIP = "ADC out of range";

  /** Turns in a row with too many or too few edges that are no accident (H5). */
  private static final int WRONG_TURNS = 3;

  /** Less of the nominal supply than this is no sag (machine.md: 15 V down to 12) any more. */
  private static final double SUPPLY_SHARE_MIN = 0.6;

  private static final long SUPPLY_COMES_NS = 500_000_000;

  /** Low for longer than one report of it. */
  private static final long SUPPLY_LOW_NS = 30_000_000;

  private final Equipment equipment;
  private final Profile profile;
  private final long lateNs;
  private final long silentLinkNs;
  private final long blindNs;
  private long strokesSeen;
  private long strokeNs;

  private final BackEmf backEmf;
  private final WindingHeat heat;
  private boolean begun;
  private long lastNs;
  private boolean late;
  private long supplyNs;
  private double latenessMs;
  private LinkState linkBefore = LinkState.ABSENT;
  private long readySinceNs;
  private boolean estopBefore;
  private boolean over;
  private long overSinceNs;
  private double value = Double.NaN;
  private double limit = Double.NaN;

  FaultCheck(Equipment equipment, Profile profile) {
    this.equipment = equipment;
    this.profile = profile;
    backEmf = new BackEmf(equipment, profile);
    heat = new WindingHeat(profile.motor());
    lateNs = (long) (profile.timing().lateTickMs() * 1e6);
    blindNs = BLIND_NS - (long) (HEARD_LATE * profile.timing().leadMs() * 1e6);
    silentLinkNs = (long) ((profile.timing().runGuardMs() + 10) * 1e6);
  }

  Fault look(long nowNs, Reports reports, Pedal pedal, Estimate estimate, Situation situation) {
    value = Double.NaN;
    limit = Double.NaN;
    late = begun && nowNs - lastNs > lateNs;
    latenessMs = (nowNs - lastNs) / 1e6;
    begun = true;
    lastNs = nowNs;
    if (reports.link == LinkState.READY && linkBefore != LinkState.READY) {
      readySinceNs = nowNs;
    }
    backEmf.look(nowNs, estimate, situation);
    heat.look(nowNs, estimate);
    boolean away = situation.guardsTried && (reports.link != LinkState.READY || !situation.driven);
    boolean armed = situation.armed && !away;
    Fault fault = situation.guardsTried ? Fault.NONE : board(reports);
    if (fault == Fault.NONE) {
      fault = estop(nowNs, pedal, armed);
    }
    if (fault == Fault.NONE && situation.testFault != Fault.NONE) {
      fault = because(situation.testFault, situation.testValue, situation.testLimit);
    }
    if (fault == Fault.NONE && armed) {
      fault = whileArmed(nowNs, reports, pedal, estimate, situation);
    }
    linkBefore = reports.link;
    return fault;
  }

  /** Also while disarmed: somebody should know that a board went down or came anew (H6, H9). */
  private Fault board(Reports reports) {
    if (reports.link == LinkState.SHUTDOWN && linkBefore != LinkState.SHUTDOWN) {
      return RANGE_TRIP.equals(reports.reason) ? Fault.OVER_CURRENT : Fault.BOARD_SHUTDOWN;
    }
    return reports.boardRestarted ? Fault.BOARD_RESTARTED : Fault.NONE;
  }

  /** Also while disarmed; there the opening counts, and only once the first reports are in. */
  private Fault estop(long nowNs, Pedal pedal, boolean armed) {
    boolean open = pedal.estopOpen();
    boolean opened = open && !estopBefore;
    if (!armed && nowNs - readySinceNs < SETTLE_NS) {
      return Fault.NONE;
    }
    estopBefore = open;
    return opened || (open && armed) ? Fault.ESTOP : Fault.NONE;
  }

  private Fault whileArmed(
      long nowNs, Reports reports, Pedal pedal, Estimate estimate, Situation situation) {
    if (late) {
      return because(Fault.HOST_LATE, latenessMs, lateNs / 1e6);
    }
    if (reports.link != LinkState.READY) {
      return Fault.LINK_LOST;
    }
    if (estimate.linkAgeNs > silentLinkNs) {
      return because(Fault.LINK_LOST, estimate.linkAgeNs / 1e6, silentLinkNs / 1e6);
    }
    if (estimate.lossRatio > LOSS_RATIO_MAX) {
      return because(Fault.LINK_NOISY, 100 * estimate.lossRatio, 100 * LOSS_RATIO_MAX);
    }
    if (pedal.disagrees()) {
      return because(Fault.PEDAL_CONTACTS, pedal.disagreesMs(), Pedal.TRANSFER_NS / 1e6);
    }
    boolean heard = estimate.linkAgeNs < HEARD_NS;
    if (equipment.contacts() != 0 && heard && InterlockCheck.stale(nowNs, reports)) {
      double ageMs = (nowNs - reports.contactsQueriedNs) / 1e6;
      return because(Fault.CONTACTS_SILENT, ageMs, CONTACTS_NS / 1e6);
    }
    if (situation.homingFailed) {
      return Fault.HOMING_FAILED;
    }
    if (situation.parkingFailed) {
      return because(Fault.NOT_PARKED, estimate.angleDegrees, Double.NaN);
    }
    if (supplyLow(nowNs, estimate, situation)) {
      double least = SUPPLY_SHARE_MIN * profile.needle().supplyVolts();
      return because(Fault.SUPPLY_LOW, estimate.supplyVolts, least);
    }
    if (heat.tooHot()) {
      return because(Fault.OVERHEATED, heat.celsius(), WindingHeat.CELSIUS_MAX);
    }
    return needle(nowNs, estimate, situation);
  }

  private Fault needle(long nowNs, Estimate estimate, Situation situation) {
    if (!equipment.tachometer() || !situation.driven) {
      over = false;
      return Fault.NONE;
    }
    double asked = situation.referenceHz * OVERSPEED_RATIO + OVERSPEED_HZ;
    double most = Math.min(asked, profile.limits().frequencyHzMax() * OVERSPEED_RATIO);
    boolean tooFast = estimate.frequencyHz > most;
    if (tooFast && !over) {
      overSinceNs = nowNs;
    }
    over = tooFast;
    if (over && nowNs - overSinceNs >= OVERSPEED_NS) {
      return because(Fault.OVERSPEED, estimate.frequencyHz, most);
    }
    if (estimate.wrongTurns >= WRONG_TURNS) {
      return because(Fault.TACHOMETER_DOUBTFUL, 100 * estimate.turnShare, 100);
    }
    if (backEmf.contradicts(nowNs)) {
      return because(Fault.TACHOMETER_DOUBTFUL, estimate.frequencyHz, backEmf.hz());
    }
    if (stalls(nowNs, estimate, situation)) {
      return because(Fault.STALLED, (nowNs - strokeNs) / 1e6, STALL_NS / 1e6);
    }
    long silentNs = nowNs - Math.max(situation.drivenSinceNs, estimate.pulseHeardNs);
    long allowedNs = silentAllowedNs(estimate, situation);
    if (silentNs > allowedNs) {
      return because(Fault.TACHOMETER_SILENT, silentNs / 1e6, allowedNs / 1e6);
    }
    return Fault.NONE;
  }

  /** Closed a while ago the relay has brought the supply; it is told every 20 ms. */
  private boolean supplyLow(long nowNs, Estimate estimate, Situation situation) {
    double least = SUPPLY_SHARE_MIN * profile.needle().supplyVolts();
    boolean low =
        situation.supplied
            && nowNs - situation.suppliedSinceNs > SUPPLY_COMES_NS
            && estimate.supplyVolts < least;
    supplyNs = low ? supplyNs : nowNs;
    return nowNs - supplyNs > SUPPLY_LOW_NS;
  }

  /** A shaft that rocks before its spring's steepest place has pulses, but no strokes. */
  private boolean stalls(long nowNs, Estimate estimate, Situation situation) {
    if (estimate.strokes != strokesSeen) {
      strokesSeen = estimate.strokes;
      strokeNs = nowNs;
    }
    strokeNs = Math.max(strokeNs, situation.drivenSinceNs);
    return nowNs - strokeNs > STALL_NS;
  }

  /** Two expected pulses where these take longer; the first drive acts only after the lead. */
  private long silentAllowedNs(Estimate estimate, Situation situation) {
    double pulsesPerSecond =
        Math.max(1, situation.referenceHz) * profile.needle().pulsesPerStroke();
    long twoPulsesNs = Math.min(400_000_000L, (long) (2e9 / pulsesPerSecond));
    boolean first = estimate.pulseHeardNs <= situation.drivenSinceNs;
    long leadNs = first ? (long) (profile.timing().leadMs() * 1e6) : 0;
    return Math.max(blindNs, twoPulsesNs) + leadNs;
  }

  private Fault because(Fault fault, double measured, double allowed) {
    value = measured;
    limit = allowed;
    return fault;
  }

  /** What was seen so far is settled by the operator's reset. */
  void forgive() {
    over = false;
  }

  boolean late() {
    return late;
  }

  double value() {
    return value;
  }

  double limit() {
    return limit;
  }
}
