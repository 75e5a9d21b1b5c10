package org.stipple.telemetry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.broker.EmbeddedBroker;
import org.stipple.telemetry.broker.Listener;
import org.stipple.telemetry.edge.EdgeNode;
import org.stipple.telemetry.edge.EdgeSettings;
import org.stipple.telemetry.edge.Snapshots;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.session.DeviceId;
import org.stipple.telemetry.sparkplug.DeviceMetric;
import org.stipple.telemetry.sparkplug.MetricValue;
import org.stipple.telemetry.sparkplug.Payload;
import org.stipple.telemetry.sparkplug.PayloadCodec;

final class HostApplicationTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private EmbeddedBroker broker;

  @BeforeEach
  void startBroker() throws IOException {
    broker = EmbeddedBroker.start(0);
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  private EdgeNode edge() {
    MqttSettings mqtt = new MqttSettings(broker.uri(), "pi-1", 30, 20, 100);
    return new EdgeNode(
        new EdgeSettings("CLINIC", "pi-1", new DeviceId("SMP-01"), mqtt, folder.resolve("bdseq")));
  }

  private HostApplication host(Optional<String> group) {
    MqttSettings mqtt = new MqttSettings(broker.uri(), "host", 30, 20, 100);
    return new HostApplication(new HostSettings("host", group, mqtt, 300));
  }

  private static boolean shows(HostApplication host, DeviceMetric metric, MetricValue value) {
    return host.live().devices().stream()
        .anyMatch(d -> d.online() && value.equals(d.values().get(metric.metricName())));
  }

  @Test
  void followsADeviceThatWasThereBeforeItAndAsksForItsBirth() {
    try (EdgeNode edge = edge();
        HostApplication host = host(Optional.empty())) {
      edge.deviceOnline(true);
      edge.start();
      await().atMost(SOON).until(() -> edge.status().births() == 1);
      host.start();
      await()
          .atMost(SOON)
          .until(() -> {
            edge.publish(Snapshots.running(118.5, 42));
            return shows(host, DeviceMetric.STROKES, new MetricValue.Whole(42));
          });
      assertThat(host.status().rebirthsAsked()).isPositive();
      assertThat(edge.status().births()).isGreaterThan(1);
      assertThat(host.live().sessions())
          .singleElement()
          .satisfies(session -> assertThat(session.zone()).isEqualTo("crown"));
      edge.publish(Snapshots.faulted("stall"));
      await()
          .atMost(SOON)
          .until(() -> shows(host, DeviceMetric.FAULT_ID, new MetricValue.Text("stall")));
    }
  }

  @Test
  void aGapIsNoticedAndARebirthMakesItWhole() throws MqttException {
    try (EdgeNode edge = edge();
        HostApplication host = host(Optional.empty());
        Listener stranger = new Listener(broker.uri(), "spBv1.0/CLINIC/NCMD/#")) {
      host.start();
      await().atMost(SOON).until(() -> host.status().connected());
      edge.deviceOnline(true);
      edge.start();
      await().atMost(SOON).until(() -> host.live().devices().size() == 1);
      assertThat(stranger.heard()).isEmpty();
      // Somebody's message with a number out of order, in the node's name.
      stranger.say(
          "spBv1.0/CLINIC/DDATA/pi-1/SMP-01",
          PayloadCodec.encode(new Payload(1, OptionalInt.of(200), List.of())));
      await().atMost(SOON).until(() -> edge.status().births() == 2);
      await()
          .atMost(SOON)
          .until(() -> host.live().devices().stream().noneMatch(LiveDevice::incomplete));
      assertThat(host.status().gaps()).isPositive();
      assertThat(stranger.heard()).isNotEmpty();
    }
  }

  @Test
  void showsADeviceAsOfflineWhenItsNodeSaysGoodBye() {
    try (HostApplication host = host(Optional.empty())) {
      host.start();
      // A birth before anybody listens is told again only with the next message, and none comes
      // here.
      await().atMost(SOON).until(() -> host.status().connected());
      try (EdgeNode edge = edge()) {
        edge.deviceOnline(true);
        edge.start();
        await()
            .atMost(SOON)
            .until(() -> host.live().devices().stream().anyMatch(LiveDevice::online));
      }
      await()
          .atMost(SOON)
          .until(() -> host.live().devices().stream().noneMatch(LiveDevice::online));
      assertThat(host.live().devices()).hasSize(1);
    }
  }

  @Test
  void tellsItsStateRetainedWhenItComesAndWhenItGoes() throws MqttException {
    try (Listener listener = new Listener(broker.uri(), "spBv1.0/STATE/#")) {
      try (HostApplication host = host(Optional.empty())) {
        host.start();
        await().atMost(SOON).until(() -> said(listener, "\"online\":true"));
      }
      await().atMost(SOON).until(() -> said(listener, "\"online\":false"));
    }
    try (Listener late = new Listener(broker.uri(), "spBv1.0/STATE/#")) {
      await().atMost(SOON).until(() -> said(late, "\"online\":false"));
      assertThat(late.heard().getFirst().retained()).isTrue();
    }
  }

  private static boolean said(Listener listener, String words) {
    return listener.heard().stream()
        .anyMatch(h -> new String(h.payload(), StandardCharsets.UTF_8).contains(words));
  }

  @Test
  void malformedAndForeignMessagesAreDroppedAndCounted() throws MqttException {
    try (HostApplication host = host(Optional.of("CLINIC"));
        Listener stranger = new Listener(broker.uri(), "none")) {
      host.start();
      await().atMost(SOON).until(() -> host.status().connected());
      stranger.say("spBv1.0/CLINIC/NBIRTH/pi-9", new byte[] {(byte) 0xff, 1, 2, 3});
      stranger.say("spBv1.0/nonsense", new byte[] {1});
      stranger.say("spBv1.0/OTHER/NBIRTH/pi-9", new byte[] {(byte) 0xff, 1, 2, 3});
      await().atMost(SOON).until(() -> host.status().refused() == 1);
      await().atMost(SOON).until(() -> host.status().malformed() == 1);
      assertThat(host.live().devices()).isEmpty();
      assertThat(host.status().connected()).isTrue();
    }
  }
}
