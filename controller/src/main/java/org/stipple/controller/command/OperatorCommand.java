package org.stipple.controller.command;

import org.stipple.controller.profile.Cartridge;
import org.stipple.controller.profile.Tissue;

/**
 * Operator intent, and what else the tick must be told. Every command has an id by which its
 * outcome is told.
 */
public sealed interface OperatorCommand {

  /** Id given by whoever sent it; outcomes name it. */
  long id();

  /** Make the machine ready for the pedal; homes the depth axis first where it must. */
  record Arm(long id) implements OperatorCommand {}

  /** Retract, park and make safe. */
  record Disarm(long id) implements OperatorCommand {}

  /** Stop now: as {@link Disarm}, but overtakes everything else. Never refused. */
  record Stop(long id) implements OperatorCommand {}

  /** Clear the fault latch, if nothing is wrong any more and the pedal is up. */
  record Reset(long id) implements OperatorCommand {}

  /** Somebody has seen this occurrence of an alarm: its sound ends. */
  record Acknowledge(long id, long occurrence) implements OperatorCommand {}

  /** The alarm's sound is silent for 120 s. */
  record PauseSound(long id) implements OperatorCommand {}

  /**
   * Whether anybody can see the screen that armed the machine. While nobody can, the press under
   * way may finish, the next one is refused, and the machine disarms between the two.
   */
  record Attend(long id, boolean seen) implements OperatorCommand {}

  /** Set the needle frequency in Hz. */
  record SetFrequency(long id, double frequencyHz) implements OperatorCommand {}

  /** Let the needle give way: most torque of the motor, mNm; 0 = no limit but the motor's own. */
  record SetTorque(long id, double millinewtonMetres) implements OperatorCommand {}

  /** Set the depth in mm beyond the tip. */
  record SetDepth(long id, double depthMm) implements OperatorCommand {}

  /**
   * What a press of the pedal means; only while the needle stands and the pedal is up.
   *
   * @param strokes of a tap, 1 to 50; of no meaning to the modes without taps
   * @param periodSeconds from tap to tap while the pedal is held, 0.2 to 10 s; only of PULSED
   */
  record SetStrokes(long id, StrokeMode mode, int strokes, double periodSeconds)
      implements OperatorCommand {}

  /**
   * Another cartridge is mounted, or other skin expected; only while disarmed. Setpoints that the
   * cartridge does not allow move to the nearest that it does.
   */
  record Mount(long id, Cartridge cartridge, Tissue tissue) implements OperatorCommand {}

  /** What the host is worried about from now on, which calls somebody as an alarm does. */
  record Worry(long id, HostConcern concern) implements OperatorCommand {}

  /** Whether there is a session (or a bench mode) that allows arming. Closing disarms. */
  record Clear(long id, boolean allowed) implements OperatorCommand {}
}
