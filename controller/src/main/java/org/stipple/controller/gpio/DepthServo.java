package org.stipple.controller.gpio;

import org.stipple.controller.io.Pins;
import org.stipple.controller.machine.DepthState;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.profile.Scales;

/**
 * The depth axis as a servo, which tells nothing back: where it is follows from the time it surely
 * needs. It moves only while the motor stands; homing sends it to full retraction from wherever it
 * may be.
 */
final class DepthServo {

  /** For its dead band and the start of a move, ns. */
  private static final long MARGIN_NS = 100_000_000;

  /** Less than this is no move, mm. */
  private static final double SAME_MM = 0.001;

  private final GpioSettings.Servo servo;
  private final Scales scales;
  private final Pins pins;
  private DepthState state = DepthState.UNHOMED;
  private double atMm;
  private long arrivesNs;
  private int homings;

  DepthServo(GpioSettings.Servo servo, Scales scales, Pins pins) {
    this.servo = servo;
    this.scales = scales;
    this.pins = pins;
  }

  void fill(long nowNs, Reports reports) {
    if (nowNs >= arrivesNs) {
      if (state == DepthState.HOMING) {
        homings++;
      }
      if (state == DepthState.HOMING || state == DepthState.MOVING) {
        state = DepthState.STANDING;
      }
    }
    reports.depth = state;
    reports.depthSteps = Math.round((atMm - scales.endstopMm()) * scales.stepsPerMm());
    reports.depthHomings = homings;
    reports.depthDriftSteps = 0;
  }

  /** A move under way cannot be stopped where it is: the servo has its pulse. */
  void update(Drive drive, long nowNs) {
    if (drive.run) {
      return;
    }
    switch (drive.depth) {
      case STAND -> {}
      case HOME -> home(nowNs);
      case MOVE -> move(drive.protrusionMm, nowNs);
    }
  }

  private void home(long nowNs) {
    if (state == DepthState.HOMING) {
      return;
    }
    atMm = scales.endstopMm();
    send(servo.travelMm(), nowNs);
    state = DepthState.HOMING;
  }

  private void move(double toMm, long nowNs) {
    boolean known = state == DepthState.STANDING || state == DepthState.MOVING;
    double wayMm = Math.abs(toMm - atMm);
    if (!known || wayMm < SAME_MM) {
      return;
    }
    atMm = toMm;
    send(wayMm, nowNs);
    state = DepthState.MOVING;
  }

  private void send(double wayMm, long nowNs) {
    pins.pulse(Pins.Pwm.SERVO, servo.pulseNs(atMm - scales.endstopMm()));
    long leftNs = Math.max(0, arrivesNs - nowNs);
    arrivesNs = nowNs + leftNs + MARGIN_NS + (long) (wayMm / servo.speedMmPerS() * 1e9);
  }
}
