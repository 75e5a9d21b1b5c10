package org.stipple.sim.board;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The pins of a chip family: names, numbers, and which of them can do what. */
public enum PinBank {
  /** gpio0 to gpio29; analog on gpio26 to gpio29; PWM anywhere; pulls both ways. */
  RP2040,
  /** PA0 to PL7 (no port I); analog on ports F and K; PWM on the timers' outputs; no pull-down. */
  ATMEGA2560;

  /** What the RP2040 calls the converter's input that is its own temperature sensor. */
  private static final int RP2040_TEMPERATURE = 254;

  private static final int RP2040_PINS = 30;
  private static final int RP2040_FIRST_ANALOG = 26;
  private static final String ATMEGA_PORTS = "ABCDEFGHJKL";
  private static final int PINS_PER_PORT = 8;

  /** Compare outputs of timers 0 and 2 to 5 (data sheet of the ATmega2560); timer 1 is taken. */
  private static final Set<String> ATMEGA_TIMER_OUTPUTS =
      Set.of(
          "PB7", "PG5", "PB4", "PH6", "PE3", "PE4", "PE5", "PH3", "PH4", "PH5", "PL3", "PL4",
          "PL5");

  /** The enumeration "pin": name to value (one number) or to first value and count (two). */
  Map<String, List<Integer>> ranges() {
    return switch (this) {
      case RP2040 ->
          Map.of("gpio0", List.of(0, RP2040_PINS), "ADC_TEMPERATURE", List.of(RP2040_TEMPERATURE));
      case ATMEGA2560 -> {
        Map<String, List<Integer>> ranges = new TreeMap<>();
        for (int i = 0; i < ATMEGA_PORTS.length(); i++) {
          char port = ATMEGA_PORTS.charAt(i);
          ranges.put("P" + port + "0", List.of((port - 'A') * PINS_PER_PORT, PINS_PER_PORT));
        }
        yield ranges;
      }
    };
  }

  boolean isPin(int pin) {
    return switch (this) {
      case RP2040 -> pin >= 0 && pin < RP2040_PINS;
      case ATMEGA2560 -> pin >= 0 && ATMEGA_PORTS.indexOf('A' + pin / PINS_PER_PORT) >= 0;
    };
  }

  boolean isAnalog(int pin) {
    return switch (this) {
      case RP2040 -> (pin >= RP2040_FIRST_ANALOG && isPin(pin)) || pin == RP2040_TEMPERATURE;
      case ATMEGA2560 -> isPin(pin) && (name(pin).startsWith("PF") || name(pin).startsWith("PK"));
    };
  }

  boolean isPwm(int pin) {
    return switch (this) {
      case RP2040 -> isPin(pin);
      case ATMEGA2560 -> isPin(pin) && ATMEGA_TIMER_OUTPUTS.contains(name(pin));
    };
  }

  boolean hasPullDown() {
    return this == RP2040;
  }

  String name(int pin) {
    return switch (this) {
      case RP2040 -> pin == RP2040_TEMPERATURE ? "ADC_TEMPERATURE" : "gpio" + pin;
      case ATMEGA2560 -> "P" + (char) ('A' + pin / PINS_PER_PORT) + pin % PINS_PER_PORT;
    };
  }

  int number(String pinName) {
    for (int pin = 0; pin <= RP2040_TEMPERATURE; pin++) {
      if ((isPin(pin) || isAnalog(pin)) && name(pin).equals(pinName)) {
        return pin;
      }
    }
    return -1;
  }
}
