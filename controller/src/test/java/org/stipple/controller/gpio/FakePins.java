package org.stipple.controller.gpio;

import org.stipple.controller.io.PiLine;
import org.stipple.controller.io.Pins;

/** Pins with a charge pump, a motor with its tachometer, and contacts, on virtual time. */
final class FakePins implements Pins {

  static final int PULSES_PER_STROKE = 4;
  private static final long HOLD_NS = 40_000_000;

  long nowNs;
  boolean gone;
  boolean pedalNo;
  boolean pedalNc = true;
  boolean estop = true;
  int encoder;
  boolean enableStuck;
  boolean enableBroken;
  boolean converterDead;
  int code;
  double hz;
  private double turns;
  boolean heartbeat;
  long toggles;
  private long toggledNs = Long.MIN_VALUE / 2;
  long motorNs;
  long servoNs;
  private long edgesSeen;
  private long edgeSeenNs;

  /** A millisecond passes. */
  void advance(long toNs) {
    double seconds = (toNs - nowNs) / 1e9;
    nowNs = toNs;
    double volts = enabled() ? motorNs / 50_000.0 * 15 : 0;
    double target = Math.max(0, (volts - 1.17) / 0.0732);
    hz += (target - hz) * seconds / (volts > 0 ? 0.03 : 0.01);
    hz = volts == 0 && hz < 2 ? 0 : hz;
    turns += hz * seconds;
    long edges = (long) (turns * 2 * PULSES_PER_STROKE);
    if (edges != edgesSeen) {
      edgesSeen = edges;
      edgeSeenNs = nowNs;
    }
    code = volts > 0 ? 950 : 0;
  }

  boolean enabled() {
    return !enableBroken && (enableStuck || nowNs - toggledNs < HOLD_NS);
  }

  void pedal(boolean pressed) {
    pedalNo = pressed;
    pedalNc = !pressed;
  }

  @Override
  public boolean look() {
    return !gone;
  }

  @Override
  public int levels() {
    return (pedalNo ? PiLine.PEDAL_NO.bit() : 0)
        | (pedalNc ? PiLine.PEDAL_NC.bit() : 0)
        | (estop ? PiLine.ESTOP_SENSE.bit() : 0)
        | (enabled() ? PiLine.ENABLE_SENSE.bit() : 0)
        | encoder;
  }

  @Override
  public long edges(PiLine counted) {
    return edgesSeen;
  }

  @Override
  public long edgeNs(PiLine counted) {
    return edgeSeenNs;
  }

  @Override
  public int currentCode() {
    return code;
  }

  @Override
  public long currentNs() {
    return converterDead ? 1 : nowNs;
  }

  @Override
  public void set(PiLine line, boolean active) {
    if (line == PiLine.HEARTBEAT && active != heartbeat) {
      heartbeat = active;
      toggles++;
      toggledNs = nowNs;
    }
  }

  @Override
  public void pulse(Pwm channel, long widthNs) {
    switch (channel) {
      case MOTOR -> motorNs = widthNs;
      case SERVO -> servoNs = widthNs;
    }
  }
}
