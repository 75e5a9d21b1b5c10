package org.stipple.controller.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.stipple.controller.board.Role;
import org.stipple.telemetry.toml.Key;
import org.stipple.telemetry.toml.Quantity.Unit;
import org.stipple.telemetry.toml.Schema;

/**
 * All keys of the settings, in the order of {@code docs/settings.md}, which a test compares with
 * this list. Ranges are those of the records the values end up in.
 */
final class SettingsKeys {

  private static final String ID = "[^/+#\\s]{1,64}";

  /** The schema of a settings file. */
  static final Schema SCHEMA = Schema.ofSections("examples/pico.toml", build());

  private SettingsKeys() {}

  private static List<Key> build() {
    List<Key> keys = new ArrayList<>();
    machineAndLine(keys);
    board(keys);
    GpioSection.addKeys(keys);
    needle(keys);
    depth(keys);
    surroundings(keys);
    diskAndClock(keys);
    return List.copyOf(keys);
  }

  private static void machineAndLine(List<Key> keys) {
    keys.add(
        new Key(
            "machine.name",
            new Key.Text("[A-Za-z0-9_.-]{1,64}", "1 to 64 letters, digits and - _ ."),
            "stipple",
            "name of this machine; it names the device on MQTT too"));
    keys.add(
        new Key(
            "machine.link",
            new Key.Choice(List.of("board", "gpio")),
            "board",
            "how the machine is reached: a board on a serial line, or this Pi's own pins"));
    keys.add(
        new Key(
            "line.port",
            new Key.Text("\\S.*", "the path of a serial port"),
            "",
            "path of the serial port or of a link to it; must be given with link = \"board\""));
    keys.add(
        new Key(
            "line.kind",
            new Key.Choice(List.of("usb", "uart")),
            "usb",
            "whether the board's own USB or a UART carries the bytes"));
    keys.add(
        measure(
            "line.baud",
            Unit.BAUD,
            9600,
            4_000_000,
            "250000 baud",
            "bits per second; only with kind = \"uart\""));
    keys.add(
        measure(
            "line.lead",
            Unit.MS,
            5,
            70,
            "(20 ms on usb, 60 ms on uart)",
            "how far ahead of the board's clock timed messages are queued"));
    keys.add(
        measure(
            "line.run_guard",
            Unit.MS,
            30,
            85,
            "(50 ms on usb, 80 ms on uart)",
            "how long motor_run and supply_enable outlive the host"));
    keys.add(
        measure(
            "line.pwm_guard",
            Unit.MS,
            15,
            80,
            "(65 ms on usb, 25 ms on uart)",
            "how long motor_pwm outlives the host; lead + pwm_guard at most 85 ms"));
  }

  private static void board(List<Key> keys) {
    keys.add(
        new Key(
            "board.mcu",
            new Key.Text("[A-Za-z0-9_.-]{1,40}", "the MCU's name, as in \"rp2040\""),
            "(any)",
            "what the board must say it is"));
    keys.add(
        measure(
            "board.counter_poll",
            Unit.US,
            20,
            10_000,
            "(by the kind of board)",
            "how often the pulse counters look at their pin"));
    keys.add(
        measure(
            "board.pwm_frequency",
            Unit.HZ,
            100,
            200_000,
            "80000 Hz",
            "frequency of the motor PWM"));
    keys.add(
        measure(
            "board.current_trip",
            Unit.MA,
            10,
            20_000,
            "(90 % of scales.current_full_scale)",
            "motor current at which the board shuts itself down"));
    Arrays.stream(Role.values())
        .forEach(role ->
            keys.add(
                new Key(
                    "pins." + role.key(), new Key.Parsed("\"[^|~][!]NAME\""), "", pinWords(role))));
  }

