package org.stipple.controller.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stipple.controller.board.BoardSettings;
import org.stipple.controller.board.Role;
import org.stipple.controller.io.PiLine;
import org.stipple.controller.machine.Contacts;
import org.stipple.controller.profile.Arming;
import org.stipple.controller.profile.Motor;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.profile.Timing;
import org.stipple.telemetry.toml.FileError;
import org.stipple.telemetry.toml.Key;

final class SettingsTest {

  private static final Surroundings HERE =
      new Surroundings(Path.of("/home/someone"), Optional.of(Path.of("/run/user/7")), 7);

  @TempDir Path folder;

  @Test
  void theExampleForThePicoIsTheReferenceMachine() throws Exception {
    Settings settings = Settings.read(Path.of("examples/pico.toml"), HERE);

    assertThat(settings.profile()).isEqualTo(Profile.reference().with(Arming.tested()));
    assertThat(settings.board()).isEqualTo(BoardSettings.reference(Profile.reference()));
    assertThat(settings.line().usb()).isTrue();
    assertThat(settings.broker()).isEmpty();
  }

  @Test
  void theExampleForThePicoHoldsTheDocumentedDefaults() throws Exception {
    Settings example = Settings.read(Path.of("examples/pico.toml"), HERE);
    Settings defaults = read("[line]\nport = \"/dev/ttyACM0\"");

    assertThat(defaults.profile()).isEqualTo(example.profile());
    assertThat(defaults.start()).isEqualTo(example.start());
    assertThat(defaults.panel()).isEqualTo(example.panel());
    assertThat(defaults.name()).isEqualTo(example.name());
    assertThat(defaults.dataFolder())
        .isEqualTo(example.dataFolder())
        .isEqualTo(Path.of("/home/someone/.local/share/stipple"));
    assertThat(defaults.board().depth()).isEqualTo(example.board().depth());
    assertThat(defaults.board().pwmHz()).isEqualTo(example.board().pwmHz());
    assertThat(defaults.board().currentTripMilliamps())
        .isEqualTo(example.board().currentTripMilliamps());
    assertThat(defaults.board().pins()).isEmpty();
    assertThat(defaults.controlSocket()).isEqualTo(Path.of("/run/user/7/stipple/control.sock"));
  }

  @Test
  void theExampleForTheMegaIsAnotherMachine() throws Exception {
    Settings settings = Settings.read(Path.of("examples/arduino-mega.toml"), HERE);

    assertThat(settings.line())
        .isEqualTo(
            new Settings.Line(
                Path.of("/dev/serial/by-id/usb-Arduino_Mega_2560-if00"), false, 250_000));
    assertThat(settings.profile().timing()).isEqualTo(Timing.uart());
    assertThat(settings.board().baud()).isEqualTo(250_000);
    assertThat(settings.board().mcu()).isEqualTo("atmega2560");
    assertThat(settings.board().counterPollMicros()).isEqualTo(200);
    assertThat(settings.board().pins()).hasSize(Role.values().length);
    assertThat(settings.profile().limits().frequencyHzMax()).isEqualTo(120);
  }

