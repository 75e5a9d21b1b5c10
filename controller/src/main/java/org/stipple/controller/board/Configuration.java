package org.stipple.controller.board;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.stipple.controller.wire.Command;
import org.stipple.controller.wire.DataDictionary;
import org.stipple.controller.wire.DictionaryException;
import org.stipple.controller.wire.Response;

/**
 * The configuration of one board while it is being drawn up: looks names up in the board's
 * dictionary, hands out object ids, collects the configuration commands. Cold: used while the
 * machine is disarmed.
 *
 * <p>What does not fit is told with the settings key first, as in {@code pins.tach: ...}.
 */
final class Configuration {

  /** A configuration command and its arguments. */
  record Line(Command command, List<Integer> arguments) {
    @Override
    public String toString() {
      return command.name() + arguments;
    }
  }

  private static final int OIDS_MAX = 255;

  private final DataDictionary dictionary;
  private final BoardSettings settings;
  private final double clockHz;
  private final List<Line> lines = new ArrayList<>();
  private final List<Line> afterwards = new ArrayList<>();
  private int oids;

  Configuration(DataDictionary dictionary, BoardSettings settings) throws DictionaryException {
    this.dictionary = dictionary;
    this.settings = settings;
    clockHz = dictionary.number("CLOCK_FREQ", 0);
    if (clockHz < 100_000 || clockHz > 1e9) {
      throw new DictionaryException("the board names no usable CLOCK_FREQ");
    }
    String wanted = settings.mcu();
    String mcu = dictionary.text("MCU");
    if (wanted != null && !wanted.equals(mcu)) {
      throw new DictionaryException(
          "board.mcu: the settings want '" + wanted + "', the board is '" + mcu + "'");
    }
  }

  DataDictionary dictionary() {
    return dictionary;
  }

  double clockHz() {
    return clockHz;
  }

  /** A duration in ticks of the board, at least 1. */
  int ticks(double seconds) {
    return (int) Math.max(1, Math.round(seconds * clockHz));
  }

  /** A new object id. */
  int newOid() throws DictionaryException {
    if (oids == OIDS_MAX) {
      throw new DictionaryException("more than " + OIDS_MAX + " objects");
    }
    return oids++;
  }

  int oids() {
    return oids;
  }

  /** The wiring of a fitted role. */
  PinName name(Role role) {
    PinName name = settings.pins().get(role);
    if (name == null) {
      throw new IllegalStateException("role " + role + " is not fitted");
    }
    return name;
  }

  /** The number of a fitted role's pin. */
  int pin(Role role) throws DictionaryException {
    PinName name = name(role);
    Integer number = dictionary.pin(name.name());
    if (number == null) {
      throw new DictionaryException(
          key(role)
              + ": the board ("
              + dictionary.text("MCU")
              + ") has no pin '"
              + name.name()
              + "'; it has "
              + dictionary.pinNames());
    }
    for (Map.Entry<String, String> reserved : dictionary.texts("RESERVE_PINS_").entrySet()) {
      if (Arrays.asList(reserved.getValue().split(",", -1)).contains(name.name())) {
        throw new DictionaryException(
            key(role)
                + ": the board keeps pin '"
                + name.name()
                + "' for "
                + reserved.getKey().substring("RESERVE_PINS_".length()));
      }
    }
    return number;
  }

  /** Whether a chip of this name is an AVR; an atsam... is an ARM and has what an AVR lacks. */
  static boolean isAvr(String mcu) {
    return mcu.startsWith("atmega") || mcu.startsWith("at90") || mcu.startsWith("lgt8");
  }

  /** The number of a fitted input's pin, whose pull must be one the board has. */
  int input(Role role) throws DictionaryException {
    if (name(role).pull() < 0 && isAvr(dictionary.text("MCU"))) {
      throw new DictionaryException(
          key(role) + ": this board has no pull-down (~); allowed: ^ (pull-up) or none");
    }
    return pin(role);
  }

  /** A command that a role needs. */
  Command command(Role role, String name, String... arguments) throws DictionaryException {
    try {
      return Command.of(dictionary, name, arguments);
    } catch (DictionaryException e) {
      throw new DictionaryException(key(role) + ": " + e.getMessage());
    }
  }

  /** A response that a role needs. */
  Response response(Role role, String name, String... parameters) throws DictionaryException {
    try {
      return Response.of(dictionary, name, parameters);
    } catch (DictionaryException e) {
      throw new DictionaryException(key(role) + ": " + e.getMessage());
    }
  }

  /** A constant that a role needs. */
  double number(Role role, String name) throws DictionaryException {
    double value = dictionary.number(name, 0);
    if (value <= 0) {
      throw new DictionaryException(key(role) + ": the board names no " + name);
    }
    return value;
  }

  static String key(Role role) {
    return "pins." + role.key();
  }

  /** Adds a configuration command. */
  void configure(Command command, Integer... arguments) {
    lines.add(new Line(command, List.of(arguments)));
  }

  /** Adds a configuration command that needs those of {@link #configure} before it. */
  void configureAfter(Command command, Integer... arguments) {
    afterwards.add(new Line(command, List.of(arguments)));
  }

  /** All configuration commands in order. */
  List<Line> lines() {
    List<Line> all = new ArrayList<>(lines);
    all.addAll(afterwards);
    return all;
  }

  /** A number that changes when the configuration does: CRC-32 of its commands as text. */
  int crc() {
    CRC32 crc = new CRC32();
    for (Line line : lines()) {
      crc.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return (int) crc.getValue();
  }
}
