package org.stipple.telemetry.edge;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.mqtt.InMessage;
import org.stipple.telemetry.mqtt.Link;
import org.stipple.telemetry.mqtt.MqttFailure;
import org.stipple.telemetry.mqtt.OutMessage;
import org.stipple.telemetry.mqtt.Role;
import org.stipple.telemetry.sparkplug.DataType;
import org.stipple.telemetry.sparkplug.DeviceMetric;
import org.stipple.telemetry.sparkplug.MalformedPayload;
import org.stipple.telemetry.sparkplug.MessageType;
import org.stipple.telemetry.sparkplug.Metric;
import org.stipple.telemetry.sparkplug.MetricValue;
import org.stipple.telemetry.sparkplug.NodeMetric;
import org.stipple.telemetry.sparkplug.Payload;
import org.stipple.telemetry.sparkplug.PayloadCodec;
import org.stipple.telemetry.sparkplug.Topic;

/**
 * The Sparkplug edge node on its connection. Source of the rules: Sparkplug 3.0, chapters 5 and 6.
 * Only the connection's thread calls it; what other threads may set or read is volatile or atomic.
 */
final class EdgeRole implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeRole.class);

  /** A storm of Rebirth commands makes at most this many births. */
  private static final long BIRTH_GAP_MS = 500;

  private final EdgeSettings settings;
  private final InstantSource clock;
  private final BirthSequence birthSequence;
  private final Queue<DeviceSnapshot> snapshots;
  private final Reporter reporter = new Reporter();
  private final AtomicLong births = new AtomicLong();
  private final AtomicLong refusedCommands = new AtomicLong();

  /** What the controller says of the board; told as DBIRTH and DDEATH. */
  private volatile boolean online;

  private volatile DeviceProperties properties = DeviceProperties.UNKNOWN;
  private volatile int bdSeq = -1;

  // From here on: the connection's thread only.
  private int seq;
  private boolean deviceBorn;
  private boolean rebirthWanted;
  private long bornAtMs;
  private @Nullable DeviceSnapshot latest;
  private boolean freshSinceSample;

  EdgeRole(EdgeSettings settings, InstantSource clock, Queue<DeviceSnapshot> snapshots) {
    this.settings = settings;
    this.clock = clock;
    this.snapshots = snapshots;
    this.birthSequence = new BirthSequence(settings.stateFile());
  }

  void online(boolean now) {
    online = now;
  }

  void properties(DeviceProperties now) {
    properties = now;
  }

  long births() {
    return births.get();
  }

  long refusedCommands() {
    return refusedCommands.get();
  }

  int bdSeq() {
    return bdSeq;
  }

  @Override
  public Optional<OutMessage> will() throws IOException {
    bdSeq = birthSequence.next();
    return Optional.of(death());
  }

  @Override
  public void connected(Link link) throws MqttFailure {
    // Before the birth, so that a Rebirth asked for in answer to it is not missed.
    link.subscribe(nodeTopic(MessageType.NCMD), 1);
    link.subscribe(
        Topic.NAMESPACE + "/" + settings.group() + "/DCMD/" + settings.edgeNode() + "/+", 1);
    takeLatest();
    birth(link);
  }

  @Override
  public void received(InMessage message, Link link) {
    Optional<Topic> topic = Topic.parse(message.topic());
    if (topic.isPresent()
        && topic.get() instanceof Topic.OfNode node
        && node.type() == MessageType.NCMD) {
      command(message.payload());
    } else {
      refuse("a device command");
    }
  }

  private void command(byte[] bytes) {
    try {
      for (Metric metric : PayloadCodec.decode(bytes).metrics()) {
        if (metric.isNamed(NodeMetric.REBIRTH)
            && metric.value().equals(new MetricValue.Flag(true))) {
          rebirthWanted = true;
        } else {
          refuse("a node command that is not Rebirth");
        }
      }
    } catch (MalformedPayload e) {
      refuse("a broken node command: " + e.getMessage());
    }
  }

  private void refuse(String what) {
    long count = refusedCommands.incrementAndGet();
    // The 1st, 2nd, 4th, 8th...: a flood of commands must not become a flood of lines.
    if (Long.bitCount(count) == 1) {
      LOG.warn("refused {}; {} refused so far", what, count);
    }
  }

  @Override
  public void work(Link link) throws MqttFailure {
    long nowMs = monotonicMs();
    if (rebirthWanted && nowMs - bornAtMs >= BIRTH_GAP_MS) {
      birth(link);
    }
    if (!deviceBorn) {
      takeLatest();
    }
    reconcileDevice(link);
    for (DeviceSnapshot snapshot; (snapshot = takeSnapshot()) != null; ) {
      if (deviceBorn) {
        Map<DeviceMetric, MetricValue> values = SnapshotMetrics.of(snapshot, properties);
        data(link, snapshot.atMs(), values, reporter.events(values));
      }
    }
    DeviceSnapshot now = latest;
    // Without a fresh snapshot there is no heartbeat: a controller that hangs must fall silent.
    if (deviceBorn && freshSinceSample && now != null) {
      if (reporter.samplesDue(moving(now.needle()), nowMs)) {
        freshSinceSample = false;
        Map<DeviceMetric, MetricValue> values = SnapshotMetrics.of(now, properties);
        List<DeviceMetric> wanted = new ArrayList<>(reporter.events(values));
        wanted.addAll(reporter.samples(values, nowMs));
        data(link, now.atMs(), values, wanted);
      }
    }
  }

  /** A needle that still turns after the release is watched as closely as a driven one. */
  private static boolean moving(DeviceSnapshot.Needle needle) {
    return needle.on() || needle.frequencyHzMeasured() > 0;
  }

  @Override
  public void closing(Link link) throws MqttFailure {
    link.publish(death());
  }

  private @Nullable DeviceSnapshot takeSnapshot() {
    DeviceSnapshot snapshot = snapshots.poll();
    if (snapshot != null) {
      latest = snapshot;
      freshSinceSample = true;
    }
    return snapshot;
  }

  /** While nothing is told, only the latest counts: the birth will tell it. */
  private void takeLatest() {
    while (takeSnapshot() != null) {
      // Keeps the last one.
    }
  }

  private void birth(Link link) throws MqttFailure {
    rebirthWanted = false;
    deviceBorn = false;
    seq = 0;
    bornAtMs = monotonicMs();
    long nowMs = clock.millis();
    List<Metric> metrics =
        List.of(
            bdSeqMetric(nowMs),
            Metric.named(NodeMetric.REBIRTH, DataType.BOOLEAN, nowMs, new MetricValue.Flag(false)));
    send(link, nodeTopic(MessageType.NBIRTH), metrics);
    births.incrementAndGet();
    reconcileDevice(link);
  }

  private void reconcileDevice(Link link) throws MqttFailure {
    boolean wanted = online;
    if (wanted && !deviceBorn) {
      long nowMs = clock.millis();
      Map<DeviceMetric, MetricValue> values = SnapshotMetrics.of(latest, properties);
      List<Metric> metrics = new ArrayList<>();
      values.forEach((metric, value) -> metrics.add(metric.birth(value, nowMs)));
      send(link, deviceTopic(MessageType.DBIRTH), metrics);
      reporter.born(values, monotonicMs());
      deviceBorn = true;
    } else if (!wanted && deviceBorn) {
      deviceBorn = false;
      send(link, deviceTopic(MessageType.DDEATH), List.of());
    }
  }

  private void data(
      Link link, long atMs, Map<DeviceMetric, MetricValue> values, List<DeviceMetric> wanted)
      throws MqttFailure {
    if (wanted.isEmpty()) {
      return;
    }
    List<Metric> metrics = new ArrayList<>(wanted.size());
    values.forEach((metric, value) -> {
      if (wanted.contains(metric)) {
        metrics.add(metric.update(value, atMs));
      }
    });
    send(link, deviceTopic(MessageType.DDATA), metrics);
  }

  private void send(Link link, String topic, List<Metric> metrics) throws MqttFailure {
    Payload payload = new Payload(clock.millis(), OptionalInt.of(seq), metrics);
    link.publish(new OutMessage(topic, PayloadCodec.encode(payload), 0, false));
    seq = (seq + 1) & 0xFF;
  }

  private OutMessage death() {
    long nowMs = clock.millis();
    Payload payload = new Payload(nowMs, OptionalInt.empty(), List.of(bdSeqMetric(nowMs)));
    return new OutMessage(nodeTopic(MessageType.NDEATH), PayloadCodec.encode(payload), 1, false);
  }

  private Metric bdSeqMetric(long nowMs) {
    return Metric.named(NodeMetric.BD_SEQ, DataType.INT64, nowMs, new MetricValue.Whole(bdSeq));
  }

  private String nodeTopic(MessageType type) {
    return new Topic.OfNode(settings.group(), type, settings.edgeNode()).text();
  }

  private String deviceTopic(MessageType type) {
    return new Topic.OfDevice(
            settings.group(), type, settings.edgeNode(), settings.device().value())
        .text();
  }

  private static long monotonicMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