  @Test
  void theExampleOfAPiWithoutABoardIsSound() throws IOException, FileError {
    Settings settings = Settings.read(Path.of("examples/gpio.toml"), HERE);

    assertThat(settings.onPins()).isTrue();
    assertThat(settings.gpio().orElseThrow().lines()).hasSize(PiLine.values().length);
    assertThat(settings.equipment().guardsSeen()).isTrue();
    assertThat(settings.equipment().supplySwitch()).isFalse();
    assertThat(settings.profile().timing()).isEqualTo(Timing.pins(50));
    assertThat(settings.profile().limits().frequencyHzMax()).isEqualTo(100);
    assertThat(settings.profile().limits().tapStrokesMin()).isEqualTo(10);
    assertThat(Missing.of(settings)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      textBlock =
          """
          [gpio];tach = 'gpio5'                        | gpio.heartbeat | is missing, and nothing else stops the motor
          [gpio];heartbeat = 'gpio5';tach = 'gpio5'    | gpio.heartbeat | is 'gpio5', which gpio.tach has too
          [gpio];heartbeat = 'gpio5';[pins];tach = 'a' | pins.tach      | has no meaning with link = "gpio"
          [gpio];heartbeat = 'gpio5';[limits];frequency_max = '120 Hz' | limits.frequency_max | is 120 Hz, too fast for link = "gpio": allowed 20 Hz to 100 Hz
          [gpio];heartbeat = 'gpio5';heartbeat_hold = '90 ms' | gpio.heartbeat_hold | is '90 ms', which is out of range: allowed "30 ms" to "80 ms"
          """)
  void namesWhatDoesNotGoWithAPiWithoutABoard(String lines, String key, String words)
      throws IOException {
    Path file =
        write(("[machine]\nlink = 'gpio'\n" + lines.replace(';', '\n') + "\n").replace('\'', '"'));

    assertThatThrownBy(() -> Settings.read(file, HERE))
        .isInstanceOfSatisfying(
            FileError.class,
            error ->
                assertThat(error.lines())
                    .singleElement()
                    .asString()
                    .contains(": key '" + key + "' " + words));
  }

  @Test
  void contactsOnThePiStandBesideThoseOfTheBoard() throws IOException, FileError {
    Settings settings =
        read(
            """
            [line]
            port = "/dev/x"
            [pins]
            motor_pwm = "gpio2"
            estop_sense = "gpio9"
            [gpio]
            pedal_no = "^!gpio5"
            pedal_nc = "^!gpio6"
            """);

    assertThat(settings.onPins()).isFalse();
    assertThat(settings.equipment().contacts())
        .isEqualTo(Contacts.PEDAL_NO | Contacts.PEDAL_NC | Contacts.ESTOP);
    assertThat(Missing.of(settings)).extracting(Missing::roles).doesNotContain("pedal_no");
  }

  @Test
  void theTableInTheDocumentsListsEveryKeyAsItIs() throws IOException {
    List<String> written =
        Files.readAllLines(Path.of("docs/settings.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();

    assertThat(written)
        .containsExactlyElementsOf(SettingsKeys.SCHEMA.keys().stream().map(Key::row).toList());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      textBlock =
          """
          [needle];strok = '3 mm'            | 5 | needle.strok  | is unknown: allowed in [needle] stroke,
          [nedle];stroke = '3 mm'            | 4 | nedle         | is unknown: allowed sections [machine], [line]
          [needle];stroke = 3                | 5 | needle.stroke | is the number 3, not a text with a number and a unit: allowed
          [needle];stroke = '3'              | 5 | needle.stroke | is '3', which has no unit: allowed
          [needle];stroke = '3 Hz'           | 5 | needle.stroke | is '3 Hz', which has the wrong unit: allowed "2.2 mm" to "5 mm"; units um, mm, cm
          [needle];stroke = '3 furlong'      | 5 | needle.stroke | is '3 furlong', whose unit is unknown: allowed
          [needle];stroke = '7 mm'           | 5 | needle.stroke | is '7 mm', which is out of range: allowed "2.2 mm" to "5 mm"
          [needle];stroke = 'mm'             | 5 | needle.stroke | is 'mm', which is no number with a unit: allowed
          [needle];stroke = [1, 2]           | 5 | needle.stroke | is a list or a date, not a text
          [needle];pulses_per_stroke = '16'  | 5 | needle.pulses_per_stroke | is '16', not a whole number: allowed 1 to 256
          [needle];pulses_per_stroke = 257   | 5 | needle.pulses_per_stroke | is 257, which is out of range: allowed 1 to 256
          [needle];pulses_per_stroke = 1.5   | 5 | needle.pulses_per_stroke | is the number 1.5, not a whole number
          [machine];link = 'can'             | 5 | machine.link  | is 'can': allowed "board", "gpio"
          [gpio];tach = 'gpio5'              | 5 | gpio.tach     | has no meaning with link = "board"
          [gpio];pwm_chip = 0                | 5 | gpio.pwm_chip | has no meaning with link = "board"
          [gpio];pedal_no = 'gpio99'         | 5 | gpio.pedal_no | is 'gpio99', which is no line of the Pi: allowed
          [machine];name = true              | 5 | machine.name  | is the truth value true, not a text
          [pins];tach = 'gpio 5'             | 5 | pins.tach     | is 'gpio 5', which is no pin name: allowed [^|~][!]NAME
          [pins];tach = 5                    | 5 | pins.tach     | is the number 5, not a pin name
          [pins];tacho = 'gpio5'             | 5 | pins.tacho    | is unknown: allowed in [pins] motor_pwm, motor_run
          [pins];tach = 'gpio5';index = 'gpio5' | 5 | pins.index | is 'gpio5', which pins.tach has too: allowed a pin of its own
          [limits];frequency_max = '10 Hz'   | 5 | limits.frequency_max | is below frequency_min: allowed 20 Hz to 180 Hz
          [start];frequency = '10 Hz'        | 5 | start.frequency | is 10 Hz, outside [limits]: allowed 20 Hz to 180 Hz
          [start];depth = '0.1 mm'           | 5 | start.depth   | is '0.1 mm', which is out of range: allowed "0.2 mm"
          [board];current_trip = '2 A'       | 5 | board.current_trip | is 2000 mA, more than the input can measure: allowed
          [mqtt];broker = 'localhost'        | 5 | mqtt.broker   | is 'localhost': allowed "tcp://HOST:PORT"
          [mqtt];group = 'a/b'               | 5 | mqtt.group    | is 'a/b': allowed 1 to 64 characters without space / + #
          [panel];host = '0.0.0.0'           | 5 | panel.host    | is '0.0.0.0', where others would read along and could command: allowed 127.0.0.1, ::1, localhost; for others type secure_host = "0.0.0.0", by TLS
          [panel];secure_host = '10.0.0.7'   | 5 | panel.secure_host | is '10.0.0.7', and there is no certificate
          [panel];secure_host = 'chair-1'    | 5 | panel.secure_host | is 'chair-1', and there is no certificate /home/someone/.local/share/stipple/panel.crt: allowed with one: type openssl req -x509
          [panel];port = 70000               | 5 | panel.port    | is 70000, which is out of range: allowed 0 to 65535
          needle = 3                         | 4 | needle        | is a value, not a section: allowed [needle] with keys
          """)
  void namesFileLineKeyAndWhatIsAllowed(String lines, int line, String key, String words)
      throws IOException {
    // The pins of the last case stand on lines 5 and 6.
    int expectedLine = key.equals("pins.index") ? line + 1 : line;
    boolean topLevel = !lines.contains("[") || lines.startsWith("needle");
    String text =
        topLevel
            ? "# a\n# b\n# c\n" + lines + "\n[line]\nport = \"/dev/ttyACM0\"\n"
            : "[line]\nport = \"/dev/ttyACM0\"\n\n" + lines.replace(';', '\n') + "\n";
    Path file = write(text.replace('\'', '"'));

    assertThatThrownBy(() -> Settings.read(file, HERE))
        .isInstanceOfSatisfying(
            FileError.class,
            error ->
                assertThat(error.lines())
                    .singleElement()
                    .asString()
                    .startsWith(file + ":" + expectedLine + ": key '" + key + "' " + words)
                    .doesNotContain("\n"));
  }

  @Test
  void aHandpieceOfTheCatalogueGivesTheDefaultsOfNeedleAndMotor() throws Exception {
    Settings settings =
        read(
            """
            [line]
            port = "/dev/x"
            [handpiece]
            type = "1724T006"
            [motor]
            lag = "30 ms"
            """);

    assertThat(settings.profile().motor()).isEqualTo(new Motor(3.4, 6.6, 30, 800));
    assertThat(settings.profile().needle().feedForwardVoltsPerHz()).isEqualTo(0.0424);
    assertThatThrownBy(() -> read("[line]\nport = \"/dev/x\"\n[handpiece]\ntype = \"best\"\n"))
        .hasMessageContaining(
            ":4: key 'handpiece.type' is 'best', which the catalogue does not have: allowed 1331T0");
  }

  @Test
  void aCalibrationStandsAboveTheSettingsAndIsOfThisMachine() throws Exception {
    Files.writeString(
        folder.resolve("c.toml"),
        """
        schema = 1
        [calibration.sweep]
        certified = "no"
        machine = "chair-1"
        made = "2026-11-27T10:00:00Z"
        feed_forward_offset = "1.5 V"
        feed_forward_slope = "0.08 V/Hz"
        error_max = "0.01 V"
        """);
    String rest =
        """
        [line]
        port = "/dev/x"
        [needle]
        feed_forward_offset = "1 V"
        [files]
        calibration = "c.toml"
        """;

    Settings settings = read("[machine]\nname = \"chair-1\"\n" + rest);

    assertThat(settings.profile().needle().feedForwardOffsetVolts()).isEqualTo(1.5);
    assertThat(settings.calibration().orElseThrow().certified()).isFalse();
    assertThatThrownBy(() -> read(rest))
        .hasMessageContaining("key 'files.calibration' is one of machine 'chair-1': allowed one");
    Path file = write("[machine]\nname = \"chair-1\"\n" + rest);
    TestHost.Result refused = TestHost.stipple("run", "--settings", file.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains(":8: key 'files.calibration' names an uncertified calibration")
        .contains("allowed only with run --bench");
  }

  @Test
  void refusesGuardsThatWouldOutliveTheHostForTooLong() {
    assertThatThrownBy(
            () -> read("[line]\nport = \"/dev/x\"\nlead = \"40 ms\"\npwm_guard = \"60 ms\"\n"))
        .hasMessageContaining(":4: key 'line.pwm_guard' makes lead + pwm_guard 100 ms: allowed")
        .hasMessageContaining("85 ms");
  }

  @Test
  void lowersTheCeilingToWhatTheCountersCanFollowAndSaysSo() throws Exception {
    Settings settings =
        read(
            "[line]\nport = \"/dev/x\"\n[pins]\ntach = \"gpio5\"\n[needle]\npulses_per_stroke = 100");

    // 20,000 looks a second, a tenth to spare, two level changes a pulse.
    assertThat(settings.profile().limits().frequencyHzMax()).isEqualTo(90);
    assertThat(Missing.ceiling(settings).orElseThrow()).contains("90 Hz").contains("100 pulses");
    assertThat(Missing.ceiling(read("[line]\nport = \"/dev/x\"\n"))).isEmpty();
  }

  @Test
  void refusesMorePulsesThanTheCountersFollowAtTheLowestFrequency() {
    String tooMany =
        """
        [line]
        port = "/dev/x"
        [pins]
        tach = "gpio5"
        [needle]
        pulses_per_stroke = 256
        [board]
        counter_poll = "100 us"
        """;
    assertThatThrownBy(() -> read(tooMany))
        .hasMessageContaining(":6: key 'needle.pulses_per_stroke' is 256")
        .hasMessageContaining("17.5 Hz");
  }

  @Test
  void refusesABaudRateOnUsb() {
    assertThatThrownBy(() -> read("[line]\nport = \"/dev/x\"\nbaud = \"250000 baud\"\n"))
        .hasMessageContaining(":3: key 'line.baud' has no meaning on USB: allowed only with kind");
  }

  @Test
  void h23TellsEverythingThatIsWrongAtOnceInTheOrderOfTheFile() {
    assertThatThrownBy(
            () -> read("[needle]\nstroke = \"9 mm\"\nsupply = \"15\"\n[start]\nfrequency = 7\n"))
        .isInstanceOfSatisfying(
            FileError.class,
            error ->
                assertThat(error.lines())
                    .satisfiesExactly(
                        first -> assertThat(first).contains(":1: key 'line.port' is missing"),
                        second -> assertThat(second).contains(":2: key 'needle.stroke'"),
                        third -> assertThat(third).contains(":3: key 'needle.supply'"),
                        fourth -> assertThat(fourth).contains(":5: key 'start.frequency'")));
  }

  @Test
  void h23SaysWhereAFileIsNotToml() {
    assertThatThrownBy(() -> read("[line]\nport = \n")).hasMessageContaining(":2: not TOML: ");
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThatThrownBy(() -> Settings.read(folder.resolve("none.toml"), HERE))
        .hasMessageContaining("none.toml: no such file");
  }

  @ParameterizedTest
  @CsvSource({
    "80 kHz,80000",
    "0.08 MHz,80000",
    "31250 Hz,31250",
    "100Hz,100",
  })
  void convertsUnitsExactly(String text, double hz) throws Exception {
    assertThat(
            read("[line]\nport=\"/dev/x\"\n[board]\npwm_frequency=\"" + text + "\"")
                .board()
                .pwmHz())
        .isEqualTo(hz);
  }

  @Test
  void findsTheKeyThatABoardsReasonSpeaksOf() throws Exception {
    Settings settings = Settings.read(Path.of("examples/pico.toml"), HERE);

    assertThat(settings.keyNamedBy("no pin named gpio26 on this board"))
        .isEqualTo("pins.motor_current");
    assertThat(settings.keyNamedBy("pin of role depth_endstop cannot be an input"))
        .isEqualTo("pins.depth_endstop");
    assertThat(settings.keyNamedBy("the dictionary is broken")).isEqualTo("line.port");
    assertThat(settings.at("pins.tach", "is unknown"))
        .matches(".*pico.toml:[0-9]+: key 'pins.tach' is unknown");
  }

  private Settings read(String text) throws IOException, FileError {
    return Settings.read(write(text), HERE);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("settings.toml"), text);
  }
}
