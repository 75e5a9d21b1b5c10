package org.stipple.telemetry.edge;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.mqtt.InMessage;
import org.stipple.telemetry.mqtt.Link;
import org.stipple.telemetry.mqtt.MqttFailure;
import org.stipple.telemetry.mqtt.OutMessage;
import org.stipple.telemetry.mqtt.Role;
import org.stipple.telemetry.sparkplug.DeviceMetric;
import org.stipple.telemetry.sparkplug.Metric;
import org.stipple.telemetry.sparkplug.MetricValue;
import org.stipple.telemetry.sparkplug.Topic;

/**
 * The Sparkplug edge node on its connection. Source of the rules: Sparkplug 3.0, chapters 5 and 6;
 * {@code docs/sparkplug.md} lists them one by one.
 *
 * <p>Where a primary host is named, nothing is told before it is online; what would have been told
 * meanwhile is kept and told afterwards, as of the past.
 *
 * <p>Only the connection's thread calls it; what other threads may set or read is volatile or
 * atomic.
 */
final class EdgeRole implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeRole.class);

  /** A storm of Rebirth commands makes at most this many births. */
  private static final long BIRTH_GAP_MS = 500;

  /** Of what was kept, one message holds about this much, and a call of work sends so many. */
  private static final int PAST_BYTES_MAX = 16_000;

  private static final int PAST_MESSAGES_MAX = 20;

  private final EdgeSettings settings;
  private final InstantSource clock;
  private final LongSupplier monotonicMs;
  private final BirthSequence birthSequence;
  private final EdgeMessages messages;
  private final NodeCommands commands = new NodeCommands();
  private final Queue<DeviceSnapshot> snapshots;
  private final Reporter reporter = new Reporter();
  private final HostWatch host = new HostWatch();
  private final Optional<LiveBuffer> buffer;
  private final Optional<String> hostTopic;
  private final AtomicLong births = new AtomicLong();

  /** What the controller says of the board; told as DBIRTH and DDEATH. */
  private volatile boolean online;

  private volatile DeviceProperties properties = DeviceProperties.UNKNOWN;
  private volatile int bdSeq = -1;
  private volatile Optional<EdgeStatus.Primary> primary;

  // From here on: the connection's thread only.
  private boolean nodeBorn;
  private boolean deviceBorn;
  private boolean rebirthWanted;
  private long bornAtMs;
  private @Nullable DeviceSnapshot latest;
  private boolean freshSinceSample;

  EdgeRole(
      EdgeSettings settings,
      InstantSource clock,
      LongSupplier monotonicMs,
      Queue<DeviceSnapshot> snapshots) {
    this.settings = settings;
    this.clock = clock;
    this.monotonicMs = monotonicMs;
    this.snapshots = snapshots;
    this.birthSequence = new BirthSequence(settings.stateFile());
    this.messages = new EdgeMessages(settings, clock);
    this.buffer =
        settings
            .primaryHost()
            .map(named -> new LiveBuffer(named.bufferBytesMax(), named.bufferTimeMax().toMillis()));
    this.hostTopic = settings.primaryHost().map(named -> new Topic.State(named.hostId()).text());
    this.primary = primaryNow();
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
    return commands.refused();
  }

  int bdSeq() {
    return bdSeq;
  }

  Optional<EdgeStatus.Primary> primary() {
    return primary;
  }

  @Override
  public Optional<OutMessage> will() throws IOException {
    bdSeq = birthSequence.next();
    return Optional.of(messages.nodeDeath(bdSeq));
  }

  @Override
  public boolean willAfterGoodbye() {
    return true;
  }

  @Override
  public void connected(Link link) throws MqttFailure {
    silent();
    // Before the birth, so that a Rebirth asked for in answer to it is not missed.
    link.subscribe(messages.commands(), 1);
    link.subscribe(messages.deviceCommands(), 1);
    if (hostTopic.isPresent()) {
      link.subscribe(hostTopic.get(), 1);
    } else {
      keepSnapshots();
      birth(link);
    }
  }

  @Override
  public void away() {
    silent();
    keepSnapshots();
    primary = primaryNow();
  }

  /** There is nobody to talk to. */
  private void silent() {
    if (nodeBorn) {
      buffer.ifPresent(kept -> kept.unheard(clock.millis()));
    }
    nodeBorn = false;
    deviceBorn = false;
    rebirthWanted = false;
    host.connectionLost();
  }

  @Override
  public void received(InMessage message, Link link) {
    if (hostTopic.map(message.topic()::equals).orElse(false)) {
      heardHost(message.payload(), link);
    } else if (commands.wantsRebirth(message)) {
      rebirthWanted = nodeBorn;
    }
  }

  private void heardHost(byte[] state, Link link) {
    String id = settings.primaryHost().map(PrimaryHost::hostId).orElse("");
    switch (host.heard(state)) {
      case NONE -> {}
      case CAME -> LOG.info("primary host {} is online", id);
      case CAME_AGAIN -> {
        LOG.info("primary host {} is online anew", id);
        buffer.ifPresent(kept -> kept.unheard(clock.millis()));
        rebirthWanted = nodeBorn;
      }
      // The standard wants the connection to be made anew: there might be a better broker.
      case WENT -> {
        if (nodeBorn) {
          link.hangUp("primary host " + id + " is offline");
        }
      }
      case REFUSED -> commands.refuse("a STATE of " + id + " that is broken or of the past");
    }
  }

  @Override
  public void work(Link link) throws MqttFailure {
    boolean free = hostTopic.isEmpty() || host.online();
    if (free && (!nodeBorn || birthIsDue())) {
      birth(link);
    }
    // After a Rebirth was asked for no data may be sent before it.
    if (free && nodeBorn && !rebirthWanted) {
      reconcileDevice(link);
      tell(link);
    } else {
      keepSnapshots();
    }
    primary = primaryNow();
  }

  private boolean birthIsDue() {
    return rebirthWanted && monotonicMs.getAsLong() - bornAtMs >= BIRTH_GAP_MS;
  }

  @Override
  public void closing(Link link) throws MqttFailure {
    // Without a birth there is nothing to end: a birth must be the first thing we say.
    if (nodeBorn) {
      silent();
      link.publish(messages.nodeDeath(bdSeq));
    }
  }

  private void birth(Link link) throws MqttFailure {
    rebirthWanted = false;
    deviceBorn = false;
    nodeBorn = true;
    bornAtMs = monotonicMs.getAsLong();
    keepSnapshots();
    messages.nodeBirth(link, bdSeq);
    births.incrementAndGet();
    reconcileDevice(link);
  }

  private void reconcileDevice(Link link) throws MqttFailure {
    boolean wanted = online;
    if (wanted && !deviceBorn) {
      keepSnapshots();
      Map<DeviceMetric, MetricValue> values = SnapshotMetrics.of(latest, properties);
      messages.deviceBirth(link, values);
      reporter.born(values, monotonicMs.getAsLong());
      deviceBorn = true;
    } else if (!wanted && deviceBorn) {
      deviceBorn = false;
      messages.deviceDeath(link);
    }
  }

  /** What is kept, then what is new. */
  private void tell(Link link) throws MqttFailure {
    if (!deviceBorn) {
      keepSnapshots();
      return;
    }
    if (buffer.isPresent()) {
      for (int i = 0; i < PAST_MESSAGES_MAX && !buffer.get().isEmpty(); i++) {
        messages.deviceDataOf(link, buffer.get().take(PAST_BYTES_MAX, clock.millis()));
      }
    }
    for (DeviceSnapshot snapshot; (snapshot = takeSnapshot()) != null; ) {
      Map<DeviceMetric, MetricValue> values = SnapshotMetrics.of(snapshot, properties);
      data(link, snapshot.atMs(), values, reporter.events(values));
    }
    long nowMs = monotonicMs.getAsLong();
    DeviceSnapshot now = latest;
    // Without a fresh snapshot there is no heartbeat: a controller that hangs must fall silent.
    if (freshSinceSample && now != null && reporter.samplesDue(moving(now.needle()), nowMs)) {
      freshSinceSample = false;
      Map<DeviceMetric, MetricValue> values = SnapshotMetrics.of(now, properties);
      List<DeviceMetric> wanted = new ArrayList<>(reporter.events(values));
      wanted.addAll(reporter.samples(values, nowMs));
      data(link, now.atMs(), values, wanted);
    }
  }

  private void data(
      Link link, long atMs, Map<DeviceMetric, MetricValue> values, List<DeviceMetric> wanted)
      throws MqttFailure {
    if (!wanted.isEmpty()) {
      List<Metric> metrics = updates(atMs, values, wanted);
      messages.deviceData(link, metrics);
      buffer.ifPresent(kept -> kept.told(atMs, metrics, clock.millis()));
    }
  }

  private static List<Metric> updates(
      long atMs, Map<DeviceMetric, MetricValue> values, List<DeviceMetric> wanted) {
    return EnumSet.copyOf(wanted).stream()
        .map(metric -> metric.update(values.getOrDefault(metric, new MetricValue.Unknown()), atMs))
        .toList();
  }

  /** A needle that still turns after the release is watched as closely as a driven one. */
  private static boolean moving(DeviceSnapshot.Needle needle) {
    return needle.on() || needle.frequencyHzMeasured() > 0;
  }

  private @Nullable DeviceSnapshot takeSnapshot() {
    DeviceSnapshot snapshot = snapshots.poll();
    if (snapshot != null) {
      latest = snapshot;
      freshSinceSample = true;
    }
    return snapshot;
  }

  /**
   * While nothing may be told, the buffer takes what would have been; without a primary host there
   * is none, and only the latest counts: the birth will tell it.
   */
  private void keepSnapshots() {
    for (DeviceSnapshot snapshot; (snapshot = takeSnapshot()) != null; ) {
      if (buffer.isPresent() && online) {
        keep(snapshot, buffer.get());
      }
    }
  }

  private void keep(DeviceSnapshot snapshot, LiveBuffer kept) {
    Map<DeviceMetric, MetricValue> values = SnapshotMetrics.of(snapshot, properties);
    List<DeviceMetric> wanted = new ArrayList<>(reporter.events(values));
    long nowMs = clock.millis();
    // It may have waited while a connection was tried: what counts is when it was taken.
    long takenMs = monotonicMs.getAsLong() - Math.max(0, nowMs - snapshot.atMs());
    if (reporter.samplesDue(moving(snapshot.needle()), takenMs)) {
      wanted.addAll(reporter.samples(values, takenMs));
      // A heartbeat says that somebody is there now; of the past it says nothing.
      wanted.removeIf(metric -> metric.report() == DeviceMetric.Report.HEARTBEAT);
    }
    if (!wanted.isEmpty()) {
      kept.keep(snapshot.atMs(), updates(snapshot.atMs(), values, wanted), nowMs);
    }
  }

  private Optional<EdgeStatus.Primary> primaryNow() {
    if (settings.primaryHost().isEmpty() || buffer.isEmpty()) {
      return Optional.empty();
    }
    LiveBuffer.State kept = buffer.get().state();
    return Optional.of(
        new EdgeStatus.Primary(
            settings.primaryHost().get().hostId(),
            host.online(),
            new EdgeStatus.Buffered(
                kept.values(),
                kept.bytes(),
                kept.bytesMax(),
                kept.sinceMs(),
                kept.dropped(),
                kept.sent())));
  }
}
