package org.stipple.controller.app;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.board.PinName;
import org.stipple.controller.board.Role;
import org.stipple.controller.gpio.GpioSettings;
import org.stipple.controller.io.PiLine;
import org.stipple.controller.profile.Scales;
import org.stipple.telemetry.toml.CheckedFile;
import org.stipple.telemetry.toml.Key;
import org.stipple.telemetry.toml.Quantity;
import org.stipple.telemetry.toml.Quantity.Unit;

/** The section {@code [gpio]} of the settings: the Pi's own pins. */
final class GpioSection {

  private static final String NONE = "none";

  /** Lines that may be on the Pi beside a board. */
  private static final Set<PiLine> BESIDE_A_BOARD =
      EnumSet.of(
          PiLine.PEDAL_NO,
          PiLine.PEDAL_NC,
          PiLine.ESTOP_SENSE,
          PiLine.ENCODER_A,
          PiLine.ENCODER_B,
          PiLine.ENCODER_PUSH);

  /** Sections that are about a board or its stepper. */
  private static final List<String> OF_A_BOARD = List.of("line.", "board.", "pins.", "depth.");

  /** Keys that are about a motor on the Pi. */
  private static final String MOTOR = "gpio\\.(pwm_|heartbeat_hold|servo|current|i2c_|shunt).*";

  private GpioSection() {}

  static void addKeys(List<Key> keys) {
    keys.add(
        new Key(
            "gpio.chip",
            new Key.Text("gpiochip[0-9]{1,2}", "\"gpiochipN\", as gpioinfo lists them"),
            "(the header's)",
            "chip that has the lines of [gpio]"));
    for (PiLine line : PiLine.values()) {
      keys.add(new Key("gpio." + line.key(), new Key.Parsed("\"[^|~][!]gpioN\""), "", words(line)));
    }
    keys.add(
        new Key(
            "gpio.heartbeat_hold",
            new Key.Measure(Unit.MS, 30, 80),
            "50 ms",
            "how long the heartbeat's charge pump outlives the host, at most"));
    keys.add(
        new Key(
            "gpio.pwm_chip",
            new Key.Whole(0, 63),
            "(0; on a Raspberry Pi 5 that of its header)",
            "number N of /sys/class/pwm/pwmchipN; channel 0 is the motor, 1 the servo"));
    keys.add(
        new Key(
            "gpio.pwm_frequency",
            new Key.Measure(Unit.HZ, 100, 200_000),
            "20000 Hz",
            "frequency of the motor PWM"));
    servoKeys(keys);
    currentKeys(keys);
  }

  private static void servoKeys(List<Key> keys) {
    keys.add(
        new Key(
            "gpio.servo",
            new Key.Choice(List.of("no", "yes")),
            "no",
            "whether a linear servo on PWM channel 1 moves the depth axis"));
    keys.add(
        new Key(
            "gpio.servo_retracted",
            new Key.Measure(Unit.US, 500, 2500),
            "1000 us",
            "its pulse at full retraction, which is scales.depth_endstop"));
    keys.add(
        new Key(
            "gpio.servo_deepest",
            new Key.Measure(Unit.US, 500, 2500),
            "2000 us",
            "its pulse at the far end of servo_travel"));
    keys.add(
        new Key(
            "gpio.servo_travel", new Key.Measure(Unit.MM, 1, 50), "5 mm", "way between the two"));
    keys.add(
        new Key(
            "gpio.servo_speed",
            new Key.Measure(Unit.MM_PER_S, 0.5, 50),
            "10 mm/s",
            "how fast it surely moves"));
  }

  private static void currentKeys(List<Key> keys) {
    keys.add(
        new Key(
            "gpio.current",
            new Key.Choice(List.of(NONE, "ina219", "ina226", "ads1115")),
            NONE,
            "converter of the motor current on the I2C bus"));
    keys.add(new Key("gpio.i2c_bus", new Key.Whole(0, 31), "1", "number N of /dev/i2c-N"));
    keys.add(
        new Key(
            "gpio.i2c_address",
            new Key.Whole(0x08, 0x77),
            "(64 = 0x40; ads1115: 72 = 0x48)",
            "address of the converter"));
    keys.add(
        new Key(
            "gpio.shunt",
            new Key.Measure(Unit.OHM, 0.001, 10),
            "0.1 ohm",
            "shunt of an INA; with an ADS1115, volts at AIN0 per ampere"));
    keys.add(
        new Key(
            "gpio.current_trip",
            new Key.Measure(Unit.MA, 10, 20_000),
            "(90 % of scales.current_full_scale)",
            "motor current at which the motor is cut off"));
  }

  private static String words(PiLine line) {
    return switch (line) {
      case PEDAL_NO -> "footswitch contact that closes when pressed; beside a board, too";
      case PEDAL_NC -> "footswitch contact that opens when pressed; beside a board, too";
      case ESTOP_SENSE ->
          "sensed channel of the e-stop loop, closed while healthy; beside a" + " board, too";
      case TACH -> "tachometer pulses";
      case INDEX -> "one pulse a stroke, at needle-up";
      case ENABLE_SENSE -> "output of the heartbeat's charge pump, read back";
      case ENCODER_A -> "first contact of the panel's encoder; beside a board, too";
      case ENCODER_B -> "second contact of the panel's encoder; beside a board, too";
      case ENCODER_PUSH -> "push contact of the panel's encoder; beside a board, too";
      case HEARTBEAT -> "input of the charge pump that enables the drive";
      case BUZZER -> "sounder";
    };
  }

