package org.stipple.controller.app;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stipple.controller.board.Role;
import org.stipple.controller.gpio.GpioSettings;
import org.stipple.controller.machine.Contacts;
import org.stipple.controller.machine.Equipment;
import org.stipple.telemetry.toml.Quantity;

/**
 * What a machine lacks and what is therefore not guaranteed, said at start and by doctor.
 *
 * @param roles the missing roles, as in {@code pedal_nc}
 * @param consequence what is not guaranteed without them
 */
record Missing(String roles, String consequence) {

  /** Roles that a machine on the Pi's own pins has lines for; the rest is said by Shortcomings. */
  private static final Set<Role> ON_PINS =
      EnumSet.of(
          Role.TACH, Role.INDEX, Role.PEDAL_NO, Role.PEDAL_NC, Role.ESTOP_SENSE, Role.BUZZER);

  /** Everything that this machine does not guarantee, in the order of the roles. */
  static List<Missing> of(Settings settings) {
    List<Missing> missing = new ArrayList<>();
    for (Role role : Role.values()) {
      boolean asked = !settings.onPins() || ON_PINS.contains(role);
      if (asked && !fitted(role, settings)) {
        missing.add(new Missing(role.key(), consequence(role, settings.equipment())));
      }
    }
    return missing;
  }

  /** On the board, or on a line of the Pi of the same name. */
  private static boolean fitted(Role role, Settings settings) {
    return settings.board().has(role)
        || settings.gpio().stream()
            .anyMatch(gpio ->
                gpio.lines().keySet().stream().anyMatch(line -> line.key().equals(role.key())));
  }

  /** Why the highest frequency is lower than the settings ask for; empty when it is not. */
  static Optional<String> ceiling(Settings settings) {
    int pulses = settings.profile().needle().pulsesPerStroke();
    double ceilingHz = settings.profile().limits().frequencyHzMax();
    double countableHz =
        settings.onPins() ? GpioSettings.countableHz(pulses) : settings.board().countableHz(pulses);
    boolean lowered = countableHz - ceilingHz < 0.1;
    return fitted(Role.TACH, settings) && lowered
        ? Optional.of(
            "%s Hz: the counters follow %d pulses a stroke no further"
                .formatted(Quantity.number(ceilingHz), pulses))
        : Optional.empty();
  }

  private static String consequence(Role role, Equipment equipment) {
    return switch (role) {
      case MOTOR_PWM -> "the needle cannot run";
      case MOTOR_RUN -> "no second key holds the motor when motor_pwm fails";
      case SUPPLY_ENABLE -> "the motor supply cannot be cut by the controller";
      case TACH ->
          "needle frequency is not measured: no closed loop, no stroke count, stall and runaway are"
              + " not seen";
      case INDEX -> "needle-up is not known: parking behind the tip is not guaranteed";
      case PEDAL_NO, PEDAL_NC -> pedal(equipment);
      case ESTOP_SENSE -> "an open e-stop is not seen by the controller; only its relay acts";
      case MOTOR_CURRENT -> "no over-current trip on the board";
      case MOTOR_SUPPLY -> "a sagging or cut motor supply is not seen";
      case BUZZER -> "a board that stopped is not heard";
      case DEPTH_STEP, DEPTH_DIR, DEPTH_ENDSTOP ->
          "no depth axis: depth is set by hand, and a trip cannot retract";
      case DEPTH_ENABLE -> "the depth driver cannot be switched off";
    };
  }

  private static String pedal(Equipment equipment) {
    return equipment.has(Contacts.PEDAL_NO) || equipment.has(Contacts.PEDAL_NC)
        ? "a welded contact or broken wire of the footswitch is not seen"
        : "no footswitch: the needle cannot run";
  }
}
