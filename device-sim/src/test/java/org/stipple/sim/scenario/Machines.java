package org.stipple.sim.scenario;

import java.util.EnumMap;
import java.util.Map;
import org.stipple.controller.board.BoardSettings;
import org.stipple.controller.board.PinName;
import org.stipple.controller.board.Role;
import org.stipple.controller.profile.Arming;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.profile.Timing;
import org.stipple.sim.board.BoardKind;
import org.stipple.sim.world.SimulatedMachine;

/** The machines that scenarios are played on. */
final class Machines {

  private static final Map<Role, String> AVR_PINS =
      Map.ofEntries(
          Map.entry(Role.MOTOR_PWM, "PH3"),
          Map.entry(Role.MOTOR_RUN, "PA1"),
          Map.entry(Role.SUPPLY_ENABLE, "PA2"),
          Map.entry(Role.TACH, "PA3"),
          Map.entry(Role.INDEX, "PA4"),
          Map.entry(Role.PEDAL_NO, "^!PA5"),
          Map.entry(Role.PEDAL_NC, "^!PA6"),
          Map.entry(Role.ESTOP_SENSE, "^!PA7"),
          Map.entry(Role.BUZZER, "PC0"),
          Map.entry(Role.DEPTH_STEP, "PC1"),
          Map.entry(Role.DEPTH_DIR, "PC2"),
          Map.entry(Role.DEPTH_ENABLE, "!PC3"),
          Map.entry(Role.DEPTH_ENDSTOP, "^!PC4"),
          Map.entry(Role.MOTOR_CURRENT, "PF0"),
          Map.entry(Role.MOTOR_SUPPLY, "PF1"));

  private Machines() {}

  /** The reference machine on a Pico by USB. */
  static VirtualSession pico(long seed) {
    return pico(BoardKind.PICO, seed);
  }

  /** The reference machine on a variant of the Pico. */
  static VirtualSession pico(BoardKind kind, long seed) {
    Profile profile = Profile.reference();
    return new VirtualSession(
        new SimulatedMachine(kind, seed, 0), BoardSettings.reference(profile), profile, seed, 0);
  }

  /** The reference machine on an ATmega2560 by UART. */
  static VirtualSession avr(long seed, double corruption) {
    return new VirtualSession(
        new SimulatedMachine(BoardKind.AVR, seed, 0),
        avrSettings(),
        uartProfile(),
        seed,
        corruption);
  }

  /** The reference machine on a Pico, which proves itself before it is armed. */
  static VirtualSession tested(long seed) {
    Profile profile = Profile.reference().with(Arming.tested());
    return new VirtualSession(
        new SimulatedMachine(BoardKind.PICO, seed, 0),
        BoardSettings.reference(profile),
        profile,
        seed,
        0);
  }

  /** The same on an ATmega2560 by UART. */
  static VirtualSession testedAvr(long seed) {
    return new VirtualSession(
        new SimulatedMachine(BoardKind.AVR, seed, 0),
        avrSettings(),
        uartProfile().with(Arming.tested()),
        seed,
        0);
  }

  static Profile uartProfile() {
    return Profile.reference().with(Timing.uart());
  }

  static BoardSettings avrSettings() {
    Map<Role, PinName> pins = new EnumMap<>(Role.class);
    AVR_PINS.forEach((role, name) -> pins.put(role, PinName.parse(name)));
    return new BoardSettings(
        null, 250_000, pins, 31_000, 0, 900, BoardSettings.DepthMotion.reference());
  }

  /** The wiring of a Pico with one role on another pin, or (null) without it. */
  static BoardSettings picoWith(Role role, String pin) {
    BoardSettings usual = BoardSettings.reference(Profile.reference());
    Map<Role, PinName> pins = new EnumMap<>(usual.pins());
    if (pin.isEmpty()) {
      pins.remove(role);
    } else {
      pins.put(role, PinName.parse(pin));
    }
    return new BoardSettings(
        usual.mcu(),
        usual.baud(),
        pins,
        usual.pwmHz(),
        usual.counterPollMicros(),
        usual.currentTripMilliamps(),
        usual.depth());
  }
}
