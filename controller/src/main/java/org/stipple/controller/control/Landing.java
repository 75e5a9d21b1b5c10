package org.stipple.controller.control;

import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.profile.Motor;
import org.stipple.controller.profile.Needle;
import org.stipple.controller.profile.Profile;

/**
 * Brings a running needle to rest behind the tip: at the needle-up after a given stroke, or at the
 * next one there is.
 *
 * <p>Brakes from any frequency to one from which the rest of the way is short and sure, goes on at
 * that until the place where braking ends at needle-up, and brakes there. The place is predicted
 * from the angle carried on to the time at which the brake will act. Twice: the run key is opened
 * there, which acts at once, and the duty is zero from shortly after it by the board's own clock,
 * so that a host that falls silent does not add strokes. Where the shaft comes to rest too early or
 * too late, it creeps on in short pulses.
 *
 * <p>The duty of an approach or a creep is sent ahead with the run key open, since it acts only
 * after the lead of timed messages; the pulses themselves are made by the run key.
 */
final class Landing {

  /** How far the landing has come. */
  enum Progress {
    /** Braking, approaching or creeping. */
    BUSY,
    /** At rest, and behind the tip where that can be known. */
    DONE,
    /** Given up. */
    FAILED
  }

  private enum Phase {
    BRAKING,
    APPROACHING,
    ENDING,
    CREEPING
  }

  /** Farthest from needle-up that is parked where the protrusion is not known, degrees. */
  private static final double PARKED_DEGREES = 60;

  /** And in any case. */
  private static final double PARKED_DEGREES_MAX = 90;

  /** What approach and creep may be judged by, Hz. */
  static final double JUDGED_BY_HZ = 55;

  /** From here on the rest of the way is short: about a quarter of a turn. */
  static final double APPROACH_HZ = 30;

  /** Torque beyond that of a steady run, so that the run key has something to take away, mNm. */
  private static final double APPROACH_EXTRA_MNM = 1.0;

  /** So slow it would stop before needle-down. */
  private static final double STALLING_HZ = 14;

  private static final long GIVE_UP_NS = 1_500_000_000;

  /** Without a tachometer nobody sees the standstill: braking takes less than this. */
  private static final long BLIND_NS = 300_000_000;

  /** An approach that takes longer is stuck; the creep has more force. */
  private static final long APPROACH_NS_MAX = 120_000_000;

  private static final long CREEP_NS_MAX = 80_000_000;

  /** At rest this long, the duty of a creep is sent ahead. */
  private static final long AHEAD_NS = 15_000_000;

  private static final double CREEP_HZ = 10;
  private static final double CREEP_HZ_UNSURE = 14;
  private static final double CREEP_HZ_MAX = 25;
  private static final double CREEP_MNM = 3.3;
  private static final double CREEP_RISE_MNM_PER_S = 12.5;
  private static final double CREEP_MNM_MAX = 7.5;

  /** An order on its way until it acts, s; the angle is carried on to this tick already. */
  private static final double ORDER_S = 0.002;

  /** Where a landing shall come to rest, turns from needle-up: before it, the spring helps. */
  private static final double AIM_TURNS = -0.04;

  /** So much before needle-up a new stroke may still be left out, turns. */
  private static final double LATEST_TURNS = 0.05;

  /**
   * Brakes for good at most so far before needle-up, turns: beyond needle-down, where the return
   * spring pulls on. At 30 Hz the spring holds as much energy as the shaft has; braked before
   * needle-down the shaft would not get over it.
   */
  private static final double DOWNHILL_TURNS = 0.45;

  /** Last surely seen within these of needle-up, slow, it comes to rest within 90 degrees of it. */
  private static final double LANDED_BEFORE_TURNS = 0.25;

  private static final double LANDED_BEYOND_TURNS = 0.22;

  /** Edges of a shaft that stands may come from its trembling, but no more than this, turns. */
  private static final double TREMBLING_TURNS = 0.125;

  /** The duty ends so much behind the place of braking, turns. */
  private static final double BACKSTOP_TURNS = 0.10;

