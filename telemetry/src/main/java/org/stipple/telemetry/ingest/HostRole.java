package org.stipple.telemetry.ingest;

import java.nio.charset.StandardCharsets;
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
  private static final Logger LOG = LoggerFactory.getLogger(HostRole.class);

  private final HostSettings settings;
  private final Fleet fleet;
  private final InstantSource clock;
  private final AtomicLong rebirthsAsked = new AtomicLong();
  private final AtomicLong malformed = new AtomicLong();
  private final AtomicLong foreign = new AtomicLong();

  /** One timestamp a connection: the will and the hello of a life must carry the same. */
  private long stateAtMs;

  HostRole(HostSettings settings, Fleet fleet, InstantSource clock) {
    this.settings = settings;
    this.fleet = fleet;
    this.clock = clock;
  }

  long rebirthsAsked() {
    return rebirthsAsked.get();
  }

  long malformed() {
    return malformed.get();
  }

  long foreign() {
    return foreign.get();
  }

  @Override
  public Optional<OutMessage> will() {
    fleet.brokerLost();
    stateAtMs = clock.millis();
    return Optional.of(state(false));
  }

  @Override
  public void connected(Link link) throws MqttFailure {
    link.subscribe(Topic.ALL, 1);
    link.publish(state(true));
  }

  @Override
  public void received(InMessage message, Link link) throws MqttFailure {
    Optional<Topic> topic = Topic.parse(message.topic());
    if (topic.isEmpty()) {
      foreign.incrementAndGet();
      return;
    }
    switch (topic.get()) {
      case Topic.State state -> heardState(state, message, link);
      case Topic.OfNode node -> {
        if (wanted(node.group(), node.type())) {
          heard(node, message, link);
        }
      }
      case Topic.OfDevice device -> {
        if (wanted(device.group(), device.type())) {
          heard(device, message, link);
        }
      }
    }
  }

  private boolean wanted(String group, MessageType type) {
    boolean command = type == MessageType.NCMD || type == MessageType.DCMD;
    return !command && settings.group().map(group::equals).orElse(true);
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
      return Optional.of(PayloadCodec.decode(message.payload()));
    } catch (MalformedPayload e) {
      long count = malformed.incrementAndGet();
      // The 1st, 2nd, 4th, 8th...: a flood of messages must not become a flood of lines.
      if (Long.bitCount(count) == 1) {
        LOG.warn("malformed payload ({}); {} so far", e.getMessage(), count);
      }
      return Optional.empty();
    }
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

  /** A late will of an earlier life of ours says offline: say again that we are here. */
  private void heardState(Topic.State topic, InMessage message, Link link) throws MqttFailure {
    boolean ours = topic.host().equals(settings.hostId());
    String text = new String(message.payload(), StandardCharsets.UTF_8);
    if (ours && !message.retained() && text.contains("\"online\":false")) {
      link.publish(state(true));
    }
  }

  @Override
  public void work(Link link) {}

  @Override
  public void closing(Link link) throws MqttFailure {
    link.publish(state(false));
  }

  private OutMessage state(boolean online) {
    String text = "{\"online\":" + online + ",\"timestamp\":" + stateAtMs + "}";
    return new OutMessage(
        new Topic.State(settings.hostId()).text(), text.getBytes(StandardCharsets.UTF_8), 1, true);
  }

  private static long monotonicMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
