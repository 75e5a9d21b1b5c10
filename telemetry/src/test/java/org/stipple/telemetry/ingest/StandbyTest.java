package org.stipple.telemetry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.broker.CuttableWire;
import org.stipple.telemetry.broker.EmbeddedBroker;
import org.stipple.telemetry.broker.Listener;
import org.stipple.telemetry.edge.EdgeNode;
import org.stipple.telemetry.edge.EdgeSettings;
import org.stipple.telemetry.edge.PrimaryHost;
import org.stipple.telemetry.edge.Snapshots;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.session.DeviceId;

/** Two real host applications of one id on a real broker: one is active, the other stands by. */
final class StandbyTest {
  private static final Duration SOON = Duration.ofSeconds(40);

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

  private static HostApplication host(URI uri, InstantSource clock) {
    MqttSettings mqtt = new MqttSettings(uri, "host", 30, 20, 100);
    return new HostApplication(new HostSettings("host", Optional.empty(), mqtt, 300), clock);
  }

  private static boolean is(HostApplication host, HostStatus.Part part) {
    return host.status().part() == part;
  }

  private static boolean shows(HostApplication host) {
    return host.live().devices().stream().anyMatch(LiveDevice::online);
  }

  @Test
  void theStandbyTakesOverWhenTheActiveOneIsCutAndTheCutOneThenStandsBy() throws Exception {
    EdgeSettings settings =
        new EdgeSettings(
                "CLINIC",
                "pi",
                new DeviceId("SMP-01"),
                new MqttSettings(broker.uri(), "pi", 30, 20, 100),
                folder.resolve("bdseq"))
            .withPrimaryHost(PrimaryHost.of("host"));
    try (CuttableWire wire = new CuttableWire(broker.uri());
        HostApplication first = host(wire.uri(), InstantSource.system());
        EdgeNode edge = new EdgeNode(settings)) {
      first.start();
      await().atMost(SOON).until(() -> is(first, HostStatus.Part.ACTIVE));
      try (HostApplication second = host(broker.uri(), InstantSource.system())) {
        second.start();
        await().atMost(SOON).until(() -> is(second, HostStatus.Part.STANDBY));
        edge.deviceOnline(true);
        edge.publish(Snapshots.running(120, 1));
        edge.start();
        await().atMost(SOON).until(() -> shows(first));
        assertThat(second.live().devices()).isEmpty();

        wire.pull();
        await().atMost(SOON).until(() -> is(second, HostStatus.Part.ACTIVE));
        await().atMost(SOON).until(() -> shows(second));
        assertThat(first.live().devices()).noneMatch(LiveDevice::online);
        wire.mend();
        await().atMost(SOON).until(() -> is(first, HostStatus.Part.STANDBY));
        assertThat(first.live().devices()).noneMatch(LiveDevice::online);
      }
      await().atMost(SOON).until(() -> is(first, HostStatus.Part.ACTIVE));
      await().atMost(SOON).until(() -> shows(first));
      assertThat(first.status().takeovers()).isEqualTo(2);
    }
  }

  @Test
  void aConnectionThatBreaksForAMomentOnlyIsMadeAnewByTheSameOne() throws Exception {
    try (CuttableWire wire = new CuttableWire(broker.uri());
        HostApplication first = host(wire.uri(), InstantSource.system())) {
      first.start();
      await().atMost(SOON).until(() -> is(first, HostStatus.Part.ACTIVE));
      wire.cut();
      await().atMost(SOON).until(() -> first.status().takeovers() == 2);
      await().atMost(SOON).until(() -> is(first, HostStatus.Part.ACTIVE));
    }
  }

  @Test
  void twoThatComeTogetherSettleOnOneAlthoughTheirClocksDifferByAnHour() throws Exception {
    InstantSource ahead = () -> Instant.now().plusSeconds(3_600);
    try (Listener listener = new Listener(broker.uri(), "spBv1.0/STATE/#");
        HostApplication first = host(broker.uri(), ahead);
        HostApplication second = host(broker.uri(), InstantSource.system())) {
      first.start();
      second.start();
      await().atMost(SOON).until(() -> oneOf(first, second));
      // The one whose clock is ahead goes, and the other must be believed although it is behind.
      HostApplication active = is(first, HostStatus.Part.ACTIVE) ? first : second;
      HostApplication other = active == first ? second : first;
      active.close();
      await().atMost(SOON).until(() -> is(other, HostStatus.Part.ACTIVE));
      // Two that begin in the same moment cannot know of each other; who comes later does.
      List<Long> births = onlineTimes(listener);
      assertThat(births).hasSizeGreaterThanOrEqualTo(2);
      assertThat(births.getLast())
          .isGreaterThan(Collections.max(births.subList(0, births.size() - 1)));
    }
  }

  private static boolean oneOf(HostApplication first, HostApplication second) {
    return (is(first, HostStatus.Part.ACTIVE) && is(second, HostStatus.Part.STANDBY))
        || (is(second, HostStatus.Part.ACTIVE) && is(first, HostStatus.Part.STANDBY));
  }

  private static List<Long> onlineTimes(Listener listener) {
    return listener.heard().stream()
        .map(heard -> new String(heard.payload(), StandardCharsets.UTF_8))
        .filter(text -> text.contains("true"))
        .map(text -> Long.parseLong(text.replaceAll("[^0-9]", "")))
        .toList();
  }
}
