package org.stipple.controller.app;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.board.BoardSettings;
import org.stipple.controller.board.PinName;
import org.stipple.controller.board.Role;
import org.stipple.controller.calibration.Calibration;
import org.stipple.controller.catalogue.Catalogue;
import org.stipple.controller.catalogue.Handpiece;
import org.stipple.controller.catalogue.Skin;
import org.stipple.controller.gpio.GpioSettings;
import org.stipple.controller.io.PiLine;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.panel.SecurePlace;
import org.stipple.controller.profile.Arming;
import org.stipple.controller.profile.Limits;
import org.stipple.controller.profile.Motor;
import org.stipple.controller.profile.Needle;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.profile.Scales;
import org.stipple.controller.profile.Timing;
import org.stipple.controller.profile.Tissue;
import org.stipple.controller.storage.DiskMarks;
import org.stipple.telemetry.edge.PrimaryHost;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.toml.CheckedFile;
import org.stipple.telemetry.toml.FileError;
import org.stipple.telemetry.toml.Quantity;
import org.stipple.telemetry.trust.TlsFiles;

/**
 * Everything a machine is told before it starts; {@code docs/settings.md} lists the keys.
 *
 * @param source the file it came from
 * @param name name of the machine
 * @param onPins the machine is on this Pi's own pins, and neither line nor board is there
 * @param line the serial port
 * @param board wiring and motion
 * @param gpio what is on this Pi's own pins; empty = nothing
 * @param profile what is mounted
 * @param start setpoints at start
 * @param catalogue what may be mounted
 * @param skin name of the skin expected until a preset says another
 * @param calibration of this machine, where one is named; it is in the profile
 * @param broker where sessions are told; empty = nowhere
 * @param panel where the panel listens
 * @param encoder input device of the rotary encoder, where there is one
 * @param dataFolder where sessions are kept
 * @param flightMegabytes of disk that flight logs may take; 0 = none is written
 * @param disk what the disk below the data folder must have
 * @param clockOffSMax by how much the time of day may be off before somebody is called, s
 * @param controlSocket where {@code stipple ctl} connects
 * @param lines line of each key that was given
 */
