package org.stipple.telemetry.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.stipple.telemetry.mqtt.InMessage;
import org.stipple.telemetry.mqtt.Link;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.mqtt.OutMessage;
import org.stipple.telemetry.sparkplug.MessageType;
import org.stipple.telemetry.sparkplug.Metric;
import org.stipple.telemetry.sparkplug.MetricValue;
import org.stipple.telemetry.sparkplug.Payload;
import org.stipple.telemetry.sparkplug.PayloadCodec;
import org.stipple.telemetry.sparkplug.Topic;

/** A flood of what cannot be believed: a million messages, whatever they are, cost no memory. */
final class HostFloodTest {
  private static final int MESSAGES = 1_000_000;
  private static final long MEGABYTE = 1_000_000;

  private static final class Nowhere implements Link {
    private long published;

    @Override
    public void publish(OutMessage message) {
      published++;
    }

    @Override
    public void subscribe(String filter, int qos) {}

    @Override
    public void hangUp(String why) {}
  }

  private static List<InMessage> badMessages() {
    SplittableRandom chance = new SplittableRandom(1);
    long nowMs = System.currentTimeMillis();
    List<InMessage> messages = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      byte[] noise = new byte[chance.nextInt(1, 400)];
      chance.nextBytes(noise);
      String node = "pi-" + chance.nextInt(100_000);
      messages.add(new InMessage("spBv1.0/C/NBIRTH/" + node, noise, false));
      messages.add(new InMessage("spBv1.0/C/DDATA/" + node + "/d", noise, false));
      messages.add(new InMessage("spBv1.0/nothing/" + i, noise, false));
      messages.add(new InMessage("spBv1.0/STATE/host", noise, false));
      messages.add(new InMessage("spBv1.0/OTHER/NBIRTH/" + node, noise, false));
      Payload stranger =
          new Payload(
              nowMs,
              OptionalInt.of(i % 256),
              List.of(Metric.aliased(i, nowMs, new MetricValue.Whole(i))));
      messages.add(
          new InMessage("spBv1.0/C/DDATA/" + node + "/d", PayloadCodec.encode(stranger), false));
      Payload future = new Payload(nowMs + 86_400_000, OptionalInt.of(0), List.of());
      messages.add(new InMessage("spBv1.0/C/NBIRTH/" + node, PayloadCodec.encode(future), false));
    }
    byte[] giant = "x".repeat(400_000).getBytes(StandardCharsets.UTF_8);
    messages.add(new InMessage("spBv1.0/C/NBIRTH/giant", giant, false));
    return messages;
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void aMillionMessagesThatCannotBeBelievedCostNoMemoryAndAreAllCounted() throws Exception {
    Refusals refusals = new Refusals();
    Fleet fleet = new Fleet(5_000, refusals);
    HostSettings settings =
        new HostSettings(
            "host",
            Optional.of("C"),
            MqttSettings.of(URI.create("tcp://127.0.0.1:1"), "host", 10),
            5_000);
    InstantSource clock = InstantSource.system();
    HostRole role = new HostRole(settings, fleet, refusals, clock, new Seat(settings, clock));
    Nowhere link = new Nowhere();
    List<InMessage> bad = badMessages();
    for (InMessage message : bad) {
      role.received(message, link);
    }
    long before = usedBytes();
    long countedBefore = sum(refusals);
    long beganNs = System.nanoTime();
    for (int i = 0; i < MESSAGES; i++) {
      role.received(bad.get(i % bad.size()), link);
    }
    double seconds = (System.nanoTime() - beganNs) / 1e9;
    long grown = usedBytes() - before;
    System.out.printf(
        "host.flood.messages_per_s %.0f, memory grown by %.1f MB%n",
        MESSAGES / seconds, grown / 1e6);
    // Of a thousand noises a few happen to be payloads.
    assertThat(sum(refusals) - countedBefore).isGreaterThan(MESSAGES / 100 * 99);
    assertThat(refusals.kept()).hasSizeLessThanOrEqualTo(Refusals.KEPT_MAX);
    assertThat(refusals.counts().keySet())
        .contains(
            Refusal.MALFORMED,
            Refusal.TOO_LARGE,
            Refusal.FOREIGN_TOPIC,
            Refusal.WRONG_CLINIC,
            Refusal.FROM_THE_FUTURE,
            Refusal.NOT_BORN);
    assertThat(fleet.live().devices()).isEmpty();
    assertThat(grown).isLessThan(30 * MEGABYTE);
    // It asks each stranger for a birth, but not at every message.
    assertThat(link.published).isLessThan(MESSAGES / 3);
  }

  @Test
  void aFloodOfStrangersLeavesRoomForANodeThatIsBorn() {
    Refusals refusals = new Refusals();
    Fleet fleet = new Fleet(5_000, refusals);
    Payload data = new Payload(1, OptionalInt.of(3), List.of());
    for (int i = 0; i < 100_000; i++) {
      fleet.take(new Topic.OfNode("C", MessageType.NDATA, "made-up-" + i), data, 1);
    }
    Payload birth = new Payload(1, OptionalInt.of(0), List.of());
    fleet.take(new Topic.OfNode("C", MessageType.NBIRTH, "pi"), birth, 1);
    fleet.take(
        new Topic.OfDevice("C", MessageType.DBIRTH, "pi", "SMP-01"),
        new Payload(1, OptionalInt.of(1), List.of()),
        1,
        1);
    assertThat(fleet.live().devices()).hasSize(1);
    assertThat(refusals.count(Refusal.BEYOND_LIMIT)).isZero();
  }

  private static long sum(Refusals refusals) {
    return refusals.counts().values().stream().mapToLong(Long::longValue).sum();
  }
}
