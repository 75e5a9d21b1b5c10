package org.stipple.controller.safety;

import org.stipple.controller.command.HostConcern;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.operator.Pedal;
import org.stipple.controller.profile.Profile;

/** Judges each tick: interlocks that stand, faults that happened, the latch. Loop thread only. */
public final class Safety {

  /** A needle that is not parked so long after the stop began is told of (H32), ms. */
  private static final double PARKED_MS = 300;

  /** What the line takes longer than USB delays each of four orders of a landing. */
  private static final double ORDERS = 4;

  private static final double USUAL_LEAD_MS = 20;

  private HostConcern concern = HostConcern.NONE;
  private final double retractedMm;
  private final long parkedNs;

  private final FaultLatch latch = new FaultLatch();
  private final Alarm alarm = new Alarm(latch);
  private final InterlockCheck interlocks;
  private final FaultCheck faults;
  private final Verdict.Permit permit = new Verdict.Permit();
  private final Verdict.Limit limit = new Verdict.Limit();
  private final Verdict.Trip trip = new Verdict.Trip();

  /** Latched from the start: nothing moves before somebody has looked and reset. */
  public Safety(Equipment equipment, Profile profile) {
    double slowerMs = Math.max(0, profile.timing().leadMs() - USUAL_LEAD_MS);
    parkedNs = (long) ((PARKED_MS + ORDERS * slowerMs) * 1e6);
    retractedMm = profile.scales().endstopMm();
    interlocks = new InterlockCheck(equipment, profile);
    faults = new FaultCheck(equipment, profile);
  }

  /**
   * Judges this tick.
   *
   * @param nowNs monotonic time
   * @param situation what control was about in the tick before
   */
  public Verdict judge(
      long nowNs, Reports reports, Pedal pedal, Estimate estimate, Situation situation) {
    interlocks.look(nowNs, reports, pedal, estimate, situation.armed);
    Fault fault = faults.look(nowNs, reports, pedal, estimate, situation);
    boolean tripped = fault != Fault.NONE && !latch.latched();
    if (tripped) {
      latch.keep(fault, situation.armed, faults.value(), faults.limit());
    }
    alarm.follow(nowNs, notice(nowNs, situation));
    if (tripped) {
      return trip.because(fault);
    }
    if (latch.latched() || interlocks.standing() != Interlock.NONE) {
      return limit.because(interlocks.standing());
    }
    return permit;
  }

  private Notice notice(long nowNs, Situation situation) {
    boolean late = situation.parking && nowNs - situation.parkingSinceNs > parkedNs;
    if (late) {
      return Notice.NOT_PARKED_YET;
    }
    return situation.unattended ? Notice.PANEL_SILENT : ofHost();
  }

  private Notice ofHost() {
    return switch (concern) {
      case NONE -> Notice.NONE;
      case CLOCK -> Notice.CLOCK_OUT_OF_STEP;
      case DISK_LOW -> Notice.DISK_LOW;
      case RECORD -> Notice.RECORD_NOT_WRITTEN;
    };
  }

  /** What the host is worried about from now on; it calls somebody and stops nothing. */
  public Outcome worry(HostConcern about) {
    concern = about;
    return Outcome.DONE;
  }

  /** The second look: whatever control made of it, a trip means that nothing is driven. */
  public void confirm(Drive drive, Verdict verdict) {
    if (verdict instanceof Verdict.Trip || latch.latched()) {
      boolean retracts = !(verdict instanceof Verdict.Trip) && drive.depth == Drive.Depth.MOVE;
      double to = drive.protrusionMm;
      drive.makeSafe();
      if (retracts && to <= retractedMm) {
        // The way back behind the tip is the one motion that stays.
        drive.depth = Drive.Depth.MOVE;
      }
    }
  }

  /**
   * An operator asks to clear the latch.
   *
   * @return {@link Outcome#DONE}, or why not
   */
  public Outcome reset(Pedal pedal) {
    if (latch.fault() == Fault.HOST_ERROR) {
      return Outcome.LATCHED;
    }
    Interlock standing = interlocks.standing();
    if (standing == Interlock.PEDAL_DOWN || (standing == Interlock.NONE && !pedal.up())) {
      return Outcome.PEDAL_DOWN;
    }
    if (standing != Interlock.NONE) {
      return Outcome.INTERLOCKED;
    }
    latch.clear();
    faults.forgive();
    return Outcome.DONE;
  }

  /** A check inside the tick failed: latched until the program is started anew. */
  public void hostError(long nowNs, boolean armed) {
    latch.keep(Fault.HOST_ERROR, armed, Double.NaN, Double.NaN);
    alarm.follow(nowNs, Notice.NONE);
  }

  /** Whether this tick came too late after the one before it to refresh any guard. */
  public boolean late() {
    return faults.late();
  }

  /** An operator has seen that occurrence of the alarm. */
  public Outcome acknowledge(long occurrence) {
    return alarm.acknowledge(occurrence);
  }

  /** An operator asks the alarm for quiet. */
  public Outcome pauseSound(long nowNs) {
    return alarm.pause(nowNs);
  }

  /** What calls somebody, as of the last judgement. */
  public Alarm alarm() {
    return alarm;
  }

  /** The memory of faults. */
  public FaultLatch latch() {
    return latch;
  }

  /** The most important interlock that stands. */
  public Interlock interlock() {
    return interlocks.standing();
  }

  /** What made the latched fault, or else the standing interlock; NaN = nothing to tell. */
  public double value() {
    return latch.latched() ? latch.value() : interlocks.value();
  }

  /** What that was judged by; NaN = nothing to tell. */
  public double limit() {
    return latch.latched() ? latch.limit() : interlocks.limit();
  }
}
