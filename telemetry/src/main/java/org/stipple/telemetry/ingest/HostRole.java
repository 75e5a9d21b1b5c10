package org.stipple.telemetry.ingest;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.mqtt.InMessage;
import org.stipple.telemetry.mqtt.Link;
import org.stipple.telemetry.mqtt.MqttFailure;
import org.stipple.telemetry.mqtt.OutMessage;
import org.stipple.telemetry.mqtt.Role;
import org.stipple.telemetry.sparkplug.DataType;
import org.stipple.telemetry.sparkplug.HostState;
import org.stipple.telemetry.sparkplug.MalformedPayload;
import org.stipple.telemetry.sparkplug.MessageType;
import org.stipple.telemetry.sparkplug.Metric;
import org.stipple.telemetry.sparkplug.MetricValue;
import org.stipple.telemetry.sparkplug.NodeMetric;
import org.stipple.telemetry.sparkplug.Payload;
import org.stipple.telemetry.sparkplug.PayloadCodec;
import org.stipple.telemetry.sparkplug.Topic;

/** The host application on its connection; only the connection's thread calls it. */
final class HostRole implements Role {
  private long saidAtMs;
  private static final Logger LOG = LoggerFactory.getLogger(HostRole.class);

  /** A device's clock may be ahead of ours by this much, ms. */
  static final long AHEAD_MS_MAX = 5 * 60_000;

  private final HostSettings settings;
  private final Fleet fleet;
  private final Refusals refusals;
  private final InstantSource clock;
  private final Seat seat;
  private final String stateTopic;
  private final AtomicLong rebirthsAsked = new AtomicLong();
  private final AtomicLong takeovers = new AtomicLong();
  private volatile HostStatus.Part part = HostStatus.Part.LOOKING;

  /** Another's claim is newer: it would be wrong to say that nobody is there. */
  private boolean overtaken;

  HostRole(HostSettings settings, Fleet fleet, Refusals refusals, InstantSource clock, Seat seat) {
    this.settings = settings;
    this.fleet = fleet;
    this.refusals = refusals;
    this.clock = clock;
    this.seat = seat;
    this.stateTopic = new Topic.State(settings.hostId()).text();
  }

  long rebirthsAsked() {
    return rebirthsAsked.get();
  }

  long takeovers() {
    return takeovers.get();
  }

  HostStatus.Part part() {
    return part;
  }

  @Override
  public void away() {
    part = HostStatus.Part.LOOKING;
  }

  @Override
  public String clientId(String usual) {
    return seat.clientId(usual);
  }

  @Override
  public Optional<OutMessage> will() {
    fleet.brokerLost();
    overtaken = false;
    return seat.connects() ? Optional.of(state(false, seat.claimMs())) : Optional.empty();
  }

  @Override
  public void connected(Link link) throws MqttFailure {
    link.subscribe(stateTopic, 1);
    if (seat.connected(monotonicMs())) {
      link.subscribe(
          settings.group().map(group -> Topic.NAMESPACE + "/" + group + "/#").orElse(Topic.ALL), 1);
      sayAgain(link);
      takeovers.incrementAndGet();
      LOG.info("host application {} is active", settings.hostId());
    }
    part = seat.part();
  }

  @Override
  public void received(InMessage message, Link link) throws MqttFailure {
    Optional<Topic> topic = Topic.parse(message.topic());
    if (topic.isEmpty()) {
      refuse(Refusal.FOREIGN_TOPIC, message, "no topic of Sparkplug");
      return;
    }
    switch (topic.get()) {
      case Topic.State state -> heardState(state, message, link);
      case Topic.OfNode node -> {
        if (wanted(node.group(), node.type(), message)) {
          heard(node, message, link);
        }
      }
      case Topic.OfDevice device -> {
        if (wanted(device.group(), device.type(), message)) {
          heard(device, message, link);
        }
      }
    }
  }

  private boolean wanted(String group, MessageType type, InMessage message) {
    if (type == MessageType.NCMD || type == MessageType.DCMD) {
      return false;
    }
    boolean ours = settings.group().map(group::equals).orElse(true);
    if (!ours) {
      refuse(Refusal.WRONG_CLINIC, message, "we are of clinic " + settings.group().orElse(""));
    }
    return ours;
  }

