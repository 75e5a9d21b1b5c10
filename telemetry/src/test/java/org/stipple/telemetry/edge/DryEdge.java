package org.stipple.telemetry.edge;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.stipple.telemetry.mqtt.InMessage;
import org.stipple.telemetry.mqtt.Link;
import org.stipple.telemetry.mqtt.MqttFailure;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.mqtt.OutMessage;
import org.stipple.telemetry.session.DeviceId;
import org.stipple.telemetry.sparkplug.DataType;
import org.stipple.telemetry.sparkplug.HostState;
import org.stipple.telemetry.sparkplug.MalformedPayload;
import org.stipple.telemetry.sparkplug.Metric;
import org.stipple.telemetry.sparkplug.MetricValue;
import org.stipple.telemetry.sparkplug.NodeMetric;
import org.stipple.telemetry.sparkplug.Payload;
import org.stipple.telemetry.sparkplug.PayloadCodec;

/**
 * The real edge node on a connection of paper and a clock that is set by hand: what it does is
 * written down, and what it hears is put into its hand.
 */
final class DryEdge {
  static final String GROUP = "CLINIC";
  static final String NODE = "pi";
  static final String DEVICE = "SMP-01";
  static final String HOST = "host";
  static final long STARTED_MS = 1_790_000_000_000L;

  /** What was done, in order. */
  sealed interface Step {
    /** It connected with this will. */
    record Connected(OutMessage will) implements Step {}

    /** It subscribed. */
    record Subscribed(String filter, int qos) implements Step {}

    /** It published, at this time. */
    record Published(OutMessage message, long atMs) implements Step {
      String kind() {
        return message.topic().split("/")[2];
      }

      Payload payload() {
        return decoded(message);
      }
    }

    /** It ended the connection; the broker tells the will or does not. */
    record SaidGoodbye(boolean withWill) implements Step {}

    /** It heard STATE of its primary host. */
    record HeardHost(boolean online, long atMs) implements Step {}

    /** It was asked for a Rebirth. */
    record HeardRebirth() implements Step {}

    /** The connection was cut. */
    record WasCut() implements Step {}
  }

  final List<Step> steps = new ArrayList<>();
  final ArrayDeque<DeviceSnapshot> snapshots = new ArrayDeque<>();
  final EdgeRole role;
  private final Door door = new Door();
  long nowMs = STARTED_MS;
  boolean connected;
  private boolean hungUp;

  DryEdge(Path folder, Optional<PrimaryHost> primary) {
    EdgeSettings plain =
        new EdgeSettings(
            GROUP,
            NODE,
            new DeviceId(DEVICE),
            MqttSettings.of(URI.create("tcp://127.0.0.1:1"), "dry", 5),
            folder.resolve("bdseq"));
    InstantSource clock = () -> Instant.ofEpochMilli(nowMs);
    role =
        new EdgeRole(
            primary.map(plain::withPrimaryHost).orElse(plain),
            clock,
            () -> nowMs - STARTED_MS,
            snapshots);
  }

  /** Waits for {@link #HOST}, with a buffer of 1 MB and an hour. */
  static DryEdge waiting(Path folder) {
    return new DryEdge(folder, Optional.of(new PrimaryHost(HOST, 1_000_000, Duration.ofHours(1))));
  }

  static DryEdge free(Path folder) {
    return new DryEdge(folder, Optional.empty());
  }

  void connect() throws IOException {
    role.away();
    steps.add(new Step.Connected(role.will().orElseThrow()));
    connected = true;
    hungUp = false;
    role.connected(door);
    work();
  }

  /** The cable is pulled; the edge notices at once. */
  void cut() {
    connected = false;
    steps.add(new Step.WasCut());
    role.away();
  }

  void close() throws MqttFailure {
    role.closing(door);
    connected = false;
    steps.add(new Step.SaidGoodbye(role.willAfterGoodbye()));
  }

  /** Time goes on, and the worker calls as it does. */
  void pass(long ms) throws MqttFailure {
    nowMs += ms;
    work();
  }

  void work() throws MqttFailure {
    if (!connected) {
      role.away();
      return;
    }
    role.work(door);
    endIfAsked();
  }

  void hear(String topic, byte[] bytes) throws MqttFailure {
    role.received(new InMessage(topic, bytes, false), door);
    work();
  }

  void hearHost(boolean online, long atMs) throws MqttFailure {
    steps.add(new Step.HeardHost(online, atMs));
    hear("spBv1.0/STATE/" + HOST, new HostState(online, atMs).encode());
  }

  void hearRebirth() throws MqttFailure {
    steps.add(new Step.HeardRebirth());
    Metric rebirth =
        Metric.named(NodeMetric.REBIRTH, DataType.BOOLEAN, nowMs, new MetricValue.Flag(true));
    hear(
        "spBv1.0/CLINIC/NCMD/pi",
        PayloadCodec.encode(new Payload(nowMs, OptionalInt.empty(), List.of(rebirth))));
  }

  /** A snapshot taken now. */
  void snapshot(DeviceSnapshot of) throws MqttFailure {
    snapshots.add(
        new DeviceSnapshot(
            nowMs,
            of.session(),
            of.needle(),
            of.motor(),
            of.inputs(),
            of.state(),
            of.fault(),
            of.loop(),
            of.link()));
    work();
  }

  private void endIfAsked() throws MqttFailure {
    if (hungUp) {
      close();
    }
  }

  List<Step.Published> published() {
    return steps.stream()
        .filter(Step.Published.class::isInstance)
        .map(Step.Published.class::cast)
        .toList();
  }

  List<Step.Published> published(String kind) {
    return published().stream().filter(message -> message.kind().equals(kind)).toList();
  }

  List<String> kinds() {
    return published().stream().map(Step.Published::kind).toList();
  }

  /** The metrics of the past that were told, in order. */
  List<Metric> past() {
    return published("DDATA").stream()
        .flatMap(message -> message.payload().metrics().stream())
        .filter(Metric::historical)
        .toList();
  }

  EdgeStatus.Buffered buffered() {
    return role.primary().orElseThrow().buffered();
  }

  static Payload decoded(OutMessage message) {
    try {
      return PayloadCodec.decode(message.payload());
    } catch (MalformedPayload e) {
      throw new AssertionError(e);
    }
  }

  private final class Door implements Link {
    @Override
    public void publish(OutMessage message) {
      steps.add(new Step.Published(message, nowMs));
    }

    @Override
    public void subscribe(String filter, int qos) {
      steps.add(new Step.Subscribed(filter, qos));
    }

    @Override
    public void hangUp(String why) {
      hungUp = true;
    }
  }
}
