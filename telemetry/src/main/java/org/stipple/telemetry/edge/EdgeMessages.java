package org.stipple.telemetry.edge;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.stipple.telemetry.mqtt.Link;
import org.stipple.telemetry.mqtt.MqttFailure;
import org.stipple.telemetry.mqtt.OutMessage;
import org.stipple.telemetry.sparkplug.DataType;
import org.stipple.telemetry.sparkplug.DeviceMetric;
import org.stipple.telemetry.sparkplug.MessageType;
import org.stipple.telemetry.sparkplug.Metric;
import org.stipple.telemetry.sparkplug.MetricValue;
import org.stipple.telemetry.sparkplug.NodeMetric;
import org.stipple.telemetry.sparkplug.Payload;
import org.stipple.telemetry.sparkplug.PayloadCodec;
import org.stipple.telemetry.sparkplug.Topic;

/**
 * Writes the messages of one edge node and numbers them. Which one is due is the role's to decide.
 *
 * <p>Source: Sparkplug 3.0, sections 6.4.19 to 6.4.26. For the connection's thread only.
 */
final class EdgeMessages {
  private final EdgeSettings settings;
  private final InstantSource clock;
  private int seq;

  EdgeMessages(EdgeSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  String commands() {
    return nodeTopic(MessageType.NCMD);
  }

  String deviceCommands() {
    return Topic.NAMESPACE + "/" + settings.group() + "/DCMD/" + settings.edgeNode() + "/+";
  }

  void nodeBirth(Link link, int bdSeq) throws MqttFailure {
    seq = 0;
    long nowMs = clock.millis();
    Metric rebirth =
        Metric.named(NodeMetric.REBIRTH, DataType.BOOLEAN, nowMs, new MetricValue.Flag(false));
    send(link, nodeTopic(MessageType.NBIRTH), List.of(bdSeq(bdSeq, nowMs), rebirth));
  }

  void deviceBirth(Link link, Map<DeviceMetric, MetricValue> values) throws MqttFailure {
    long nowMs = clock.millis();
    List<Metric> metrics = new ArrayList<>();
    values.forEach((metric, value) -> metrics.add(metric.birth(value, nowMs)));
    send(link, deviceTopic(MessageType.DBIRTH), metrics);
  }

  void deviceData(Link link, List<Metric> metrics) throws MqttFailure {
    send(link, deviceTopic(MessageType.DDATA), metrics);
  }

  /** Metrics that were made into bytes before. */
  void deviceDataOf(Link link, List<byte[]> parts) throws MqttFailure {
    sendBytes(link, deviceTopic(MessageType.DDATA), PayloadCodec.join(clock.millis(), seq, parts));
  }

  void deviceDeath(Link link) throws MqttFailure {
    send(link, deviceTopic(MessageType.DDEATH), List.of());
  }

  OutMessage nodeDeath(int bdSeq) {
    long nowMs = clock.millis();
    Payload payload = new Payload(nowMs, OptionalInt.empty(), List.of(bdSeq(bdSeq, nowMs)));
    return new OutMessage(nodeTopic(MessageType.NDEATH), PayloadCodec.encode(payload), 1, false);
  }

  private void send(Link link, String topic, List<Metric> metrics) throws MqttFailure {
    Payload payload = new Payload(clock.millis(), OptionalInt.of(seq), metrics);
    sendBytes(link, topic, PayloadCodec.encode(payload));
  }

  private void sendBytes(Link link, String topic, byte[] payload) throws MqttFailure {
    link.publish(new OutMessage(topic, payload, 0, false));
    seq = (seq + 1) & 0xFF;
  }

  private static Metric bdSeq(int number, long nowMs) {
    return Metric.named(NodeMetric.BD_SEQ, DataType.INT64, nowMs, new MetricValue.Whole(number));
  }

  private String nodeTopic(MessageType type) {
    return new Topic.OfNode(settings.group(), type, settings.edgeNode()).text();
  }

  private String deviceTopic(MessageType type) {
    return new Topic.OfDevice(
            settings.group(), type, settings.edgeNode(), settings.device().value())
        .text();
  }
}