record Settings(
    Path source,
    String name,
    boolean onPins,
    Line line,
    BoardSettings board,
    Optional<GpioSettings> gpio,
    Profile profile,
    Start start,
    Catalogue catalogue,
    String skin,
    Optional<Calibration> calibration,
    Optional<Broker> broker,
    Panel panel,
    Optional<Path> encoder,
    Path dataFolder,
    int flightMegabytes,
    DiskMarks disk,
    double clockOffSMax,
    Path controlSocket,
    Map<String, Integer> lines) {

  /** The serial port; {@code baud} is what it is opened with, whatever the board makes of it. */
  record Line(Path port, boolean usb, int baud) {}

  /** Setpoints at start. */
  record Start(double frequencyHz, double depthMm) {}

  /**
   * Broker, the Sparkplug names under which this machine reports, who must be there, and by what
   * broker and device know each other.
   */
  record Broker(
      URI uri,
      String group,
      String node,
      String device,
      Optional<PrimaryHost> primary,
      TlsFiles tls) {}

  /** Address of the panel on this host, and where it is for others; port 0 = any free one. */
  record Panel(String host, int port, Optional<SecurePlace> secure) {}

  /** Needles assumed until a cartridge is mounted, without which nothing runs. */
  private static final int NEEDLES = 3;

  /** A Unix socket's name must fit sockaddr_un with its closing zero (108 bytes on Linux). */
  private static final int SOCKET_PATH_BYTES_MAX = 100;

  /**
   * Reads a settings file.
   *
   * @throws FileError naming file, line, key and what is allowed, for everything that is wrong
   */
  static Settings read(Path source, Surroundings surroundings) throws FileError {
    CheckedFile file = CheckedFile.read(source, SettingsKeys.SCHEMA);
    String name = file.text("machine.name").orElse("stipple");
    boolean onPins = file.text("machine.link").orElse("board").equals("gpio");
    Line line = line(file, onPins);
    double holdMs = file.measure("gpio.heartbeat_hold");
    Optional<Timing> timing = onPins ? Optional.of(Timing.pins(holdMs)) : timing(file, line.usb());
    Optional<Limits> limits = limits(file, onPins);
    Scales scales =
        new Scales(
            file.measure("scales.current_full_scale"),
            file.measure("scales.supply_full_scale"),
            file.measure("scales.depth_steps_per_mm"),
            file.measure("scales.depth_endstop"));
    Catalogue catalogue = Catalogue.read(path(file, "files.catalogue", source, surroundings));
    Handpiece handpiece = known(file, "handpiece.type", "1331T012", catalogue.handpieces());
    Optional<Calibration> calibration = calibration(file, source, surroundings, name);
    Needle needle = calibrated(needle(file, handpiece.needle()), calibration);
    Motor motor = motor(file, handpiece.motor());
    Skin skin = known(file, "skin.preset", "normal", catalogue.skins());
    Tissue tissue = new Tissue(NEEDLES, skin.stiffness());
    BoardSettings board = board(file, line, scales);
    Optional<GpioSettings> gpio = GpioSection.read(file, onPins, board.pins(), holdMs, scales);
    double countableHz =
        onPins
            ? GpioSettings.countableHz(needle.pulsesPerStroke())
            : board.countableHz(needle.pulsesPerStroke());
    boolean counts = onPins ? gpio.orElseThrow().has(PiLine.TACH) : board.has(Role.TACH);
    limits =
        limits.map(asked ->
            (counts ? countable(file, asked, countableHz, needle) : asked).parkable(needle));
    Start start = start(file, limits.orElse(Limits.reference()));
    Path data =
        path(file, "files.data", source, surroundings)
            .orElse(surroundings.home().resolve(".local/share/stipple"));
    Panel panel = panel(file, key -> path(file, key, source, surroundings), data);
    Optional<Broker> broker =
        broker(file, name, key -> path(file, key, source, surroundings), data);
    Path socket = socket(file, source, surroundings);
    DiskMarks disk = disk(file);
    file.stopIfWrong();
    return new Settings(
        source,
        name,
        onPins,
        line,
        board,
        gpio,
        new Profile(
            needle,
            motor,
            limits.orElseThrow(),
            scales,
            timing.orElseThrow(),
            tissue,
            arming(file)),
        start,
        catalogue,
        skin.name(),
        calibration,
        broker,
        panel,
        path(file, "encoder.device", source, surroundings),
        data,
        file.whole("files.flight_megabytes"),
        disk,
        file.measure("clock.off_max"),
        socket,
        file.lines());
  }

  /** The entry of the catalogue that a key names, or the usual one, or any where that is gone. */
  private static <T> T known(CheckedFile file, String key, String usual, Map<String, T> there) {
    String name = file.text(key).orElse(usual);
    T found = there.get(name);
    if (found == null) {
      file.wrong(
          key,
          "is '" + name + "', which the catalogue does not have",
          String.join(", ", there.keySet()));
      return there.values().iterator().next();
    }
    return found;
  }

  private static Needle needle(CheckedFile file, Needle usual) {
    return new Needle(
        file.measure("needle.stroke", usual.strokeMm()),
        file.given("needle.pulses_per_stroke")
            ? file.whole("needle.pulses_per_stroke")
            : usual.pulsesPerStroke(),
        file.measure("needle.feed_forward_offset", usual.feedForwardOffsetVolts()),
        file.measure("needle.feed_forward_slope", usual.feedForwardVoltsPerHz()),
        file.measure("needle.supply", usual.supplyVolts()));
  }

  /** What was measured stands above what was written. */
  private static Needle calibrated(Needle written, Optional<Calibration> calibration) {
    return calibration
        .map(measured ->
            new Needle(
                written.strokeMm(),
                written.pulsesPerStroke(),
                measured.fit().offsetVolts(),
                measured.fit().slopeVoltsPerHz(),
                written.supplyVolts()))
        .orElse(written);
  }

  private static Optional<Calibration> calibration(
      CheckedFile file, Path source, Surroundings surroundings, String machine) throws FileError {
    Optional<Path> path = path(file, "files.calibration", source, surroundings);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Calibration calibration = Calibration.read(path.get());
    if (!calibration.machine().equals(machine)) {
      file.wrong(
          "files.calibration",
          "is one of machine '" + calibration.machine() + "'",
          "one of this machine, '" + machine + "'");
    }
    return Optional.of(calibration);
  }

  private static Motor motor(CheckedFile file, Motor usual) {
    return new Motor(
        file.measure("motor.resistance", usual.resistanceOhms()),
        file.measure("motor.torque_constant", usual.torqueMillinewtonMetresPerAmp()),
        file.measure("motor.lag", usual.lagMs()),
        file.measure("motor.current_max", usual.currentMaxMilliamps()));
  }

  /** The one form of an error about a key: {@code FILE:LINE: key 'x.y' what}. */
  String at(String key, String what) {
    return source + ":" + CheckedFile.lineOf(lines, key) + ": key '" + key + "' " + what;
  }

  /** The key a reason of the board speaks of: a role or a pin it names, else the port. */
  String keyNamedBy(String reason) {
    String lower = reason.toLowerCase(Locale.ROOT);
    for (Role role : Role.values()) {
      if (board.has(role) && lower.matches("(?s).*\\b" + role.key() + "\\b.*")) {
        return "pins." + role.key();
      }
    }
    for (Map.Entry<Role, PinName> pin : board.pins().entrySet()) {
      String name = pin.getValue().name().toLowerCase(Locale.ROOT);
      if (lower.matches(
          "(?s).*(?<![a-z0-9])" + java.util.regex.Pattern.quote(name) + "(?![a-z0-9]).*")) {
        return "pins." + pin.getKey().key();
      }
    }
    if (board.mcu() != null && lower.contains("mcu")) {
      return "board.mcu";
    }
    return "line.port";
  }

  /** The parts of this machine, wherever they are wired. */
  Equipment equipment() {
    if (onPins) {
      return gpio.orElseThrow().equipment();
    }
    return gpio.map(pins -> pins.beside(board.equipment())).orElse(board.equipment());
  }

  private static Line line(CheckedFile file, boolean onPins) {
    if (onPins) {
      return new Line(Path.of("/dev/null"), true, 0);
    }
    boolean usb = !file.text("line.kind").orElse("usb").equals("uart");
    int baud = (int) file.measure("line.baud");
    if (usb && file.given("line.baud")) {
      file.wrong("line.baud", "has no meaning on USB", "only with kind = \"uart\"");
    }
    Optional<String> port = file.text("line.port");
    if (!file.given("line.port")) {
      file.wrong(
          "line.port",
          "is missing",
          "the path of a serial port, as in \"/dev/serial/by-id/usb-Klipper_rp2040_...\"");
    }
    return new Line(Path.of(port.orElse("/dev/null")), usb, baud);
  }

  private static Optional<Timing> timing(CheckedFile file, boolean usb) {
    Timing usual = usb ? Timing.usb() : Timing.uart();
    double leadMs = file.measure("line.lead", usual.leadMs());
    double runGuardMs = file.measure("line.run_guard", usual.runGuardMs());
    double pwmGuardMs = file.measure("line.pwm_guard", usual.pwmGuardMs());
    double sumMs = leadMs + pwmGuardMs;
    if (sumMs < 20 || sumMs > Timing.LEAD_AND_GUARD_MS_MAX) {
      String key = file.given("line.pwm_guard") ? "line.pwm_guard" : "line.lead";
      file.wrong(
          key,
          "makes lead + pwm_guard %s ms".formatted(Quantity.number(sumMs)),
          "20 ms to %s ms for both together, so that a silent host means drive off in 100 ms"
              .formatted(Quantity.number(Timing.LEAD_AND_GUARD_MS_MAX)));
      return Optional.empty();
    }
    return Optional.of(new Timing(leadMs, runGuardMs, pwmGuardMs));
  }

  private static Arming arming(CheckedFile file) {
    return new Arming(!file.text("arming.self_test").orElse("yes").equals("no"));
  }

  private static Optional<Limits> limits(CheckedFile file, boolean onPins) {
    double hzMin = file.measure("limits.frequency_min");
    double most = onPins ? GpioSettings.FREQUENCY_HZ_MAX : 180;
    double hzMax = file.measure("limits.frequency_max", most);
    double mmMin = file.measure("limits.depth_min");
    double mmMax = file.measure("limits.depth_max");
    boolean sound = true;
    if (hzMax < hzMin) {
      file.wrong(
          "limits.frequency_max",
          "is below frequency_min",
          Quantity.number(hzMin) + " Hz to " + Quantity.number(most) + " Hz");
      sound = false;
    }
    if (hzMax > most) {
      file.wrong(
          "limits.frequency_max",
          "is " + Quantity.number(hzMax) + " Hz, too fast for link = \"gpio\"",
          Quantity.number(hzMin) + " Hz to " + Quantity.number(most) + " Hz");
      sound = false;
    }
    if (mmMax < mmMin) {
      file.wrong("limits.depth_max", "is below depth_min", Quantity.number(mmMin) + " mm to 2 mm");
      sound = false;
    }
    return sound
        ? Optional.of(
            new Limits(
                hzMin,
                hzMax,
                mmMin,
                mmMax,
                file.text("limits.latched_running").orElse("no").equals("yes"),
                onPins ? GpioSettings.TAP_STROKES_MIN : 1))
        : Optional.empty();
  }

  private static Start start(CheckedFile file, Limits limits) {
    // What nobody asked for follows the limits; what somebody asked for must be within them.
    double hz =
        file.given("start.frequency")
            ? file.measure("start.frequency")
            : Math.clamp(
                file.measure("start.frequency"), limits.frequencyHzMin(), limits.frequencyHzMax());
    double mm = file.measure("start.depth");
    if (hz < limits.frequencyHzMin() || hz > limits.frequencyHzMax()) {
      file.wrong(
          "start.frequency",
          "is " + Quantity.number(hz) + " Hz, outside [limits]",
          "%s Hz to %s Hz"
              .formatted(
                  Quantity.number(limits.frequencyHzMin()),
                  Quantity.number(limits.frequencyHzMax())));
    }
    if (mm < limits.depthMmMin() || mm > limits.depthMmMax()) {
      file.wrong(
          "start.depth",
          "is " + Quantity.number(mm) + " mm, outside [limits]",
          "%s mm to %s mm"
              .formatted(
                  Quantity.number(limits.depthMmMin()), Quantity.number(limits.depthMmMax())));
    }
    return new Start(hz, mm);
  }

  /** A ceiling above what the counters can count is lowered to it. */
  private static Limits countable(
      CheckedFile file, Limits asked, double countableHz, Needle needle) {
    double ceilingHz = Math.floor(10 * countableHz) / 10;
    if (asked.frequencyHzMax() <= ceilingHz) {
      return asked;
    }
    if (ceilingHz < asked.frequencyHzMin()) {
      file.wrong(
          "needle.pulses_per_stroke",
          "is %d: the counters follow that to %s Hz, below limits.frequency_min"
              .formatted(needle.pulsesPerStroke(), Quantity.number(ceilingHz)),
          "fewer pulses, a shorter board.counter_poll or a lower limits.frequency_min");
      return asked;
    }
    return new Limits(
        asked.frequencyHzMin(),
        ceilingHz,
        asked.depthMmMin(),
        asked.depthMmMax(),
        asked.latchedAllowed(),
        asked.tapStrokesMin());
  }

  private static BoardSettings board(CheckedFile file, Line line, Scales scales) {
    double fullScaleMilliamps = scales.currentFullScaleMilliamps();
    double tripMilliamps =
        file.measure("board.current_trip", StrictMath.max(10, 0.9 * fullScaleMilliamps));
    if (tripMilliamps > fullScaleMilliamps) {
      file.wrong(
          "board.current_trip",
          "is " + Quantity.number(tripMilliamps) + " mA, more than the input can measure",
          "\"10 mA\" to scales.current_full_scale, \"%s mA\""
              .formatted(Quantity.number(fullScaleMilliamps)));
    }
    @Nullable String mcu = file.text("board.mcu").orElse(null);
    return new BoardSettings(
        mcu,
        line.usb() ? 0 : line.baud(),
        pins(file),
        file.measure("board.pwm_frequency"),
        (int) file.measure("board.counter_poll", 0),
        tripMilliamps,
        new BoardSettings.DepthMotion(
            file.measure("depth.speed"),
            file.measure("depth.acceleration"),
            file.measure("depth.homing_speed"),
            file.measure("depth.travel"),
            file.measure("depth.backlash")));
  }

  private static Map<Role, PinName> pins(CheckedFile file) {
    Map<Role, PinName> pins = new EnumMap<>(Role.class);
    Map<String, Role> taken = new HashMap<>();
    for (Role role : Role.values()) {
      String key = "pins." + role.key();
      Optional<PinName> pin =
          file.parsed(
              key,
              PinName::parse,
              "a pin name",
              "[^|~][!]NAME with a NAME of the board's dictionary (%s), as in \"^!gpio7\""
                  .formatted(role.kind().name().toLowerCase(Locale.ROOT)));
      if (pin.isEmpty()) {
        continue;
      }
      Role other = taken.putIfAbsent(pin.get().name(), role);
      if (other != null) {
        file.wrong(
            key,
            "is '" + pin.get() + "', which pins." + other.key() + " has too",
            "a pin of its own");
      }
      pins.put(role, pin.get());
    }
    return pins;
  }

  private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1", "localhost");

  private static Panel panel(CheckedFile file, Function<String, Optional<Path>> path, Path data) {
    String host = file.text("panel.host").orElse("127.0.0.1");
    if (!LOOPBACK.contains(host)) {
      file.wrong(
          "panel.host",
          "is '" + host + "', where others would read along and could command",
          "127.0.0.1, ::1, localhost; for others type secure_host = \"" + host + "\", by TLS");
    }
    Optional<SecurePlace> secure =
        file.text("panel.secure_host")
            .map(address ->
                new SecurePlace(
                    address,
                    file.whole("panel.secure_port"),
                    path.apply("panel.certificate").orElse(data.resolve("panel.crt")),
                    path.apply("panel.key").orElse(data.resolve("panel.key"))));
    secure
        .filter(place -> !Files.isRegularFile(place.certificate()))
        .ifPresent(place ->
            file.wrong(
                "panel.secure_host",
                "is '" + place.host() + "', and there is no certificate " + place.certificate(),
                "with one: type %s".formatted(certify(place))));
    return new Panel(host, file.whole("panel.port"), secure);
  }

  /** What makes a certificate of one's own. */
  private static String certify(SecurePlace place) {
    boolean number = place.host().indexOf(':') >= 0 || place.host().matches("[0-9.]+");
    return "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -subj"
        + " /CN=%s -addext subjectAltName=%s:%s -keyout %s -out %s"
            .formatted(
                place.host(),
                number ? "IP" : "DNS",
                place.host(),
                place.key(),
                place.certificate());
  }

  private static Optional<Broker> broker(
      CheckedFile file, String machine, Function<String, Optional<Path>> path, Path data) {
    String group = file.text("mqtt.group").orElse("clinic");
    String node = file.text("mqtt.node").orElse("pi");
    String device = file.text("mqtt.device").orElse(machine);
    Optional<PrimaryHost> primary =
        file.text("mqtt.primary_host")
            .map(id ->
                new PrimaryHost(
                    id,
                    file.whole("mqtt.buffer_megabytes") * 1_000_000L,
                    Duration.ofMinutes(file.whole("mqtt.buffer_minutes"))));
    boolean plain = file.text("mqtt.plain").orElse("no").equals("yes");
    TlsFiles tls = tls(path, data);
    Optional<URI> uri = file.text("mqtt.broker").map(URI::create);
    if (uri.isPresent() && !plain && MqttSettings.isPlainBeyondThisHost(uri.get())) {
      file.wrong(
          "mqtt.broker",
          "is '" + uri.get() + "', on another computer and not encrypted",
          "ssl://HOST:PORT, tcp:// to this computer, or plain = \"yes\"");
    }
    return uri.map(at -> new Broker(at, group, node, device, primary, tls));
  }

  /** Files that are named, else those that an enrolment has put into the data folder. */
  private static TlsFiles tls(Function<String, Optional<Path>> path, Path data) {
    Optional<Path> certificate = path.apply("mqtt.certificate").or(() -> in(data, "device.crt"));
    Path key = path.apply("mqtt.key").orElse(data.resolve("device.key"));
    return new TlsFiles(
        path.apply("mqtt.authority").or(() -> in(data, "authority.crt")),
        certificate.map(file -> new TlsFiles.Own(file, key)));
  }

  private static Optional<Path> in(Path data, String name) {
    return Optional.of(data.resolve(name)).filter(Files::exists);
  }

  private static DiskMarks disk(CheckedFile file) {
    double refuseMb = file.measure("disk.refuse_below");
    double warnMb = file.measure("disk.warn_below");
    if (warnMb < refuseMb) {
      file.wrong(
          file.given("disk.warn_below") ? "disk.warn_below" : "disk.refuse_below",
          "makes warn_below smaller than refuse_below",
          "a warning that comes before sessions are refused");
      warnMb = refuseMb;
    }
    return new DiskMarks(
        bytes(file.measure("disk.reserve")),
        bytes(refuseMb),
        bytes(warnMb),
        Duration.ofSeconds((long) (file.measure("disk.keep_records") * 86_400)));
  }

  private static long bytes(double megabytes) {
    return (long) (megabytes * 1e6);
  }

  private static Path socket(CheckedFile file, Path source, Surroundings surroundings) {
    Path socket =
        path(file, "files.control", source, surroundings).orElse(surroundings.controlSocket());
    int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > SOCKET_PATH_BYTES_MAX) {
      file.wrong(
          "files.control",
          "makes a path of " + length + " bytes",
          "a path of at most " + SOCKET_PATH_BYTES_MAX + " bytes");
    }
    return socket;
  }

  private static Optional<Path> path(
      CheckedFile file, String key, Path source, Surroundings surroundings) {
    return file.text(key)
        .map(text ->
            text.startsWith("~/")
                ? surroundings.home().resolve(text.substring(2))
                : source.toAbsolutePath().resolveSibling(text))
        .map(Path::normalize);
  }
}