  private static String pinWords(Role role) {
    return switch (role) {
      case MOTOR_PWM -> "PWM of the bridge's enable input";
      case MOTOR_RUN -> "second key of the bridge's enable input";
      case SUPPLY_ENABLE -> "relay of the motor supply";
      case TACH -> "tachometer pulses";
      case INDEX -> "one pulse a stroke, at needle-up";
      case PEDAL_NO -> "footswitch contact that closes when pressed";
      case PEDAL_NC -> "footswitch contact that opens when pressed";
      case ESTOP_SENSE -> "sensed channel of the e-stop loop, closed while healthy";
      case MOTOR_CURRENT -> "analog: motor current";
      case MOTOR_SUPPLY -> "analog: motor supply";
      case BUZZER -> "sounder of the board";
      case DEPTH_STEP -> "step input of the depth driver";
      case DEPTH_DIR -> "direction input of the depth driver; active = deeper";
      case DEPTH_ENABLE -> "enable input of the depth driver";
      case DEPTH_ENDSTOP -> "endstop of the depth axis, closed at full retraction";
    };
  }

  private static void needle(List<Key> keys) {
    keys.add(
        new Key(
            "handpiece.type",
            name(),
            "1331T012",
            "handpiece of the catalogue; it gives the defaults of [needle] and [motor]"));
    keys.add(measure("needle.stroke", Unit.MM, 2.2, 5, "(handpiece.type)", "travel of the needle"));
    keys.add(
        new Key(
            "needle.pulses_per_stroke",
            new Key.Whole(1, 256),
            "(handpiece.type)",
            "tachometer pulses per stroke"));
    keys.add(measure("needle.supply", Unit.V, 3, 48, "(handpiece.type)", "nominal motor supply"));
    keys.add(
        measure(
            "needle.feed_forward_offset",
            Unit.V,
            0,
            12,
            "(handpiece.type)",
            "bridge volts at which the idle needle would just not move"));
    keys.add(
        measure(
            "needle.feed_forward_slope",
            Unit.V_PER_HZ,
            0.001,
            1,
            "(handpiece.type)",
            "bridge volts per Hz of needle frequency"));
    keys.add(
        measure(
            "motor.resistance",
            Unit.OHM,
            0.5,
            100,
            "(handpiece.type)",
            "of the winding with its leads"));
    keys.add(
        measure(
            "motor.torque_constant",
            Unit.MNM_PER_A,
            1,
            50,
            "(handpiece.type)",
            "torque per motor current"));
    keys.add(
        measure(
            "motor.lag",
            Unit.MS,
            2,
            200,
            "(handpiece.type)",
            "mechanical time constant of the whole drive; calibrate sweep measures it"));
    keys.add(
        measure(
            "motor.current_max",
            Unit.MA,
            50,
            20_000,
            "(handpiece.type)",
            "most current a spin-up may ask for"));
    keys.add(
        measure(
            "limits.frequency_min", Unit.HZ, 5, 180, "20 Hz", "lowest settable needle frequency"));
    keys.add(
        measure(
            "limits.frequency_max",
            Unit.HZ,
            5,
            180,
            "(180 Hz; 100 Hz with link = \"gpio\")",
            "highest settable needle frequency; at most 100 Hz with link = \"gpio\""));
    keys.add(measure("limits.depth_min", Unit.MM, 0.2, 2, "0.2 mm", "smallest settable depth"));
    keys.add(measure("limits.depth_max", Unit.MM, 0.2, 2, "2.0 mm", "largest settable depth"));
    keys.add(
        new Key(
            "limits.latched_running",
            new Key.Choice(List.of("no", "yes")),
            "no",
            "whether the needle may be set to run on with the pedal up"));
    keys.add(
        new Key(
            "arming.self_test",
            new Key.Choice(List.of("yes", "no")),
            "yes",
            "whether the machine proves itself before it is armed: relay, current and, once a day,"
                + " tachometer and guards; \"no\" only with run --bench"));
    keys.add(
        measure(
            "scales.current_full_scale",
            Unit.MA,
            10,
            20_000,
            "1000 mA",
            "motor current at full scale of its analog input"));
    keys.add(
        measure(
            "scales.supply_full_scale",
            Unit.V,
            3,
            100,
            "20 V",
            "motor supply at full scale of its analog input"));
    keys.add(
        measure(
            "scales.depth_steps_per_mm",
            Unit.STEPS_PER_MM,
            10,
            100_000,
            "640 steps/mm",
            "microsteps of the depth axis per mm"));
    keys.add(
        measure(
            "scales.depth_endstop",
            Unit.MM,
            -5,
            0,
            "-0.5 mm",
            "protrusion at the endstop, which is full retraction"));
  }

