package org.stipple.controller.board;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.machine.Contacts;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.profile.Profile;

/**
 * How the board of this machine is wired and driven.
 *
 * @param mcu what the board must say it is (constant MCU of its dictionary); null = any
 * @param baud bits per second of the line, by which times on the wire are estimated; 0 = a USB
 *     board, whose bytes take no time worth counting
 * @param pins pin of each fitted role
 * @param pwmHz frequency of the motor PWM, 100 to 200,000 Hz
 * @param counterPollMicros how often counters look at their pin, 20 to 10,000 us; 0 = by the kind
 *     of board
 * @param currentTripMilliamps motor current at which the board shuts itself down, mA
 * @param depth how the depth axis moves
 */
public record BoardSettings(
    @Nullable String mcu,
    int baud,
    Map<Role, PinName> pins,
    double pwmHz,
    int counterPollMicros,
    double currentTripMilliamps,
    DepthMotion depth) {

  /**
   * How the depth axis moves.
   *
   * @param speedMmPerS speed of a move, 0.5 to 50 mm/s
   * @param accelerationMmPerS2 acceleration of a move, 5 to 5000 mm/s2
   * @param homingMmPerS speed towards the endstop, 0.2 to 20 mm/s
   * @param travelMm longest way to the endstop, 1 to 50 mm
   * @param backlashMm play of the axis, taken up by approaching from the retracted side, 0 to 0.5
   */
  public record DepthMotion(
      double speedMmPerS,
      double accelerationMmPerS2,
      double homingMmPerS,
      double travelMm,
      double backlashMm) {

    /** Checks the ranges. */
    public DepthMotion {
      range("depth speed (mm/s)", speedMmPerS, 0.5, 50);
      range("depth acceleration (mm/s2)", accelerationMmPerS2, 5, 5000);
      range("homing speed (mm/s)", homingMmPerS, 0.2, 20);
      range("depth travel (mm)", travelMm, 1, 50);
      range("backlash (mm)", backlashMm, 0, 0.5);
    }

    /** 12 mm/s with 400 mm/s2: 1 mm in about 115 ms. */
    public static DepthMotion reference() {
      return new DepthMotion(16, 1200, 4, 6, 0.05);
    }
  }

  /** Checks the ranges; takes a copy of the pins. */
  public BoardSettings {
    pins = Map.copyOf(pins);
    if (baud != 0) {
      range("baud", baud, 9600, 4_000_000);
    }
    range("PWM frequency (Hz)", pwmHz, 100, 200_000);
    if (counterPollMicros != 0) {
      range("counter poll (us)", counterPollMicros, 20, 10_000);
    }
    range("current trip (mA)", currentTripMilliamps, 10, 20_000);
  }

  private static void range(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(name + " = " + value + " is outside " + low + ".." + high);
    }
  }

  /**
   * The highest needle frequency whose pulses the board's counters can still tell apart, Hz: each
   * pulse has two level changes, and each must outlast a look at the pin, with a tenth to spare.
   *
   * @param pulsesPerStroke tachometer pulses per stroke
   */
  public double countableHz(int pulsesPerStroke) {
    double pollMicros = counterPollMicros != 0 ? counterPollMicros : fastestPollMicros();
    return 0.9e6 / pollMicros / (2.0 * pulsesPerStroke);
  }

  /** 50 us on ARM, 100 us on the slower AVR, which is the usual board on a UART. */
  private double fastestPollMicros() {
    return baud == 0 ? 50 : 100;
  }

  /** Whether the machine has this role. */
  public boolean has(Role role) {
    return pins.containsKey(role);
  }

  /** The parts of the machine that follow from its pins. */
  public Equipment equipment() {
    int contacts =
        (has(Role.PEDAL_NO) ? Contacts.PEDAL_NO : 0)
            | (has(Role.PEDAL_NC) ? Contacts.PEDAL_NC : 0)
            | (has(Role.ESTOP_SENSE) ? Contacts.ESTOP : 0);
    return new Equipment(
        contacts,
        has(Role.TACH),
        has(Role.INDEX),
        has(Role.MOTOR_CURRENT),
        has(Role.MOTOR_SUPPLY),
        has(Role.DEPTH_STEP) && has(Role.DEPTH_DIR) && has(Role.DEPTH_ENDSTOP),
        has(Role.SUPPLY_ENABLE),
        has(Role.MOTOR_RUN),
        has(Role.BUZZER));
  }

  /** The wiring of the reference machine on a Pi Pico. */
  public static BoardSettings reference(Profile profile) {
    return new BoardSettings(
        null,
        0,
        Map.ofEntries(
            pin(Role.MOTOR_PWM, "gpio2"),
            pin(Role.MOTOR_RUN, "gpio3"),
            pin(Role.SUPPLY_ENABLE, "gpio4"),
            pin(Role.TACH, "gpio5"),
            pin(Role.INDEX, "gpio6"),
            pin(Role.PEDAL_NO, "^!gpio7"),
            pin(Role.PEDAL_NC, "^!gpio8"),
            pin(Role.ESTOP_SENSE, "^!gpio9"),
            pin(Role.BUZZER, "gpio10"),
            pin(Role.DEPTH_STEP, "gpio11"),
            pin(Role.DEPTH_DIR, "gpio12"),
            pin(Role.DEPTH_ENABLE, "!gpio13"),
            pin(Role.DEPTH_ENDSTOP, "^!gpio14"),
            pin(Role.MOTOR_CURRENT, "gpio26"),
            pin(Role.MOTOR_SUPPLY, "gpio27")),
        80_000,
        0,
        0.9 * profile.scales().currentFullScaleMilliamps(),
        DepthMotion.reference());
  }

  private static Map.Entry<Role, PinName> pin(Role role, String name) {
    return Map.entry(role, PinName.parse(name));
  }
}
