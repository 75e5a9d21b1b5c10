package org.stipple.controller.control;

import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.command.StrokeMode;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.profile.Cartridge;
import org.stipple.controller.profile.Limits;
import org.stipple.controller.profile.Profile;

/** What was asked for, within the limits: a refused value leaves the old one in force. */
final class Setpoints {

  /** Step of the depth's setting (machine.md section 2), mm. */
  private static final double DEPTH_STEP_MM = 0.05;

  private final Limits machine;
  private Limits limits;
  private final boolean depthFitted;
  private final boolean countsExactly;
  private double frequencyHz;
  private double depthMm;
  private double torqueMnm;
  private StrokeMode strokeMode = StrokeMode.CONTINUOUS;
  private int tapStrokes = 1;
  private double tapPeriodSeconds = 1;
  private boolean cleared;

  Setpoints(Equipment equipment, Profile profile) {
    machine = profile.limits();
    limits = machine;
    depthFitted = equipment.depthAxis();
    // A tap ends at needle-up, which only the index tells.
    countsExactly = equipment.tachometer() && equipment.index();
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

  /** By so much more, as far as the limits go. */
  void frequencyBy(double hz) {
    frequencyHz = Math.clamp(frequencyHz + hz, limits.frequencyHzMin(), limits.frequencyHzMax());
  }

  /** By so many steps of the depth deeper, as far as the limits go. */
  void depthBy(int steps) {
    if (depthFitted) {
      double mm = Math.rint(depthMm / DEPTH_STEP_MM + steps) * DEPTH_STEP_MM;
      depthMm = Math.clamp(mm, limits.depthMmMin(), limits.depthMmMax());
    }
  }

  /** 0 = no limit. */
  Outcome torque(double millinewtonMetres) {
    boolean off = millinewtonMetres == 0;
    if (!off
        && !(millinewtonMetres >= Limits.TORQUE_MNM_MIN
            && millinewtonMetres <= Limits.TORQUE_MNM_MAX)) {
      return Outcome.OUT_OF_LIMITS;
    }
    torqueMnm = millinewtonMetres;
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

  Outcome strokes(OperatorCommand.SetStrokes asked) {
    StrokeMode mode = asked.mode();
    if (mode == StrokeMode.LATCHED && !limits.latchedAllowed()) {
      return Outcome.NOT_ALLOWED;
    }
    if (mode.taps()) {
      if (!countsExactly) {
        return Outcome.NOT_FITTED;
      }
      if (asked.strokes() < limits.tapStrokesMin() || asked.strokes() > Limits.TAP_STROKES_MAX) {
        return Outcome.OUT_OF_LIMITS;
      }
      tapStrokes = asked.strokes();
    }
    if (mode == StrokeMode.PULSED) {
      double period = asked.periodSeconds();
      if (!(period >= Limits.TAP_PERIOD_S_MIN && period <= Limits.TAP_PERIOD_S_MAX)) {
        return Outcome.OUT_OF_LIMITS;
      }
      tapPeriodSeconds = period;
    }
    strokeMode = mode;
    return Outcome.DONE;
  }

  /** Setpoints outside what the cartridge allows move to its nearest limit. */
  Outcome mount(Cartridge cartridge) {
    if (!machine.leaveAnything(cartridge)) {
      return Outcome.OUT_OF_LIMITS;
    }
    limits = machine.with(cartridge);
    frequencyHz = Math.clamp(frequencyHz, limits.frequencyHzMin(), limits.frequencyHzMax());
    depthMm = depthFitted ? Math.clamp(depthMm, limits.depthMmMin(), limits.depthMmMax()) : 0;
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

  /** Most torque of the motor, mNm; 0 = no limit. */
  double torqueMnm() {
    return torqueMnm;
  }

  StrokeMode strokeMode() {
    return strokeMode;
  }

  int tapStrokes() {
    return tapStrokes;
  }

  double tapPeriodSeconds() {
    return tapPeriodSeconds;
  }

  boolean cleared() {
    return cleared;
  }
}
