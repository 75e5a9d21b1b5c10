package org.stipple.telemetry.edge;

import java.util.Optional;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Zone;

/**
 * Everything the machine says about itself at one moment. A quantity that is not known, or whose
 * source is too old, is NaN and goes out as null, never as a number.
 *
 * @param atMs when it was taken, ms since 1970 UTC
 */
public record DeviceSnapshot(
    long atMs,
    Session session,
    Needle needle,
    Motor motor,
    Inputs inputs,
    State state,
    Fault fault,
    Loop loop,
    LinkHealth link) {

  /**
   * The session.
   *
   * @param id of the open session
   * @param state a word: none, open, ...
   * @param zone of the open session
   * @param elapsedS seconds since it was opened
   * @param needleOnS seconds of it with the needle on
   */
  public record Session(
      Optional<SessionId> id,
      String state,
      Optional<Zone> zone,
      double elapsedS,
      double needleOnS) {
    /** No session is open. */
    public static final Session NONE =
        new Session(Optional.empty(), "none", Optional.empty(), Double.NaN, Double.NaN);
  }

  /**
   * The needle.
   *
   * @param on whether it is being driven; only sets how often samples are told
   * @param frequencyHzSetpoint needle frequency set, Hz
   * @param frequencyHzMeasured needle frequency measured, Hz
   * @param frequencyHzDeviation measured less set, Hz
   * @param depthMmSetpoint needle depth set, mm
   * @param protrusionMmCommanded protrusion the depth axis was sent to, mm
   * @param strokes of the open session, or since the controller started while none is open
   * @param strokesAfterRelease strokes after the last release of the pedal
   */
  public record Needle(
      boolean on,
      double frequencyHzSetpoint,
      double frequencyHzMeasured,
      double frequencyHzDeviation,
      double depthMmSetpoint,
      double protrusionMmCommanded,
      long strokes,
      long strokesAfterRelease) {}

  /**
   * The motor.
   *
   * @param currentMilliamps its current, mA
   * @param duty of the drive, 0..1
   */
  public record Motor(double currentMilliamps, double duty) {}

  /**
   * What people press.
   *
   * @param footswitchPressed pedal down
   * @param estopOpen emergency stop open
   */
  public record Inputs(boolean footswitchPressed, boolean estopOpen) {}

  /**
   * The machine's state.
   *
   * @param mode a word, such as continuous
   * @param armed whether the pedal would start the needle
   */
  public record State(String mode, boolean armed) {}

  /**
   * The fault latch.
   *
   * @param active whether it is latched
   * @param id name of the fault, empty if none
   */
  public record Fault(boolean active, String id) {}

  /**
   * The tick.
   *
   * @param latenessUsP99 99th percentile of its lateness, us
   * @param overruns ticks that took too long
   */
  public record Loop(double latenessUsP99, long overruns) {}

  /**
   * The link to the board.
   *
   * @param ageMs since the last good frame, ms
   * @param retransmits frames sent again
   */
  public record LinkHealth(double ageMs, long retransmits) {}
}
