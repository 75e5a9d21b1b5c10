package org.stipple.telemetry.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class EmbeddedBrokerTest {
  @Test
  void tellsThePortItChoseAndFreesItWhenItStops() throws IOException {
    int port;
    try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
      port = broker.port();
      assertThat(port).isPositive();
      assertThat(broker.uri()).hasToString("tcp://127.0.0.1:" + port);
      assertThat(broker.startTime()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(60));
      System.out.println("broker start " + broker.startTime().toMillis() + " ms");
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
      }
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
  }

  @Test
  void saysThatThePortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertThatThrownBy(() -> EmbeddedBroker.start(taken.getLocalPort()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is taken");
    }
  }
}
