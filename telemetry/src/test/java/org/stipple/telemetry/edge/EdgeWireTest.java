package org.stipple.telemetry.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.broker.EmbeddedBroker;
import org.stipple.telemetry.broker.Listener;
import org.stipple.telemetry.broker.PacketTap;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.session.DeviceId;
import org.stipple.telemetry.sparkplug.HostState;

/** What an edge node sends, packet by packet, as it is on the wire to a real broker. */
final class EdgeWireTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static EmbeddedBroker broker;

  @TempDir Path folder;

  @BeforeAll
  static void startBroker() throws IOException {
    broker = EmbeddedBroker.start(0);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private EdgeSettings settings(String node, URI uri) {
    MqttSettings mqtt = new MqttSettings(uri, node, 30, 20, 100);
    return new EdgeSettings(
        "CLINIC", node, new DeviceId("SMP-01"), mqtt, folder.resolve(node).resolve("bdseq"));
  }

  @Test
  void connectsWithAWillAndNoSessionSubscribesThenIsBornAndEndsWithTheWill() throws Exception {
    try (PacketTap tap = new PacketTap(broker.uri())) {
      try (EdgeNode node = new EdgeNode(settings("w1", tap.uri()))) {
        node.deviceOnline(true);
        node.publish(Snapshots.idle());
        node.start();
        await().atMost(SOON).until(() -> !tap.published("DBIRTH").isEmpty());
        node.publish(Snapshots.faulted("estop"));
        await().atMost(SOON).until(() -> !tap.published("DDATA").isEmpty());
      }
      await().atMost(SOON).until(() -> !tap.packets(PacketTap.Disconnect.class).isEmpty());

      PacketTap.Connect connect = tap.packets(PacketTap.Connect.class).getFirst();
      assertThat(connect.version()).isEqualTo(5);
      assertThat(connect.cleanStart()).isTrue();
      assertThat(connect.sessionExpiryS()).isZero();
      PacketTap.Publish will = connect.will().orElseThrow();
      assertThat(will.topic()).isEqualTo("spBv1.0/CLINIC/NDEATH/w1");
      assertThat(will.qos()).isEqualTo(1);
      assertThat(will.retained()).isFalse();

      assertThat(tap.packets(PacketTap.Subscribe.class))
          .containsExactly(
              new PacketTap.Subscribe("spBv1.0/CLINIC/NCMD/w1", 1),
              new PacketTap.Subscribe("spBv1.0/CLINIC/DCMD/w1/+", 1));
      List<PacketTap.Packet> packets = tap.packets();
      assertThat(packets.get(0)).isInstanceOf(PacketTap.Connect.class);
      assertThat(packets.subList(1, 3)).allMatch(PacketTap.Subscribe.class::isInstance);
      List<PacketTap.Publish> published = tap.packets(PacketTap.Publish.class);
      assertThat(published.getFirst().topic()).isEqualTo("spBv1.0/CLINIC/NBIRTH/w1");
      assertThat(published.getLast().topic()).isEqualTo("spBv1.0/CLINIC/NDEATH/w1");
      assertThat(published.subList(0, published.size() - 1)).allMatch(p -> p.qos() == 0);
      assertThat(published).noneMatch(PacketTap.Publish::retained);
      assertThat(packets.getLast()).isEqualTo(new PacketTap.Disconnect(4));
      assertThat(packets.get(packets.size() - 2)).isEqualTo(published.getLast());
    }
  }

  @Test
  void hasOneConnectionAtATimeAndANewOneOnlyAfterTheEndOfTheOld() throws Exception {
    try (PacketTap tap = new PacketTap(broker.uri());
        Listener host = new Listener(broker.uri(), "none")) {
      EdgeSettings waiting = settings("w2", tap.uri()).withPrimaryHost(PrimaryHost.of("the-host"));
      try (EdgeNode node = new EdgeNode(waiting)) {
        node.deviceOnline(true);
        node.start();
        await().atMost(SOON).until(() -> tap.packets(PacketTap.Subscribe.class).size() == 3);
        assertThat(tap.packets(PacketTap.Publish.class)).isEmpty();
        host.say("spBv1.0/STATE/the-host", new HostState(true, 1_000).encode());
        await().atMost(SOON).until(() -> tap.published("DBIRTH").size() == 1);
        host.say("spBv1.0/STATE/the-host", new HostState(false, 1_000).encode());
        await().atMost(SOON).until(() -> tap.packets(PacketTap.Connect.class).size() == 2);
        await().atMost(SOON).until(() -> tap.packets(PacketTap.Subscribe.class).size() == 6);
        assertThat(tap.published("NBIRTH")).hasSize(1);
        host.say("spBv1.0/STATE/the-host", new HostState(true, 2_000).encode());
        await().atMost(SOON).until(() -> tap.published("DBIRTH").size() == 2);
      }
      List<PacketTap.Packet> packets = tap.packets();
      int open = 0;
      for (PacketTap.Packet packet : packets) {
        open += packet instanceof PacketTap.Connect ? 1 : 0;
        open -= packet instanceof PacketTap.Disconnect ? 1 : 0;
        assertThat(open).isBetween(0, 1);
      }
    }
  }
}
