package org.stipple.controller.control;

import org.stipple.controller.command.Outcome;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.profile.Limits;
import org.stipple.controller.profile.Profile;

/** What was asked for, within the limits: a refused value leaves the old one in force. */
final class Setpoints {

  private final Limits limits;
  private final boolean depthFitted;
  private double frequencyHz;
  private double depthMm;
  private boolean cleared;

  Setpoints(Equipment equipment, Profile profile) {
    limits = profile.limits();
    depthFitted = equipment.depthAxis();
    frequencyHz = Math.clamp(100, limits.frequencyHzMin(), limits.frequencyHzMax());
    depthMm = depthFitted ? Math.clamp(1.0, limits.depthMmMin(), limits.depthMmMax()) : 0;
  }

  Outcome frequency(double hz) {
    if (!(hz >= limits.frequencyHzMin() && hz <= limits.frequencyHzMax())) {
      return Outcome.OUT_OF_LIMITS;
    }
    frequencyHz = hz;
    return Outcome.DONE;
  }

  Outcome depth(double mm) {
    if (!depthFitted) {
      return Outcome.NOT_FITTED;
    }
    if (!(mm >= limits.depthMmMin() && mm <= limits.depthMmMax())) {
      return Outcome.OUT_OF_LIMITS;
    }
    depthMm = mm;
    return Outcome.DONE;
  }

  void clear(boolean allowed) {
    cleared = allowed;
  }

  double frequencyHz() {
    return frequencyHz;
  }

  double depthMm() {
    return depthMm;
  }

  boolean cleared() {
    return cleared;
  }
}