  private static void depth(List<Key> keys) {
    keys.add(measure("depth.speed", Unit.MM_PER_S, 0.5, 50, "16 mm/s", "speed of a move"));
    keys.add(
        measure(
            "depth.acceleration", Unit.MM_PER_S2, 5, 5000, "1200 mm/s2", "acceleration of a move"));
    keys.add(
        measure(
            "depth.homing_speed", Unit.MM_PER_S, 0.2, 20, "4 mm/s", "speed towards the endstop"));
    keys.add(measure("depth.travel", Unit.MM, 1, 50, "6 mm", "longest way to the endstop"));
    keys.add(
        measure(
            "depth.backlash",
            Unit.MM,
            0,
            0.5,
            "0.05 mm",
            "play of the axis, taken up from the retracted side"));
    keys.add(
        new Key(
            "skin.preset",
            name(),
            "normal",
            "skin of the catalogue that is expected until a preset says another"));
    keys.add(
        measure(
            "start.frequency",
            Unit.HZ,
            5,
            180,
            "100 Hz",
            "needle frequency set at start, within [limits]"));
    keys.add(
        measure("start.depth", Unit.MM, 0.2, 2, "1.0 mm", "depth set at start, within [limits]"));
  }

  /** Where the panel listens: this host alone, and others by TLS. */
  private static void panel(List<Key> keys) {
    Key.Text address =
        new Key.Text(
            "[A-Za-z0-9._-]+|[0-9a-fA-F:]+", "an address or a name of this computer, without port");
    keys.add(
        new Key(
            "panel.host",
            address,
            "127.0.0.1",
            "loopback address of the panel; only this host may arm"));
    keys.add(
        new Key(
            "panel.port", new Key.Whole(0, 65_535), "8480", "port of the panel; 0 = any free one"));
    keys.add(
        new Key(
            "panel.secure_host",
            address,
            "",
            "address on which others find the panel too, by TLS and a PIN; they cannot arm"));
    keys.add(
        new Key("panel.secure_port", new Key.Whole(0, 65_535), "8443", "port of that address"));
    keys.add(
        new Key(
            "panel.certificate",
            new Key.Text("\\S.*", "the path of a file"),
            "(panel.crt in files.data)",
            "certificate for secure_host (PEM), of an authority that the visitors believe"));
    keys.add(
        new Key(
            "panel.key",
            new Key.Text("\\S.*", "the path of a file"),
            "(panel.key in files.data)",
            "key of that certificate, readable by the account of the service only"));
  }

  /** By what clinic and device know each other. */
  private static void trust(List<Key> keys) {
    keys.add(
        new Key(
            "mqtt.authority",
            new Key.Text("\\S.*", "the path of a file"),
            "(authority.crt in files.data; without that file, whom the JVM believes)",
            "certificate of the authority that the broker must have its certificate from"));
    keys.add(
        new Key(
            "mqtt.certificate",
            new Key.Text("\\S.*", "the path of a file"),
            "(device.crt in files.data; without that file, none)",
            "certificate that this device shows to an ssl:// broker: stipple clinic enrol"));
    keys.add(
        new Key(
            "mqtt.key",
            new Key.Text("\\S.*", "the path of a file"),
            "(device.key in files.data)",
            "key of that certificate, readable by the account of the service only"));
    keys.add(
        new Key(
            "mqtt.plain",
            new Key.Choice(List.of("no", "yes")),
            "no",
            "whether tcp:// may leave this computer, where whoever is between reads along"));
  }