  /** Needle-down is passed soon enough. */
  private static final double UPHILL_DEGREES_MAX = 150;

  /** So much way left, turns, a needle slower than that, Hz, is brought to rest in any case. */
  private static final double LEFT_TURNS = 0.55;

  private static final double SLOW_HZ = 60;

  private static final double CREEP_AIM_DEGREES_MAX = 45;

  /**
   * A creep that carried the needle so far beyond needle-up has passed the index, though the report
   * of it, on a slow line, is still on its way: waiting for it would add a stroke.
   */
  private static final double CREPT_BEYOND_DEGREES = 25;

  /** Creeps that may trust the angle; one that goes on to fail has a wrong one: the index tells. */
  private static final int CREEPS_BELIEVED = 3;

  private final boolean blind;
  private final boolean angleWanted;
  private final long leadNs;
  private final BrakingModel braking;
  private final Motor motor;
  private final double strokeMm;
  private final double tremblingEdges;

  private Phase phase = Phase.BRAKING;
  private double targetTurns;
  private double lastSureTurns;
  private double parkedAtMm = Double.NaN;
  private double parkedDegrees = PARKED_DEGREES;
  private boolean landed;
  private long landedEdges;
  private long beganNs;
  private long approachNs;
  private long creepNs;
  private double creepUpTurns = Double.NaN;
  private int creeps;
  private double extraMnm;
  private long lastNs;

  Landing(Equipment equipment, Profile profile) {
    blind = !equipment.tachometer();
    angleWanted = equipment.index() && !blind;
    leadNs = (long) (profile.timing().leadMs() * 1e6);
    motor = profile.motor();
    strokeMm = profile.needle().strokeMm();
    tremblingEdges = TREMBLING_TURNS * 2 * profile.needle().pulsesPerStroke();
    braking = new BrakingModel(motor.lagMs() / 1e3);
  }

  /** Begins to bring it to rest at the next needle-up there is. */
  void begin(long nowNs) {
    begin(nowNs, Double.NaN);
  }

  /** From now on it brakes and does nothing else until the shaft stands. */
  void brakeOnly() {
    if (phase == Phase.BRAKING || phase == Phase.APPROACHING) {
      phase = Phase.ENDING;
    }
  }

  /** Begins to bring it to rest at that needle-up, in turns of {@link Estimate#turns}. */
  void begin(long nowNs, double atTurns) {
    beganNs = nowNs;
    lastNs = nowNs;
    targetTurns = atTurns;
    lastSureTurns = Double.NaN;
    landed = false;
    phase = Phase.BRAKING;
    extraMnm = 0;
    creeps = 0;
  }

  /** Tells what friction is worth now, Hz; see {@link BrakingModel}. */
  void friction(double hz) {
    braking.friction(hz);
  }

  /** Turns a landing from that frequency takes at least. */
  double turnsFrom(double hz) {
    return braking.turns(hz, 0) - AIM_TURNS;
  }

  /** Whether the shaft rests where a parked one does; also where the angle can never be known. */
  boolean isParked(Estimate estimate) {
    return blind || (estimate.standstill && (!angleWanted || knownParked(estimate)));
  }

  /** Whether the needle is known to rest behind the tip: by its angle, or since it landed there. */
  boolean knownParked(Estimate estimate) {
    // An angle on the far side of needle-down is believed only where it is sure.
    boolean seen =
        estimate.restsWithin(parkedDegrees(estimate.protrusionMm))
            && (estimate.angleSure || estimate.angleDegrees >= 0);
    return seen || (estimate.standstill && stillWhereItLanded(estimate));
  }

  /** A shaft that was run, tripped or turned by hand since has shown edges that say so. */
  private boolean stillWhereItLanded(Estimate estimate) {
    return landed && estimate.phaseKnown && estimate.pulseEdges - landedEdges <= tremblingEdges;
  }

  /**
   * Whether a tap may begin from here: parked, or landed there and not driven since, also while an
   * edge of the tachometer still trembles. To park first would add a stroke to the tap.
   */
  boolean mayTap(Estimate estimate) {
    return isParked(estimate) || stillWhereItLanded(estimate);
  }

