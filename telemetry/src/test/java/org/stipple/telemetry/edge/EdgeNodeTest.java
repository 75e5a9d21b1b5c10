package org.stipple.telemetry.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.broker.CuttableWire;
import org.stipple.telemetry.broker.EmbeddedBroker;
import org.stipple.telemetry.broker.Listener;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.session.DeviceId;
import org.stipple.telemetry.sparkplug.DataType;
import org.stipple.telemetry.sparkplug.DeviceMetric;
import org.stipple.telemetry.sparkplug.MalformedPayload;
import org.stipple.telemetry.sparkplug.Metric;
import org.stipple.telemetry.sparkplug.MetricValue;
import org.stipple.telemetry.sparkplug.NodeMetric;
import org.stipple.telemetry.sparkplug.Payload;
import org.stipple.telemetry.sparkplug.PayloadCodec;

final class EdgeNodeTest {
  private static final Duration SOON = Duration.ofSeconds(20);
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

  private static Listener listen(String node) throws MqttException {
    return new Listener(broker.uri(), "spBv1.0/CLINIC/+/" + node + "/#");
  }

  private static Payload decode(Listener.Heard heard) {
    try {
      return PayloadCodec.decode(heard.payload());
    } catch (MalformedPayload e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> kinds(Listener listener) {
    return listener.heard().stream().map(heard -> heard.topic().split("/")[2]).toList();
  }

  private static long bdSeqOf(Listener.Heard heard) {
    Metric metric =
        decode(heard).metrics().stream()
            .filter(m -> m.isNamed(NodeMetric.BD_SEQ))
            .findFirst()
            .orElseThrow();
    return ((MetricValue.Whole) metric.value()).value();
  }

  @Test
  void isBornBeforeItsDeviceAndDiesWithTheNumberOfItsBirth() throws Exception {
    try (Listener listener = listen("n1")) {
      try (EdgeNode node = new EdgeNode(settings("n1", broker.uri()))) {
        node.birthProperties(new DeviceProperties("0.1.0", "rp2040", "v0.13"));
        node.publish(Snapshots.idle());
        node.deviceOnline(true);
        node.start();
        await().atMost(SOON).until(() -> kinds(listener).contains("DBIRTH"));
        node.publish(Snapshots.faulted("link-stale"));
        await().atMost(SOON).until(() -> kinds(listener).contains("DDATA"));
        node.deviceOnline(false);
        await().atMost(SOON).until(() -> kinds(listener).contains("DDEATH"));
      }
      await().atMost(SOON).until(() -> kinds(listener).contains("NDEATH"));

      List<Listener.Heard> heard = listener.heard();
      assertThat(kinds(listener).stream().distinct())
          .containsExactly("NBIRTH", "DBIRTH", "DDATA", "DDEATH", "NDEATH");
      assertThat(heard).noneMatch(Listener.Heard::retained);
      // This broker, when it stumbles over a polite good-bye, tells the will after it: the same
      // death twice, which readers must bear. Everything before it is numbered without a gap.
      int deaths = listener.heard("NDEATH").size();
      assertThat(deaths).isBetween(1, 2);
      for (int i = 0; i < heard.size() - deaths; i++) {
        assertThat(decode(heard.get(i)).seq()).isEqualTo(OptionalInt.of(i));
      }
      assertThat(decode(heard.getLast()).seq()).isEmpty();
      assertThat(bdSeqOf(heard.getLast())).isEqualTo(bdSeqOf(heard.getFirst())).isZero();
    }
  }

  @Test
  void tellsNameAliasTypeAndUnitAtBirthAndOnlyAliasesAfterwards() throws Exception {
    try (Listener listener = listen("n2");
        EdgeNode node = new EdgeNode(settings("n2", broker.uri()))) {
      node.publish(Snapshots.idle());
      node.deviceOnline(true);
      node.start();
      await().atMost(SOON).until(() -> kinds(listener).contains("DBIRTH"));
      Payload birth = decode(listener.heard("DBIRTH").getFirst());
      assertThat(birth.metrics()).hasSameSizeAs(DeviceMetric.values());
      assertThat(birth.metrics())
          .anySatisfy(metric -> {
            assertThat(metric.name()).contains("Needle/Frequency/Measured");
            assertThat(metric.dataType()).contains(DataType.DOUBLE);
            assertThat(metric.engUnit()).isEqualTo("Hz");
          });
      // The deviation of a needle at rest is not known, and must not look like a number.
      assertThat(birth.metrics())
          .anySatisfy(metric -> {
            assertThat(metric.name()).contains("Needle/Frequency/Deviation");
            assertThat(metric.value()).isEqualTo(new MetricValue.Unknown());
          });

      node.publish(Snapshots.faulted("estop"));
      await().atMost(SOON).until(() -> !listener.heard("DDATA").isEmpty());
      Payload data = decode(listener.heard("DDATA").getFirst());
      assertThat(data.metrics()).allMatch(m -> m.name().isEmpty() && m.dataType().isEmpty());
      assertThat(data.metrics())
          .extracting(m -> m.alias().orElseThrow())
          .contains(DeviceMetric.FAULT_ACTIVE.alias(), DeviceMetric.FAULT_ID.alias());
    }
  }

  @Test
  void seqWrapsFrom255ToZero() throws Exception {
    try (Listener listener = listen("n3");
        EdgeNode node = new EdgeNode(settings("n3", broker.uri()))) {
      node.deviceOnline(true);
      node.start();
      await().atMost(SOON).until(() -> kinds(listener).contains("DBIRTH"));
      for (int i = 0; i < 300; i++) {
        node.publish(Snapshots.faulted("f" + i));
        int wanted = i + 1;
        await()
            .pollInterval(Duration.ofMillis(2))
            .atMost(SOON)
            .until(() -> listener.heard("DDATA").size() >= wanted);
      }
      List<Integer> seqs =
          listener.heard().stream().map(heard -> decode(heard).seq().orElseThrow()).toList();
      for (int i = 0; i < seqs.size(); i++) {
        assertThat(seqs.get(i)).isEqualTo(i % 256);
      }
      assertThat(seqs).hasSizeGreaterThan(300);
    }
  }

  @Test
  void theBrokerTellsItsDeathWhenTheConnectionIsCutAndItIsBornAgainWithTheNextNumber()
      throws Exception {
    try (CuttableWire wire = new CuttableWire(broker.uri());
        Listener listener = listen("n4");
        EdgeNode node = new EdgeNode(settings("n4", wire.uri()))) {
      node.publish(Snapshots.idle());
      node.deviceOnline(true);
      node.start();
      await().atMost(SOON).until(() -> kinds(listener).contains("DBIRTH"));
      wire.cut();
      await().atMost(SOON).until(() -> listener.heard("NBIRTH").size() == 2);
      await().atMost(SOON).until(() -> listener.heard("DBIRTH").size() == 2);
      await().atMost(SOON).until(() -> !listener.heard("NDEATH").isEmpty());
      assertThat(bdSeqOf(listener.heard("NDEATH").getFirst()))
          .isEqualTo(bdSeqOf(listener.heard("NBIRTH").getFirst()))
          .isZero();
      assertThat(bdSeqOf(listener.heard("NBIRTH").get(1))).isPositive();
      assertThat(kinds(listener).subList(0, 3)).contains("NBIRTH", "DBIRTH");
    }
  }

  @Test
  void bdSeqGoesOnOverARestart() throws Exception {
    try (Listener listener = listen("n5")) {
      for (int run = 0; run < 2; run++) {
        int births = run + 1;
        try (EdgeNode node = new EdgeNode(settings("n5", broker.uri()))) {
          node.start();
          await().atMost(SOON).until(() -> listener.heard("NBIRTH").size() == births);
        }
      }
      assertThat(listener.heard("NBIRTH").stream().map(EdgeNodeTest::bdSeqOf))
          .containsExactly(0L, 1L);
    }
  }

  @Test
  void honoursRebirthAndRefusesAndCountsEverythingElse() throws Exception {
    try (Listener listener = listen("n6");
        EdgeNode node = new EdgeNode(settings("n6", broker.uri()))) {
      node.publish(Snapshots.idle());
      node.deviceOnline(true);
      node.start();
      await().atMost(SOON).until(() -> kinds(listener).contains("DBIRTH"));
      String ncmd = "spBv1.0/CLINIC/NCMD/n6";
      listener.say(ncmd, command("Node Control/Reboot", true));
      listener.say(ncmd, command(NodeMetric.REBIRTH, false));
      listener.say(ncmd, new byte[] {1, 2, 3, (byte) 0xff});
      listener.say("spBv1.0/CLINIC/DCMD/n6/SMP-01", command("Needle/Frequency/Setpoint", true));
      await().atMost(SOON).until(() -> node.status().refusedCommands() == 4);
      assertThat(listener.heard("NBIRTH")).hasSize(1);

      listener.say(ncmd, command(NodeMetric.REBIRTH, true));
      await().atMost(SOON).until(() -> listener.heard("DBIRTH").size() == 2);
      assertThat(listener.heard("NBIRTH")).hasSize(2);
      assertThat(decode(listener.heard("NBIRTH").get(1)).seq()).isEqualTo(OptionalInt.of(0));
      assertThat(bdSeqOf(listener.heard("NBIRTH").get(1))).isZero();
      assertThat(node.status().refusedCommands()).isEqualTo(4);
    }
  }

  @Test
  void theBrokerMayBeAwayAtStartAndLeaveAndComeBack() throws Exception {
    EmbeddedBroker first = EmbeddedBroker.start(0);
    int port = first.port();
    first.close();
    try (EdgeNode node = new EdgeNode(settings("n7", URI.create("tcp://127.0.0.1:" + port)))) {
      node.deviceOnline(true);
      node.publish(Snapshots.idle());
      node.start();
      await().atMost(SOON).until(() -> node.status().lastError().isPresent());
      assertThat(node.status().connected()).isFalse();
      assertThat(node.status().lastError().orElseThrow()).contains("cannot connect");
      for (int times = 1; times <= 2; times++) {
        int wanted = times;
        try (EmbeddedBroker again = EmbeddedBroker.start(port)) {
          await().atMost(SOON).until(() -> node.status().connects() == wanted);
          assertThat(again.port()).isEqualTo(port);
        }
        await().atMost(SOON).until(() -> !node.status().connected());
      }
    }
  }

  @Test
  void attemptsThatFailLeaveNoThreadsBehind() {
    MqttSettings mqtt = new MqttSettings(URI.create("tcp://127.0.0.1:1"), "n9", 30, 10, 10);
    EdgeSettings settings =
        new EdgeSettings("CLINIC", "n9", new DeviceId("d"), mqtt, folder.resolve("n9"));
    try (EdgeNode node = new EdgeNode(settings)) {
      node.start();
      await().atMost(SOON).until(() -> node.status().bdSeq() >= 40);
      await()
          .atMost(SOON)
          .until(() ->
              Thread.getAllStackTraces().keySet().stream()
                      .filter(thread -> thread.getName().contains("n9"))
                      .count()
                  <= 4);
    }
  }

  @Test
  void publishingNeverBlocksWhileTheBrokerIsAway() throws Exception {
    try (EdgeNode node = new EdgeNode(settings("n8", URI.create("tcp://127.0.0.1:1")))) {
      node.start();
      node.deviceOnline(true);
      long beganNs = System.nanoTime();
      for (int i = 0; i < 10_000; i++) {
        node.publish(Snapshots.running(120, i));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isLessThan(Duration.ofSeconds(2));
      assertThat(node.status().droppedSnapshots()).isLessThanOrEqualTo(10_000 - 256);
    }
  }

  private static byte[] command(String name, boolean value) {
    return PayloadCodec.encode(
        new Payload(
            1,
            OptionalInt.empty(),
            List.of(Metric.named(name, DataType.BOOLEAN, 1, new MetricValue.Flag(value)))));
  }
}
