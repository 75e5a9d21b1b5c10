package org.stipple.telemetry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stipple.telemetry.broker.EmbeddedBroker;
import org.stipple.telemetry.broker.Listener;
import org.stipple.telemetry.broker.PacketTap;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.sparkplug.HostState;
import org.stipple.telemetry.sparkplug.Metric;
import org.stipple.telemetry.sparkplug.MetricValue;
import org.stipple.telemetry.sparkplug.NodeMetric;
import org.stipple.telemetry.sparkplug.Payload;
import org.stipple.telemetry.sparkplug.PayloadCodec;

/** What a host application sends, packet by packet, as it is on the wire to a real broker. */
final class HostWireTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String STATE = "spBv1.0/STATE/host";
  private EmbeddedBroker broker;

  @BeforeEach
  void startBroker() throws IOException {
    broker = EmbeddedBroker.start(0);
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  private static HostApplication host(PacketTap tap) {
    MqttSettings mqtt = new MqttSettings(tap.uri(), "host", 30, 20, 100);
    return new HostApplication(new HostSettings("host", Optional.empty(), mqtt, 300));
  }

  private static HostState state(PacketTap.Publish publish) {
    return HostState.parse(publish.payload()).orElseThrow();
  }

  private static List<PacketTap.Publish> states(PacketTap tap) {
    return tap.packets(PacketTap.Publish.class).stream()
        .filter(publish -> publish.topic().equals(STATE))
        .toList();
  }

  @Test
  void saysThatItIsThereWithTheTimeOfItsWillAndThatItGoesWithThatOfItsGoing() throws Exception {
    long beganMs = System.currentTimeMillis();
    try (PacketTap tap = new PacketTap(broker.uri())) {
      try (HostApplication host = host(tap)) {
        host.start();
        await().atMost(SOON).until(() -> host.status().part() == HostStatus.Part.ACTIVE);
      }
      await().atMost(SOON).until(() -> tap.packets(PacketTap.Disconnect.class).size() == 2);
      List<PacketTap.Connect> connects = tap.packets(PacketTap.Connect.class);
      assertThat(connects.get(0).will()).isEmpty();
      assertThat(connects.get(0).clientId()).startsWith("host-standby-");
      PacketTap.Connect seat = connects.get(1);
      assertThat(seat.clientId()).isEqualTo("host");
      assertThat(connects).allMatch(PacketTap.Connect::cleanStart);
      assertThat(connects).allMatch(connect -> connect.sessionExpiryS() == 0);
      PacketTap.Publish will = seat.will().orElseThrow();
      assertThat(will.topic()).isEqualTo(STATE);
      assertThat(will.qos()).isEqualTo(1);
      assertThat(will.retained()).isTrue();
      assertThat(state(will).online()).isFalse();
      assertThat(state(will).atMs()).isBetween(beganMs, System.currentTimeMillis());

      List<PacketTap.Packet> packets = tap.packets();
      List<PacketTap.Packet> after = packets.subList(packets.indexOf(seat) + 1, packets.size());
      assertThat(after.get(0)).isEqualTo(new PacketTap.Subscribe(STATE, 1));
      assertThat(after.get(1)).isEqualTo(new PacketTap.Subscribe("spBv1.0/#", 1));
      assertThat(after.get(2)).isInstanceOf(PacketTap.Publish.class);
      List<PacketTap.Publish> states = states(tap);
      assertThat(states).hasSize(2);
      assertThat(states).allMatch(publish -> publish.qos() == 1 && publish.retained());
      assertThat(state(states.get(0))).isEqualTo(new HostState(true, state(will).atMs()));
      assertThat(state(states.get(1)).online()).isFalse();
      assertThat(state(states.get(1)).atMs()).isGreaterThanOrEqualTo(state(will).atMs());
      assertThat(packets.getLast()).isEqualTo(new PacketTap.Disconnect(0));
    }
  }

  @Test
  void whenItIsSaidToBeAwayItSaysAtOnceThatItIsThere() throws Exception {
    try (PacketTap tap = new PacketTap(broker.uri());
        Listener stranger = new Listener(broker.uri(), STATE);
        HostApplication host = host(tap)) {
      host.start();
      await().atMost(SOON).until(() -> states(tap).size() == 1);
      HostState own = state(states(tap).getFirst());
      stranger.say(STATE, new HostState(false, own.atMs() - 5).encode());
      await().atMost(SOON).until(() -> states(tap).size() >= 2);
      assertThat(state(states(tap).get(1))).isEqualTo(own);
      // Another who is there as well, and ought not to be, hears that too.
      stranger.say(STATE, new HostState(true, own.atMs() - 5).encode());
      await().atMost(SOON).until(() -> states(tap).size() >= 3);
      assertThat(state(states(tap).getLast())).isEqualTo(own);
      assertThat(host.status().part()).isEqualTo(HostStatus.Part.ACTIVE);
    }
  }

  @Test
  void whoHearsANewerClaimThanItsOwnStandsBy() throws Exception {
    try (PacketTap tap = new PacketTap(broker.uri());
        Listener other = new Listener(broker.uri(), STATE);
        HostApplication host = host(tap)) {
      host.start();
      // Active once the broker has answered: from then on what it retains is this claim.
      await().atMost(SOON).until(() -> host.status().part() == HostStatus.Part.ACTIVE);
      HostState own = state(states(tap).getFirst());
      byte[] newer = new HostState(true, own.atMs() + 10_000).encode();
      other.retain(STATE, newer);
      await()
          .atMost(SOON)
          .until(() -> {
            // As a host does: the broker may have told the will of the one that stepped down.
            Listener.Heard last = other.heard().getLast();
            if (!HostState.parse(last.payload()).orElseThrow().online()) {
              other.retain(STATE, newer);
            }
            return host.status().part() == HostStatus.Part.STANDBY;
          });
      // It did not say that nobody is there.
      assertThat(states(tap)).allMatch(publish -> state(publish).online());
      other.retain(STATE, new HostState(false, own.atMs() + 10_000).encode());
      await().atMost(SOON).until(() -> host.status().part() == HostStatus.Part.ACTIVE);
      assertThat(state(states(tap).getLast()).atMs()).isGreaterThan(own.atMs() + 10_000);
    }
  }

  @Test
  void asksForARebirthByNameWithQos0AndNoNumber() throws Exception {
    try (PacketTap tap = new PacketTap(broker.uri());
        Listener stranger = new Listener(broker.uri(), "none");
        HostApplication host = host(tap)) {
      host.start();
      await().atMost(SOON).until(() -> host.status().part() == HostStatus.Part.ACTIVE);
      stranger.say(
          "spBv1.0/CLINIC/NDATA/pi",
          PayloadCodec.encode(
              new Payload(System.currentTimeMillis(), OptionalInt.of(7), List.of())));
      await().atMost(SOON).until(() -> !tap.published("NCMD").isEmpty());
      PacketTap.Publish asked = tap.published("NCMD").getFirst();
      assertThat(asked.topic()).isEqualTo("spBv1.0/CLINIC/NCMD/pi");
      assertThat(asked.qos()).isZero();
      assertThat(asked.retained()).isFalse();
      Payload payload = PayloadCodec.decode(asked.payload());
      assertThat(payload.seq()).isEmpty();
      assertThat(payload.atMs()).isPositive();
      Metric metric = payload.metrics().getFirst();
      assertThat(payload.metrics()).hasSize(1);
      assertThat(metric.isNamed(NodeMetric.REBIRTH)).isTrue();
      assertThat(metric.value()).isEqualTo(new MetricValue.Flag(true));
    }
  }
}