  /** From travel = stroke / 2 (1 - cos angle). */
  private double parkedDegrees(double protrusionMm) {
    if (protrusionMm != parkedAtMm) {
      parkedAtMm = protrusionMm;
      double travelMm = strokeMm - protrusionMm - Needle.PARKED_BEHIND_MM;
      double cosine = Math.clamp(1 - 2 * travelMm / strokeMm, 0.0, 1.0);
      parkedDegrees =
          Double.isNaN(protrusionMm)
              ? PARKED_DEGREES
              : Math.min(PARKED_DEGREES_MAX, StrictMath.toDegrees(StrictMath.acos(cosine)));
    }
    return parkedDegrees;
  }

  /**
   * At rest, and when it was last sure where, so near needle-up that the spring can only have drawn
   * it nearer. A shaft that rolls back there leaves its counters in doubt by some edges.
   */
  private boolean hasLanded(Estimate estimate) {
    if (phase != Phase.ENDING || !estimate.standstill || estimate.angleSure) {
      return false;
    }
    double fromUp = lastSureTurns - StrictMath.rint(lastSureTurns);
    return fromUp >= -LANDED_BEFORE_TURNS && fromUp <= LANDED_BEYOND_TURNS;
  }

  /**
   * One tick of it.
   *
   * @param approachVolts bridge volts at which the needle runs steadily at {@link #APPROACH_HZ}
   */
  Progress step(
      long nowNs, Estimate estimate, double supplyVolts, double approachVolts, Drive drive) {
    double seconds = (nowNs - lastNs) / 1e9;
    lastNs = nowNs;
    drive.run = false;
    drive.dutyFraction = 0;
    if (blind) {
      return nowNs - beganNs > BLIND_NS ? Progress.DONE : Progress.BUSY;
    }
    if (estimate.angleSure && !estimate.standstill) {
      lastSureTurns = estimate.turns;
    }
    if (phase != Phase.CREEPING && (isParked(estimate) || hasLanded(estimate))) {
      landed = true;
      landedEdges = estimate.pulseEdges;
      return Progress.DONE;
    }
    if (nowNs - beganNs > GIVE_UP_NS) {
      return angleWanted ? Progress.FAILED : Progress.DONE;
    }
    if (!angleWanted) {
      return Progress.BUSY;
    }
    double duty =
        (approachVolts + motor.voltsForTorque(APPROACH_EXTRA_MNM)) / Math.max(1, supplyVolts);
    switch (phase) {
      case BRAKING -> brake(nowNs, duty, estimate, drive);
      case APPROACHING -> approach(nowNs, duty, estimate, drive);
      case ENDING -> end(nowNs, supplyVolts, estimate, drive);
      case CREEPING -> creep(nowNs, seconds, estimate, supplyVolts, drive);
    }
    return Progress.BUSY;
  }

  private void brake(long nowNs, double duty, Estimate estimate, Drive drive) {
    double here = ahead(estimate);
    if (estimate.standstill || Double.isNaN(here) || !estimate.angleSure) {
      phase = Phase.ENDING;
      return;
    }
    drive.dutyFraction = Math.min(1, duty);
    if (estimate.momentaryHz > APPROACH_HZ) {
      drive.run = mightStall(here, estimate);
      return;
    }
    double restsAt = here + braking.turns(estimate.momentaryHz, 0);
    if (Double.isNaN(targetTurns)) {
      targetTurns = StrictMath.ceil(restsAt - AIM_TURNS - LATEST_TURNS);
    }
    if (restsAt >= targetTurns + AIM_TURNS - LATEST_TURNS && here >= targetTurns - DOWNHILL_TURNS) {
      endHere(drive);
    } else {
      approachNs = nowNs;
      phase = Phase.APPROACHING;
      approach(nowNs, duty, estimate, drive);
    }
  }