  private static void surroundings(List<Key> keys) {
    keys.add(
        new Key(
            "mqtt.broker",
            new Key.Text(
                "(tcp|ssl)://([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+\\]):[0-9]{1,5}",
                "\"tcp://HOST:PORT\" or \"ssl://HOST:PORT\""),
            "",
            "where sessions are told; without it nothing leaves this host"));
    keys.add(new Key("mqtt.group", id(), "clinic", "Sparkplug group: the clinic"));
    keys.add(new Key("mqtt.node", id(), "pi", "Sparkplug edge node: this host"));
    keys.add(
        new Key(
            "mqtt.device",
            new Key.Text("[A-Za-z0-9_.-]{1,64}", "1 to 64 letters, digits and - _ ."),
            "(machine.name)",
            "Sparkplug device: the machine"));
    trust(keys);
    keys.add(
        new Key(
            "mqtt.primary_host",
            id(),
            "",
            "Sparkplug host application that live values are for, as in clinic --host-id: nothing is"
                + " told before it is online, and what it missed is told afterwards"));
    keys.add(
        new Key(
            "mqtt.buffer_megabytes",
            new Key.Whole(1, 1_000),
            "8",
            "memory for live values while the primary host is away, MB; beyond it the oldest go"));
    keys.add(
        new Key(
            "mqtt.buffer_minutes",
            new Key.Whole(1, 43_200),
            "720",
            "how long live values are kept for the primary host, min"));
    panel(keys);
    keys.add(
        new Key(
            "encoder.device",
            new Key.Text("\\S.*", "the path of an input device"),
            "none",
            "rotary encoder as the kernel tells of it: a turn changes frequency or depth, a push"
                + " chooses which"));
    keys.add(
        new Key(
            "files.data",
            new Key.Text("\\S.*", "the path of a folder"),
            "~/.local/share/stipple",
            "where sessions are kept; relative to the settings file"));
    keys.add(
        new Key(
            "files.flight_megabytes",
            new Key.Whole(0, 100_000),
            "2400",
            "disk that flight logs in files.data may take, MB: a day; the oldest go first; 0 = none"));
    keys.add(
        new Key(
            "files.catalogue",
            new Key.Text("\\S.*", "the path of a folder"),
            "(built in)",
            "folder of handpieces.toml, cartridges.toml, presets.toml; each replaces the built-in one"));
    keys.add(
        new Key(
            "files.calibration",
            new Key.Text("\\S.*", "the path of a file"),
            "",
            "calibration of this machine; an uncertified one only with run --bench"));
    keys.add(
        new Key(
            "files.control",
            new Key.Text("\\S.*", "the path of a socket, at most 100 bytes"),
            "($XDG_RUNTIME_DIR/stipple/control.sock, else /tmp/stipple-UID/control.sock)",
            "socket that stipple ctl talks to; relative to the settings file"));
  }

  private static void diskAndClock(List<Key> keys) {
    keys.add(
        measure(
            "disk.reserve",
            Unit.MB,
            0,
            100_000,
            "64 MB",
            "room kept for the record of a session that is open when the disk fills: three hours"
                + " with the needle on take about 60 MB"));
    keys.add(
        measure(
            "disk.refuse_below",
            Unit.MB,
            0,
            1_000_000,
            "200 MB",
            "free besides the reserve, below which no session can be opened"));
    keys.add(
        measure(
            "disk.warn_below",
            Unit.MB,
            0,
            1_000_000,
            "1000 MB",
            "free besides the reserve, below which an alarm calls; flight logs, then records that"
                + " the clinic has, give way from here on"));
    keys.add(
        measure(
            "disk.keep_records",
            Unit.DAYS,
            1,
            36_500,
            "90 days",
            "how long a record stays here that the clinic has acknowledged to its end; any other"
                + " stays"));
    keys.add(
        measure(
            "clock.off_max",
            Unit.S,
            0.1,
            3600,
            "5 s",
            "by how much the time of day may differ from the clinic's before an alarm calls"));
  }

  private static Key.Text id() {
    return new Key.Text(ID, "1 to 64 characters without space / + #");
  }

  private static Key.Text name() {
    return new Key.Text(
        "[A-Za-z0-9][A-Za-z0-9_.-]{0,39}", "a name of the catalogue: letters, digits and - _ .");
  }

  private static Key measure(
      String name, Unit unit, double low, double high, String fallback, String meaning) {
    return new Key(name, new Key.Measure(unit, low, high), fallback, meaning);
  }
}