  /**
   * Reads it.
   *
   * @param onPins the machine is on the pins, not beside a board
   * @param board pins of that board
   * @param holdMs what the charge pump holds, read already
   * @return empty where nothing is on the Pi's pins
   */
  static Optional<GpioSettings> read(
      CheckedFile file, boolean onPins, Map<Role, PinName> board, double holdMs, Scales scales) {
    Map<PiLine, PinName> lines = lines(file, onPins, board);
    if (onPins) {
      refuse(file, key -> OF_A_BOARD.stream().anyMatch(key::startsWith), "gpio");
      if (!lines.containsKey(PiLine.HEARTBEAT)) {
        file.wrong(
            "gpio.heartbeat",
            "is missing, and nothing else stops the motor of a host that died",
            "\"gpioN\", the input of the charge pump that enables the drive");
      }
    } else {
      refuse(file, key -> key.matches(MOTOR), "board");
      if (lines.isEmpty()) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new GpioSettings(
            file.text("gpio.chip").orElse(null),
            lines,
            file.given("gpio.pwm_chip") ? file.whole("gpio.pwm_chip") : -1,
            file.measure("gpio.pwm_frequency"),
            holdMs,
            servo(file),
            current(file, scales)));
  }

  private static void refuse(CheckedFile file, Predicate<String> which, String link) {
    file.lines().keySet().stream()
        .filter(which)
        .sorted()
        .forEach(key ->
            file.wrong(
                key, "has no meaning with link = \"" + link + "\"", "remove it, or change link"));
  }

  private static Map<PiLine, PinName> lines(
      CheckedFile file, boolean onPins, Map<Role, PinName> board) {
    Map<PiLine, PinName> lines = new EnumMap<>(PiLine.class);
    Map<String, PiLine> taken = new HashMap<>();
    for (PiLine line : PiLine.values()) {
      String key = "gpio." + line.key();
      Optional<PinName> name =
          file.parsed(
              key,
              GpioSection::line,
              "a line of the Pi",
              "[^|~][!]gpioN with N = 0 to 53, as in \"^!gpio17\"");
      if (name.isEmpty()) {
        continue;
      }
      if (!onPins && !BESIDE_A_BOARD.contains(line)) {
        file.wrong(key, "has no meaning with link = \"board\"", "it in [pins], on the board");
      }
      if (board.keySet().stream().anyMatch(role -> role.key().equals(line.key()))) {
        file.wrong(key, "is fitted twice: pins." + line.key() + " too", "one of the two");
      }
      @Nullable PiLine other = taken.putIfAbsent(name.get().name(), line);
      if (other != null) {
        file.wrong(
            key,
            "is '" + name.get() + "', which gpio." + other.key() + " has too",
            "a line of its own");
      }
      lines.put(line, name.get());
    }
    return lines;
  }

  private static PinName line(String text) {
    PinName name = PinName.parse(text);
    if (!name.name().matches("gpio([0-9]|[1-4][0-9]|5[0-3])")) {
      throw new IllegalArgumentException("'" + name.name() + "' is no line of a Pi");
    }
    return name;
  }

  private static GpioSettings.@Nullable Servo servo(CheckedFile file) {
    if (file.text("gpio.servo").orElse("no").equals("no")) {
      return null;
    }
    double retracted = file.measure("gpio.servo_retracted");
    double deepest = file.measure("gpio.servo_deepest");
    if (Math.abs(retracted - deepest) < 100) {
      file.wrong(
          "gpio.servo_deepest",
          "is %s us, about that of servo_retracted".formatted(Quantity.number(deepest)),
          "two pulses at least 100 us apart");
      return null;
    }
    return new GpioSettings.Servo(
        retracted, deepest, file.measure("gpio.servo_travel"), file.measure("gpio.servo_speed"));
  }

  private static GpioSettings.@Nullable Current current(CheckedFile file, Scales scales) {
    String kind = file.text("gpio.current").orElse(NONE);
    double trip =
        file.measure(
            "gpio.current_trip", StrictMath.max(10, 0.9 * scales.currentFullScaleMilliamps()));
    if (kind.equals(NONE)) {
      return null;
    }
    GpioSettings.Converter converter =
        GpioSettings.Converter.valueOf(kind.toUpperCase(Locale.ROOT));
    int usual = converter == GpioSettings.Converter.ADS1115 ? 0x48 : 0x40;
    GpioSettings.Current current =
        new GpioSettings.Current(
            converter,
            file.whole("gpio.i2c_bus"),
            file.given("gpio.i2c_address") ? file.whole("gpio.i2c_address") : usual,
            file.measure("gpio.shunt"),
            trip);
    double most = Math.min(scales.currentFullScaleMilliamps(), current.milliampsMax());
    if (trip > most) {
      file.wrong(
          "gpio.current_trip",
          "is " + Quantity.number(trip) + " mA, more than can be measured",
          "\"10 mA\" to \"%s mA\", by gpio.shunt and scales.current_full_scale"
              .formatted(Quantity.number(Math.floor(most))));
    }
    return current;
  }
}