  /**
   * Up a stiff spring a brake takes more than the way that is left over may cost: where there is a
   * turn to go, a needle that is not fast is not braked before needle-down.
   */
  private boolean mightStall(double here, Estimate estimate) {
    double left = targetTurns - here;
    boolean uphill = estimate.angleDegrees > 0 && estimate.angleDegrees < UPHILL_DEGREES_MAX;
    return left > LEFT_TURNS && uphill && estimate.momentaryHz < SLOW_HZ;
  }

  private void approach(long nowNs, double duty, Estimate estimate, Drive drive) {
    double here = ahead(estimate);
    double hz = estimate.momentaryHz;
    if (nowNs - approachNs > APPROACH_NS_MAX || Double.isNaN(here)) {
      phase = Phase.ENDING;
      return;
    }
    double brakeAt =
        Math.max(targetTurns + AIM_TURNS - braking.turns(hz, 0), targetTurns - DOWNHILL_TURNS);
    if (here >= brakeAt) {
      endHere(drive);
      return;
    }
    // What was sent for the running needle still acts for a lead: too much, unless it is needed.
    boolean dutyCame = nowNs - beganNs >= leadNs || hz < STALLING_HZ;
    drive.run = dutyCame && !(hz > APPROACH_HZ);
    double whenDutyActs = here + Math.max(hz, APPROACH_HZ) * (leadNs / 1e9 - ORDER_S);
    drive.dutyFraction = whenDutyActs > brakeAt + BACKSTOP_TURNS ? 0 : Math.min(1, duty);
  }

  /** Brakes for good. */
  private void endHere(Drive drive) {
    phase = Phase.ENDING;
    drive.run = false;
    drive.dutyFraction = 0;
  }

  private void end(long nowNs, double supplyVolts, Estimate estimate, Drive drive) {
    if (estimate.stillNs > AHEAD_NS) {
      drive.dutyFraction = creepDuty(supplyVolts);
      if (estimate.standstill) {
        phase = Phase.CREEPING;
        creepNs = nowNs;
        boolean believed = creeps++ < CREEPS_BELIEVED && estimate.angleDegrees < 0;
        creepUpTurns = believed ? StrictMath.ceil(estimate.turns) : Double.NaN;
      }
    }
  }

  /** The angle when an order of this tick acts, in turns. */
  private static double ahead(Estimate estimate) {
    return estimate.turns + ORDER_S * estimate.momentaryHz;
  }

  private void creep(
      long nowNs, double seconds, Estimate estimate, double supplyVolts, Drive drive) {
    if (nowNs - creepNs > CREEP_NS_MAX + leadNs || arrives(estimate)) {
      phase = Phase.ENDING;
      return;
    }
    if (estimate.standstill && nowNs - creepNs > leadNs) {
      extraMnm += CREEP_RISE_MNM_PER_S * seconds;
    }
    drive.dutyFraction = creepDuty(supplyVolts);
    // On its way up the spring a braked shaft would only fall back.
    boolean uphill = estimate.angleDegrees > 0;
    double mostHz = uphill ? CREEP_HZ_MAX : estimate.angleSure ? CREEP_HZ : CREEP_HZ_UNSURE;
    drive.run = !(estimate.momentaryHz >= mostHz);
  }

  private double creepDuty(double supplyVolts) {
    return motor.voltsForTorque(Math.min(CREEP_MNM_MAX, CREEP_MNM + extraMnm))
        / Math.max(1, supplyVolts);
  }

  /**
   * Braked now, the shaft would come to rest behind the tip; an unsure angle waits for the index.
   */
  private boolean arrives(Estimate estimate) {
    if (360 * (ahead(estimate) - creepUpTurns) > CREPT_BEYOND_DEGREES) {
      return true;
    }
    if (!estimate.phaseKnown || !estimate.angleSure) {
      return false;
    }
    double rest = 360 * (ORDER_S * estimate.momentaryHz + braking.turns(estimate.momentaryHz, 0));
    return estimate.angleDegrees + rest >= 360 * AIM_TURNS
        && estimate.angleDegrees <= CREEP_AIM_DEGREES_MAX;
  }
}
