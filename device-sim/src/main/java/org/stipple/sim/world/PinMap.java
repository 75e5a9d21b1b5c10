package org.stipple.sim.world;

import java.util.EnumMap;
import java.util.Map;
import org.stipple.sim.board.BoardKind;

/**
 * Which pin of the board goes where.
 *
 * @param pins pin names by role; a role that is absent is not wired
 */
public record PinMap(Map<Role, String> pins) {

  /** Checks that no pin is used twice. */
  public PinMap {
    pins = Map.copyOf(pins);
    if (pins.values().stream().distinct().count() != pins.size()) {
      throw new IllegalArgumentException("a pin is wired to two roles: " + pins);
    }
  }

  /** The reference wiring of that kind of board. */
  public static PinMap of(BoardKind kind) {
    return kind.name().equals(BoardKind.AVR.name()) ? avr() : pico();
  }

  private static PinMap pico() {
    return named(
        "gpio2", "gpio3", "gpio4", "gpio5", "gpio6", "gpio7", "gpio8", "gpio9", "gpio10", "gpio11",
        "gpio12", "gpio13", "gpio14", "gpio26", "gpio27");
  }

  private static PinMap avr() {
    return named(
        "PH3", "PA1", "PA2", "PA3", "PA4", "PA5", "PA6", "PA7", "PC0", "PC1", "PC2", "PC3", "PC4",
        "PF0", "PF1");
  }

  /** Names in the order of {@link Role}. */
  private static PinMap named(String... names) {
    Map<Role, String> pins = new EnumMap<>(Role.class);
    Role[] roles = Role.values();
    for (int i = 0; i < names.length; i++) {
      pins.put(roles[i], names[i]);
    }
    return new PinMap(pins);
  }

  /** The same map without that role. */
  public PinMap without(Role role) {
    Map<Role, String> fewer = new EnumMap<>(pins);
    fewer.remove(role);
    return new PinMap(fewer);
  }
}
