package org.stipple.controller.control;

import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.machine.DepthState;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.profile.Profile;

/** What the depth axis shall do on the way to armed and back. */
final class DepthPlan {

  /** A homing that takes longer has failed, ns. */
  private static final long HOMING_NS_MAX = 15_000_000_000L;

  /** So long a count of steps is trusted; arming after that looks at the endstop again, ns. */
  private static final long TRUST_NS = 600_000_000_000L;

  /** Where a move has arrived, mm; one step is far less. */
  private static final double ARRIVED_MM = 0.01;

  private final boolean fitted;
  private final double retractedMm;
  private long beganNs;
  private boolean seeking;
  private boolean checkDue;
  private long homedNs; // 0 = not yet

  DepthPlan(Equipment equipment, Profile profile) {
    fitted = equipment.depthAxis();
    retractedMm = profile.scales().endstopMm();
  }

  void begin(long nowNs) {
    beganNs = nowNs;
    seeking = false;
    checkDue = homedNs != 0 && nowNs - homedNs > TRUST_NS;
  }

  /** Whether arming may go on to where the axis is trusted to be. */
  boolean trusted(long nowNs, Estimate estimate) {
    if (seeking && estimate.depth == DepthState.STANDING) {
      seeking = false;
      checkDue = false;
      homedNs = nowNs;
    }
    return !fitted || (homed(estimate) && !checkDue);
  }

  /** Whether the axis knows where it is. */
  boolean homed(Estimate estimate) {
    return !fitted || estimate.depth == DepthState.STANDING || estimate.depth == DepthState.MOVING;
  }

  /**
   * Seeks the endstop.
   *
   * @return false when it was not found
   */
  boolean home(long nowNs, Estimate estimate, Drive drive) {
    drive.depth = Drive.Depth.HOME;
    seeking |= estimate.depth == DepthState.HOMING;
    boolean ended = seeking && estimate.depth == DepthState.HOMING_FAILED;
    return !ended && nowNs - beganNs < HOMING_NS_MAX;
  }

  /** Goes to, or stays at, {@code mm}; answers whether it is there. */
  boolean to(double mm, Estimate estimate, Drive drive) {
    if (!fitted) {
      return true;
    }
    drive.depth = Drive.Depth.MOVE;
    drive.protrusionMm = mm;
    return estimate.depth == DepthState.STANDING
        && Math.abs(estimate.protrusionMm - mm) < ARRIVED_MM;
  }

  /** Goes to full retraction; answers whether it is there. */
  boolean retract(Estimate estimate, Drive drive) {
    return to(retractedMm, estimate, drive);
  }

  /** Whether there is a way back to be gone. */
  boolean canRetract(Estimate estimate) {
    return fitted && estimate.linkReady && homed(estimate);
  }
}
