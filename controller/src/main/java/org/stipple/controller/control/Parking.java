package org.stipple.controller.control;

import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.profile.Profile;

/**
 * Brings the needle to rest behind the tip: brakes, waits for standstill, and where the shaft
 * stopped too far from needle-up, lets it creep on in short pulses.
 *
 * <p>The duty of a creep is sent ahead with the run key open, since it acts only after the lead of
 * timed messages; the pulses themselves are made by the run key, which acts at once.
 */
final class Parking {

  /** How far the parking has come. */
  enum Progress {
    /** Braking or creeping. */
    BUSY,
    /** At rest, and behind the tip where that can be known. */
    DONE,
    /** Given up. */
    FAILED
  }

  /** Farthest from needle-up that is parked, degrees. */
  static final double PARKED_DEGREES = 60;

  /** What a creep may be judged by, Hz. */
  static final double JUDGED_BY_HZ = 25;

  private static final long GIVE_UP_NS = 1_500_000_000;

  /** Without a tachometer nobody sees the standstill: braking takes less than this. */
  private static final long BLIND_NS = 300_000_000;

  private static final long CREEP_NS_MAX = 80_000_000;

  /** At rest this long, the duty of a creep is sent ahead. */
  private static final long AHEAD_NS = 15_000_000;

  private static final double CREEP_HZ = 10;
  private static final double CREEP_HZ_UNSURE = 14;
  private static final double CREEP_HZ_MAX = 25;
  private static final double CREEP_VOLTS = 4.0;
  private static final double CREEP_RISE_VOLTS_PER_S = 15;
  private static final double CREEP_VOLTS_MAX = 9;

  /** Reports and orders on their way, s. */
  private static final double DELAY_S = 0.005;

  /** Way of a shaft braked at 10 Hz, degrees (friction of the cam, no spring). */
  private static final double BRAKING_DEGREES_AT_10_HZ = 25;

  /** Where a creep shall come to rest, degrees from needle-up. */
  private static final double AIM_DEGREES = -35;

  private static final double AIM_DEGREES_MAX = 45;

  private final boolean blind;
  private final boolean angleWanted;
  private final long leadNs;

  private long beganNs;
  private long creepNs;
  private boolean creeping;
  private double extraVolts;
  private long lastNs;

  Parking(Equipment equipment, Profile profile) {
    blind = !equipment.tachometer();
    angleWanted = equipment.index() && !blind;
    leadNs = (long) (profile.timing().leadMs() * 1e6);
  }

  void begin(long nowNs) {
    beganNs = nowNs;
    lastNs = nowNs;
    creeping = false;
    extraVolts = 0;
  }

  /** Whether the shaft rests where a parked one does; also where the angle can never be known. */
  boolean isParked(Estimate estimate) {
    return blind || (estimate.standstill && (!angleWanted || knownParked(estimate)));
  }

  /** An angle on the far side of needle-down is believed only where it is sure. */
  static boolean knownParked(Estimate estimate) {
    return estimate.restsWithin(PARKED_DEGREES)
        && (estimate.angleSure || estimate.angleDegrees >= 0);
  }

  Progress step(long nowNs, Estimate estimate, double supplyVolts, Drive drive) {
    double seconds = (nowNs - lastNs) / 1e9;
    lastNs = nowNs;
    drive.run = false;
    drive.dutyFraction = 0;
    if (blind) {
      return nowNs - beganNs > BLIND_NS ? Progress.DONE : Progress.BUSY;
    }
    if (!creeping && isParked(estimate)) {
      return Progress.DONE;
    }
    if (nowNs - beganNs > GIVE_UP_NS) {
      return angleWanted ? Progress.FAILED : Progress.DONE;
    }
    if (!angleWanted) {
      return Progress.BUSY;
    }
    if (creeping) {
      creep(nowNs, seconds, estimate, supplyVolts, drive);
    } else if (estimate.stillNs > AHEAD_NS) {
      drive.dutyFraction = creepDuty(supplyVolts);
      if (estimate.standstill) {
        creeping = true;
        creepNs = nowNs;
      }
    }
    return Progress.BUSY;
  }

  private void creep(
      long nowNs, double seconds, Estimate estimate, double supplyVolts, Drive drive) {
    if (nowNs - creepNs > CREEP_NS_MAX + leadNs || arrives(estimate)) {
      creeping = false;
      return;
    }
    if (estimate.standstill && nowNs - creepNs > leadNs) {
      extraVolts += CREEP_RISE_VOLTS_PER_S * seconds;
    }
    drive.dutyFraction = creepDuty(supplyVolts);
    // On its way up the spring a braked shaft would only fall back.
    boolean uphill = estimate.angleDegrees > 0;
    double mostHz = uphill ? CREEP_HZ_MAX : estimate.angleSure ? CREEP_HZ : CREEP_HZ_UNSURE;
    drive.run = !(estimate.momentaryHz >= mostHz);
  }

  private double creepDuty(double supplyVolts) {
    return Math.min(CREEP_VOLTS_MAX, CREEP_VOLTS + extraVolts) / Math.max(1, supplyVolts);
  }

  /**
   * Braked now, the shaft would come to rest behind the tip; an unsure angle waits for the index.
   */
  private static boolean arrives(Estimate estimate) {
    if (!estimate.phaseKnown || !estimate.angleSure) {
      return false;
    }
    double hz = estimate.momentaryHz;
    double braking = BRAKING_DEGREES_AT_10_HZ * (hz / 10) * (hz / 10);
    double ahead = estimate.angleDegrees + 360 * hz * DELAY_S + braking;
    return ahead >= AIM_DEGREES && estimate.angleDegrees <= AIM_DEGREES_MAX;
  }
}
