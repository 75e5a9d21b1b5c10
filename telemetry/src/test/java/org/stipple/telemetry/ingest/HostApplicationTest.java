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
import org.stipple.telemetry.edge.DeviceSnapshot;
import org.stipple.telemetry.edge.EdgeNode;
import org.stipple.telemetry.edge.EdgeSettings;
import org.stipple.telemetry.edge.EdgeStatus;
import org.stipple.telemetry.edge.PrimaryHost;
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
      await().atMost(SOON).until(() -> host.status().part() == HostStatus.Part.ACTIVE);
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
      await().atMost(SOON).until(() -> host.status().part() == HostStatus.Part.ACTIVE);
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
  void whatCannotBeBelievedIsCountedByReasonAndSomeOfItKeptAside() throws MqttException {
    try (HostApplication host = host(Optional.empty());
        Listener stranger = new Listener(broker.uri(), "none")) {
      host.start();
      await().atMost(SOON).until(() -> host.status().part() == HostStatus.Part.ACTIVE);
      stranger.say("spBv1.0/CLINIC/NBIRTH/pi-9", new byte[] {(byte) 0xff, 1, 2, 3});
      stranger.say("spBv1.0/nonsense", new byte[] {1});
      stranger.say("spBv1.0/CLINIC/NBIRTH/pi-9", new byte[300_000]);
      stranger.say(
          "spBv1.0/CLINIC/NBIRTH/pi-9",
          PayloadCodec.encode(
              new Payload(System.currentTimeMillis() + 3_600_000, OptionalInt.of(0), List.of())));
      stranger.say("spBv1.0/STATE/host", "OFFLINE".getBytes(StandardCharsets.UTF_8));
      // Its own STATE comes to it by two subscriptions, so that a broker may tell it twice.
      await().atMost(SOON).until(() -> host.status().refused(Refusal.MALFORMED) >= 2);
      assertThat(host.status().refusals())
          .containsEntry(Refusal.FOREIGN_TOPIC, 1L)
          .containsEntry(Refusal.TOO_LARGE, 1L)
          .containsEntry(Refusal.FROM_THE_FUTURE, 1L);
      assertThat(host.refused())
          .extracting(Refused::why)
          .contains(
              Refusal.MALFORMED, Refusal.TOO_LARGE, Refusal.FOREIGN_TOPIC, Refusal.FROM_THE_FUTURE);
      assertThat(host.refused())
          .filteredOn(one -> one.why() == Refusal.TOO_LARGE)
          .singleElement()
          .satisfies(one -> {
            assertThat(one.bytes()).isEqualTo(300_000);
            assertThat(one.beginning()).hasSize(2 * Refusals.BEGINNING_BYTES);
          });
      assertThat(host.live().devices()).isEmpty();
      assertThat(host.status().connected()).isTrue();
    }
  }

  @Test
  void aHostOfOneClinicHearsNothingOfAnother() throws MqttException {
    try (HostApplication host = host(Optional.of("CLINIC"));
        Listener stranger = new Listener(broker.uri(), "none")) {
      host.start();
      await().atMost(SOON).until(() -> host.status().part() == HostStatus.Part.ACTIVE);
      long before = host.status().messages();
      stranger.say("spBv1.0/OTHER/NBIRTH/pi-9", new byte[] {(byte) 0xff, 1, 2, 3});
      stranger.say("spBv1.0/CLINIC/NBIRTH/pi-9", new byte[] {(byte) 0xff, 1, 2, 3});
      await().atMost(SOON).until(() -> host.status().refused(Refusal.MALFORMED) == 1);
      assertThat(host.status().messages()).isEqualTo(before + 1);
    }
  }

  @Test
  void whatAPrimaryHostMissedFillsItsTrend() throws Exception {
    EdgeSettings settings =
        new EdgeSettings(
                "CLINIC",
                "pi-1",
                new DeviceId("SMP-01"),
                new MqttSettings(broker.uri(), "pi-1", 30, 20, 100),
                folder.resolve("bdseq"))
            .withPrimaryHost(PrimaryHost.of("host"));
    try (EdgeNode edge = new EdgeNode(settings)) {
      edge.deviceOnline(true);
      edge.start();
      await().atMost(SOON).until(() -> edge.status().connected());
      for (int i = 1; i <= 20; i++) {
        edge.publish(taken(System.currentTimeMillis() - 60_000 + i * 1_000L, i));
      }
      await().atMost(SOON).until(() -> buffered(edge).values() > 20);
      assertThat(edge.status().births()).isZero();
      try (HostApplication host = host(Optional.empty())) {
        host.start();
        DeviceKey key = new DeviceKey("CLINIC", "pi-1", "SMP-01");
        await().atMost(SOON).until(() -> host.trace(key).size() >= 20);
        assertThat(buffered(edge).values()).isZero();
        assertThat(buffered(edge).dropped()).isZero();
        assertThat(host.trace(key).stream().filter(p -> p.measuredHz() == 110.0)).isNotEmpty();
        edge.publish(taken(System.currentTimeMillis(), 777));
        await()
            .atMost(SOON)
            .until(() -> shows(host, DeviceMetric.STROKES, new MetricValue.Whole(777)));
        assertThat(host.status().rebirthsAsked()).isZero();
      }
      // It says that it goes: the edge keeps from there on.
      await().atMost(SOON).until(() -> !edge.status().primary().orElseThrow().online());
    }
  }

  private static EdgeStatus.Buffered buffered(EdgeNode edge) {
    return edge.status().primary().orElseThrow().buffered();
  }

  private static DeviceSnapshot taken(long atMs, int number) {
    return Snapshots.at(atMs, Snapshots.running(100 + number, number));
  }
}
