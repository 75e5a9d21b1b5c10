package org.stipple.telemetry.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.record.SigningKey;

final class ClinicCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return ClinicCommand.commandLine(arguments)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void helpNamesItsOptions() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("--broker", "--group", "--port", "--mqtt-port");
  }

  @Test
  void helpNamesEveryVerb() {
    assertThat(run("--help")).isZero();
    assertThat(new picocli.CommandLine(new RecordVerbs()).getSubcommands().keySet())
        .isNotEmpty()
        .allSatisfy(verb -> assertThat(out.toString()).contains(verb));
  }

  @Test
  void verbsWorkOnAStoreOfTheirOwn(@TempDir Path folder) throws Exception {
    String data = folder.toString();
    SigningKey.in(folder);
    assertThat(
            run("enrol", "a/b/c", "--key", folder.resolve("device.pub").toString(), "--data", data))
        .isZero();
    assertThat(run("records", "--data", data)).isZero();
    assertThat(run("recall", "--lot", "4711", "--data", data)).isEqualTo(1);
    assertThat(run("erase", "--client", "C1", "--data", data)).isEqualTo(1);
    assertThat(run("revoke", "a/b/nobody", "--data", data)).isEqualTo(1);
    assertThat(run("enrol", "chair", "--key", "x", "--data", data)).isEqualTo(1);
    String backup = folder.resolve("b.db").toString();
    assertThat(run("backup", backup, "--data", data)).isZero();
    assertThat(run("restore", backup, "--data", data)).isZero();
    assertThat(run("devices", "--data", data)).isZero();
  }

  @Test
  void aBrokerAddressThatIsNoneIsOneLineThatSaysWhatIsAllowed() {
    assertThat(run("--broker", "localhost", "--port", "0", "--data", "target/none")).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "clinic: broker address 'localhost' is not understood; allowed are tcp://host:port and"
                + " ssl://host:port");
  }

  @Test
  void aPortOutOfRangeIsRefused(@TempDir Path folder) {
    assertThat(run("--broker", "tcp://127.0.0.1:1", "--port", "70000", "--data", folder.toString()))
        .isEqualTo(1);
    assertThat(err.toString()).contains("port is 70000; allowed are 0 to 65535");
  }
}