  private void heard(Topic.OfNode topic, InMessage message, Link link) throws MqttFailure {
    Optional<Payload> payload = decode(message);
    if (payload.isPresent()) {
      answer(
          fleet.take(topic, payload.get(), monotonicMs()), topic.group(), topic.edgeNode(), link);
    }
  }

  private void heard(Topic.OfDevice topic, InMessage message, Link link) throws MqttFailure {
    Optional<Payload> payload = decode(message);
    if (payload.isPresent()) {
      Fleet.Answer answer = fleet.take(topic, payload.get(), clock.millis(), monotonicMs());
      answer(answer, topic.group(), topic.edgeNode(), link);
    }
  }

  private Optional<Payload> decode(InMessage message) {
    try {
      Payload payload = PayloadCodec.decode(message.payload());
      long aheadMs = payload.atMs() - clock.millis();
      if (aheadMs > AHEAD_MS_MAX) {
        refuse(Refusal.FROM_THE_FUTURE, message, "its clock is " + aheadMs / 1_000 + " s ahead");
        return Optional.empty();
      }
      boolean impossible =
          payload.metrics().stream()
              .anyMatch(m -> m.historical() && m.atMs() > payload.atMs() + AHEAD_MS_MAX);
      if (impossible) {
        refuse(Refusal.FROM_THE_FUTURE, message, "it tells of a past after itself");
        return Optional.empty();
      }
      return Optional.of(payload);
    } catch (MalformedPayload e) {
      refuse(
          e.tooLarge() ? Refusal.TOO_LARGE : Refusal.MALFORMED,
          message,
          String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void refuse(Refusal why, InMessage message, String words) {
    refusals.refuse(why, message.topic(), message.payload(), words, clock.millis());
  }

  private void answer(Fleet.Answer answer, String group, String edgeNode, Link link)
      throws MqttFailure {
    switch (answer) {
      case NOTHING -> {}
      case ASK_FOR_REBIRTH -> {
        Metric rebirth =
            Metric.named(
                NodeMetric.REBIRTH, DataType.BOOLEAN, clock.millis(), new MetricValue.Flag(true));
        Payload payload = new Payload(clock.millis(), OptionalInt.empty(), List.of(rebirth));
        String topic = new Topic.OfNode(group, MessageType.NCMD, edgeNode).text();
        link.publish(new OutMessage(topic, PayloadCodec.encode(payload), 0, false));
        rebirthsAsked.incrementAndGet();
      }
    }
  }

  private void heardState(Topic.State topic, InMessage message, Link link) throws MqttFailure {
    if (!topic.host().equals(settings.hostId())) {
      return;
    }
    Optional<HostState> state = HostState.parse(message.payload());
    if (state.isEmpty()) {
      refuse(Refusal.MALFORMED, message, "no STATE of Sparkplug 3.0");
      return;
    }
    switch (seat.heard(state.get(), monotonicMs())) {
      case NOTHING -> {}
      // A late will of an earlier life of ours, or another who does not know of us.
      case DENIED -> {
        if (!message.retained()) {
          link.publish(state(true, seat.claimMs()));
        }
      }
      case OVERTAKEN -> {
        overtaken = true;
        link.hangUp("another host application " + settings.hostId() + " has a newer claim");
      }
    }
  }

  private void sayAgain(Link link) throws MqttFailure {
    saidAtMs = monotonicMs();
    link.publish(state(true, seat.claimMs()));
  }

  @Override
  public void work(Link link) throws MqttFailure {
    if (part == HostStatus.Part.ACTIVE && monotonicMs() - saidAtMs >= Seat.SAY_MS) {
      sayAgain(link);
    }
    boolean free = seat.isFree(monotonicMs());
    part = seat.part();
    if (free) {
      link.hangUp("the seat of host application " + settings.hostId() + " is free");
    }
  }

  @Override
  public void closing(Link link) throws MqttFailure {
    if (seat.part() == HostStatus.Part.ACTIVE && !overtaken) {
      link.publish(state(false, Math.max(clock.millis(), seat.claimMs())));
    }
  }

  private OutMessage state(boolean online, long atMs) {
    return new OutMessage(stateTopic, new HostState(online, atMs).encode(), 1, true);
  }

  private static long monotonicMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
