package org.stipple.sim.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which ports a bench gets. */
class PortsTest {

  private final List<String> told = new ArrayList<>();

  @Test
  void aUsualPortThatIsTakenIsReplacedAndThatIsTold() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ports ports = Ports.choose(wishes(new Ports.Wish("mqtt", null, taken.getLocalPort())), told);
      assertThat(ports.mqtt()).isNotEqualTo(taken.getLocalPort()).isPositive();
      assertThat(told)
          .singleElement()
          .asString()
          .contains(Integer.toString(taken.getLocalPort()), Integer.toString(ports.mqtt()));
    }
  }

  @Test
  void aNamedPortThatIsTakenIsAnError() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> Ports.choose(wishes(new Ports.Wish("mqtt", port, 1883)), told))
          .hasMessageContaining("--mqtt-port " + port)
          .hasMessageContaining("taken");
    }
  }

  @Test
  void aPortOutOfRangeNamesWhatIsAllowed() {
    assertThatThrownBy(() -> new Ports.Wish("bench", 70_000, 1))
        .hasMessageContaining("--bench-port 70000")
        .hasMessageContaining("0 to 65535");
  }

  @Test
  void allPortsDiffer() throws IOException {
    Ports ports = Ports.any();
    assertThat(List.of(ports.mqtt(), ports.panel(), ports.clinic(), ports.bench()))
        .doesNotHaveDuplicates();
  }

  private static List<Ports.Wish> wishes(Ports.Wish first) {
    return List.of(
        first,
        new Ports.Wish("panel", 0, 1),
        new Ports.Wish("clinic", 0, 1),
        new Ports.Wish("bench", 0, 1));
  }
}
