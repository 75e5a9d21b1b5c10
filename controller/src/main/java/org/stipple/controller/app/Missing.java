package org.stipple.controller.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stipple.controller.board.BoardSettings;
import org.stipple.controller.board.Role;
import org.stipple.telemetry.toml.Quantity;

/**
 * What a machine lacks and what is therefore not guaranteed, said at start and by doctor.
 *
 * @param roles the missing roles, as in {@code pedal_nc}
 * @param consequence what is not guaranteed without them
 */
record Missing(String roles, String consequence) {

  /** Everything that this machine does not guarantee, in the order of the roles. */
  static List<Missing> of(BoardSettings board) {
    List<Missing> missing = new ArrayList<>();
    for (Role role : Role.values()) {
      if (!board.has(role)) {
        missing.add(new Missing(role.key(), consequence(role, board)));
      }
    }
    return missing;
  }

  /** Why the highest frequency is lower than the settings ask for; empty when it is not. */
  static Optional<String> ceiling(Settings settings) {
    int pulses = settings.profile().needle().pulsesPerStroke();
    double ceilingHz = settings.profile().limits().frequencyHzMax();
    boolean lowered = settings.board().countableHz(pulses) - ceilingHz < 0.1;
    return settings.board().has(Role.TACH) && lowered
        ? Optional.of(
            "%s Hz: the board's counters follow %d pulses a stroke no further"
                .formatted(Quantity.number(ceilingHz), pulses))
        : Optional.empty();
  }

  private static String consequence(Role role, BoardSettings board) {
    return switch (role) {
      case MOTOR_PWM -> "the needle cannot run";
      case MOTOR_RUN -> "no second key holds the motor when motor_pwm fails";
      case SUPPLY_ENABLE -> "the motor supply cannot be cut by the controller";
      case TACH ->
          "needle frequency is not measured: no closed loop, no stroke count, stall and runaway are"
              + " not seen";
      case INDEX -> "needle-up is not known: parking behind the tip is not guaranteed";
      case PEDAL_NO, PEDAL_NC -> pedal(board);
      case ESTOP_SENSE -> "an open e-stop is not seen by the controller; only its relay acts";
      case MOTOR_CURRENT -> "no over-current trip on the board";
      case MOTOR_SUPPLY -> "a sagging or cut motor supply is not seen";
      case BUZZER -> "a board that stopped is not heard";
      case DEPTH_STEP, DEPTH_DIR, DEPTH_ENDSTOP ->
          "no depth axis: depth is set by hand, and a trip cannot retract";
      case DEPTH_ENABLE -> "the depth driver cannot be switched off";
    };
  }

  private static String pedal(BoardSettings board) {
    return board.has(Role.PEDAL_NO) || board.has(Role.PEDAL_NC)
        ? "a welded contact or broken wire of the footswitch is not seen"
        : "no footswitch: the needle cannot run";
  }
}
