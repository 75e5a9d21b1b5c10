package org.stipple.telemetry.broker;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.util.Optional;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.stipple.telemetry.access.Peer;
import org.stipple.telemetry.access.Rule;

/**
 * Refuses what must not even reach Artemis, whose own check comes too late: a subscription that it
 * refuses takes the queue of the name with it, and so the ingesters' shared one, for whoever only
 * asks for it; and two colons in a topic are the name of a queue to it. Whoever tries is answered
 * and cut off.
 */
final class SubscriptionGuard implements MQTTInterceptor {

  private static final String QUEUE = "::";

  private final Gate gate;

  SubscriptionGuard(Gate gate) {
    this.gate = gate;
  }

  @Override
  public boolean intercept(MqttMessage packet, RemotingConnection connection) {
    return switch (packet) {
      case MqttSubscribeMessage asked -> maySubscribe(asked, connection);
      case MqttPublishMessage said -> mayPublish(said, connection);
      default -> true;
    };
  }

  private boolean maySubscribe(MqttSubscribeMessage asked, RemotingConnection connection) {
    Optional<Peer> peer = GateKeeper.peer(connection.getSubject());
    for (MqttTopicSubscription one : asked.payload().topicSubscriptions()) {
      if (peer.isEmpty() || !gate.allows(peer.get(), Rule.Act.READ, one.topicFilter())) {
        refuse(asked, connection);
        return false;
      }
    }
    return true;
  }

  private boolean mayPublish(MqttPublishMessage said, RemotingConnection connection) {
    String topic = String.valueOf(said.variableHeader().topicName());
    Optional<Peer> peer = GateKeeper.peer(connection.getSubject());
    return !topic.contains(QUEUE)
        || (peer.isPresent() && gate.allows(peer.get(), Rule.Act.WRITE, topic));
  }

  /** Each of its filters, since the connection ends with it. */
  private static void refuse(MqttSubscribeMessage asked, RemotingConnection connection) {
    if (connection.getTransportConnection() instanceof NettyConnection netty) {
      MqttMessageBuilders.SubAckBuilder answer =
          MqttMessageBuilders.subAck().packetId(asked.variableHeader().messageId());
      asked.payload().topicSubscriptions().forEach(_ -> answer.addGrantedQos(MqttQoS.FAILURE));
      var _ = netty.getChannel().writeAndFlush(answer.build());
    }
  }
}
