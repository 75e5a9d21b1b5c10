package org.stipple.telemetry.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.toml.FileError;
import org.stipple.telemetry.toml.Key;

final class ClinicCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) throws FileError {
    return ClinicCommand.commandLine(arguments)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void helpNamesItsOptions() throws Exception {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("--broker", "--group", "--port", "--mqtt-port");
  }

  @Test
  void helpNamesEveryVerb() throws Exception {
    assertThat(run("--help")).isZero();
    assertThat(ClinicCommand.verbs())
        .flatMap(some -> some.getSubcommands().keySet())
        .hasSizeGreaterThan(8)
        .allSatisfy(verb -> assertThat(out.toString()).contains(verb));
  }

  @Test
  void verbsWorkOnAStoreOfTheirOwn(@TempDir Path folder) throws Exception {
    String data = folder.toString();
    assertThat(run("records", "--data", data)).isZero();
    assertThat(run("recall", "--lot", "4711", "--data", data)).isEqualTo(1);
    assertThat(run("erase", "--client", "C1", "--data", data)).isEqualTo(1);
    assertThat(run("revoke", "a/b/nobody", "--data", data)).isEqualTo(1);
    assertThat(run("enrol", "chair", "--key", "x", "--data", data)).isEqualTo(1);
    String backup = folder.resolve("b.db").toString();
    assertThat(run("backup", backup, "--data", data)).isZero();
    assertThat(run("drill", backup, "--data", data)).isZero();
    assertThat(out.toString()).contains("restored and checked: 0 records");
    assertThat(run("restore", backup, "--data", data)).isZero();
    assertThat(run("devices", "--data", data)).isZero();
  }

  @Test
  void plainMqttToAnotherComputerIsRefused(@TempDir Path folder) throws Exception {
    assertThat(run("--broker", "tcp://192.0.2.1:1883", "--data", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("not encrypted", "--plain");
  }

  @Test
  void aBrokerAddressThatIsNoneIsOneLineThatSaysWhatIsAllowed() throws Exception {
    assertThat(run("--broker", "localhost", "--port", "0", "--data", "target/none")).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "clinic: broker address 'localhost' is not understood; allowed are tcp://host:port and"
                + " ssl://host:port");
  }

  @Test
  void aPortOutOfRangeIsRefused(@TempDir Path folder) throws Exception {
    assertThat(run("--broker", "tcp://127.0.0.1:1", "--port", "70000", "--data", folder.toString()))
        .isEqualTo(1);
    assertThat(err.toString()).contains("port is 70000; allowed are 0 to 65535");
  }

  @Test
  void aSettingsFileSaysWhatTheCommandLineDoesNot(@TempDir Path folder) throws Exception {
    Path settings =
        Files.writeString(
            folder.resolve("clinic.toml"), "[store]\ndata = 'kept'\n[records]\nsites = 's.toml'\n");
    Files.writeString(
        folder.resolve("s.toml"), "schema = 1\n[site.berlin]\nretention_years = 30\n");

    assertThat(run("records", "--settings", settings.toString())).isZero();
    assertThat(run("retention", "--settings=" + settings)).isZero();
    assertThat(folder.resolve("kept").resolve("clinic.db")).exists();
    assertThat(run("records", "--settings", settings.toString(), "--data", folder + "/other"))
        .isZero();
    assertThat(folder.resolve("other").resolve("clinic.db")).exists();
  }

  @Test
  void everythingWrongInTheFilesIsTold(@TempDir Path folder) throws Exception {
    Path settings =
        Files.writeString(
            folder.resolve("clinic.toml"), "[broker]\nport = 70000\n[stor]\ndata = 'x'\n");
    assertThatThrownBy(() -> run("records", "--settings", settings.toString()))
        .hasMessageContaining("clinic.toml:2: key 'broker.port' is 70000, which is out of range")
        .hasMessageContaining("clinic.toml:3: key 'stor' is unknown");
    Path sites =
        Files.writeString(
            folder.resolve("sites.toml"),
            "schema = 1\n[site.wien]\nretention_years = 0\nrequires = 'lot'\n");
    assertThat(run("records", "--data", folder.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            sites + ":3: key 'site.wien.retention_years' is 0", "'site.wien.requires' is 'lot'");
  }

  @Test
  void theExamplesAreRight() throws Exception {
    ClinicSettings.read(Path.of("examples/clinic.toml"));
    assertThat(SitesFile.read(Path.of("examples/sites.toml")).templates())
        .hasSize(3)
        .hasEntrySatisfying("wien", site -> assertThat(site.retentionYears()).isEqualTo(30));
  }

  @Test
  void theDocumentListsEveryKeyAsItIs() throws Exception {
    List<Key> keys = new ArrayList<>(ClinicKeys.SCHEMA.keys());
    keys.addAll(ClinicKeys.SITES.keys());
    assertThat(
            Files.readAllLines(Path.of("docs/clinic-settings.md")).stream()
                .filter(line -> line.startsWith("| `")))
        .containsExactlyElementsOf(keys.stream().map(Key::row).toList());
  }

  @Test
  void everyKeyOfTheFileStandsForAnOption() {
    var options = new picocli.CommandLine(new ClinicCommand()).getCommandSpec().optionsMap();
    assertThat(ClinicKeys.SETTINGS)
        .allSatisfy(setting -> assertThat(options).containsKey(setting.option()));
  }

  @Test
  void aHostIdFromWhichNoIdOfAConnectionCanBeMadeIsRefused(@TempDir Path folder) throws Exception {
    String id = "h".repeat(48);
    assertThat(run("--host-id", id, "--broker", "tcp://127.0.0.1:1", "--data", folder.toString()))
        .isEqualTo(1);
    assertThat(err.toString()).contains("host id has 48 characters; allowed are 1 to 47");
  }
}
