package org.stipple.telemetry.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class ClinicCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new ClinicCommand())
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
  void aBrokerAddressThatIsNoneIsOneLineThatSaysWhatIsAllowed() {
    assertThat(run("--broker", "localhost", "--port", "0")).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "clinic: broker address 'localhost' is not understood; allowed are tcp://host:port and"
                + " ssl://host:port");
  }

  @Test
  void aPortOutOfRangeIsRefused() {
    assertThat(run("--broker", "tcp://127.0.0.1:1", "--port", "70000")).isEqualTo(1);
    assertThat(err.toString()).contains("port is 70000; allowed are 0 to 65535");
  }
}
