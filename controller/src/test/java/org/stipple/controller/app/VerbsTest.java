package org.stipple.controller.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the command line says where nothing runs. */
final class VerbsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "run --help",
        "doctor --help",
        "ctl --help",
        "ctl status --help",
        "ctl arm --help",
        "ctl disarm --help",
        "ctl stop --help",
        "ctl reset --help",
        "ctl set --help",
        "ctl session --help",
        "ctl session open --help",
        "ctl session close --help",
        "ctl session zone --help"
      })
  void everyVerbTeaches(String line) {
    TestHost.Result result = TestHost.stipple(line.split(" "));

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("Usage: stipple")
        .hasLineCount(Math.max(5, lines(result.out())));
  }

  private static int lines(String text) {
    return (int) text.lines().count();
  }

  @Test
  void runEndsWithCodeTwoAndALineForEachWrongSetting() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("m.toml"), "[line]\nprt = \"x\"\n[needle]\nstroke = \"3 Hz\"\n");

    TestHost.Result result = TestHost.stipple("run", "--settings", file.toString());

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err().lines())
        .containsExactly(
            file
                + ":1: key 'line.port' is missing: allowed the path of a serial port, as in"
                + " \"/dev/serial/by-id/usb-Klipper_rp2040_...\"",
            file
                + ":2: key 'line.prt' is unknown: allowed in [line] port, kind, baud, lead,"
                + " run_guard, pwm_guard",
            file
                + ":4: key 'needle.stroke' is '3 Hz', which has the wrong unit: allowed \"2.2"
                + " mm\" to \"5 mm\"; units um, mm, cm");
  }

  @Test
  void runNamesTheKeyOfAPortThatIsMissing() throws IOException {
    Path file = settings("no-such-port");

    TestHost.Result result = TestHost.stipple("run", "--settings", file.toString());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .startsWith(file + ":2: key 'line.port' no port at ")
        .contains("allowed a serial port that is there and free")
        .hasLineCount(1);
    assertThat(result.out()).contains("not guaranteed without motor_pwm: the needle cannot run");
  }

  @Test
  void doctorTellsWhatIsWrongAndWhatToDo() throws IOException {
    Path file = settings("no-such-port");

    TestHost.Result table = TestHost.stipple("doctor", "--settings", file.toString());
    TestHost.Result json = TestHost.stipple("doctor", "--json", "--settings", file.toString());

    assertThat(table.code()).isEqualTo(1);
    assertThat(table.out())
        .containsPattern("java +ok")
        .containsPattern("settings +ok")
        .containsPattern("port +wrong .*m.toml:2: key 'line.port' there is no ")
        .contains("-> plug the board in")
        .containsPattern("roles +warning +pedal_nc is not fitted")
        .containsPattern("broker +ok")
        .containsPattern("data +ok")
        .containsPattern("disk +(ok|warning)");
    JsonNode checks = JsonMapper.shared().readTree(json.out()).path("checks");
    assertThat(checks.size()).isGreaterThan(8);
    assertThat(checks.get(0).path("verdict").asString()).isEqualTo("ok");
  }

  @Test
  void doctorTellsOfWrongSettings() throws IOException {
    Path file = Files.writeString(folder.resolve("m.toml"), "[line]\nport = 3\n");

    TestHost.Result result = TestHost.stipple("doctor", "--settings", file.toString());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).containsPattern("settings +wrong +.*m.toml:2: key 'line.port' is the");
  }

  private Path settings(String port) throws IOException {
    return Files.writeString(
        folder.resolve("m.toml"),
        "[line]\nport = \"%s\"\n[panel]\nport = 0\n[files]\ndata = \"d\"\ncontrol = \"c\"\n"
            .formatted(folder.resolve(port)));
  }
}
