package org.stipple.telemetry.broker;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A plain MQTT client beside our own code: hears everything and can say anything. */
public final class Listener implements AutoCloseable {
  /** One message as it came. */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  public record Heard(String topic, byte[] payload, boolean retained) {}

  private final MqttAsyncClient client;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();

  /** Connects and subscribes to {@code filter}. */
  public Listener(URI broker, String filter) throws MqttException {
    client =
        new MqttAsyncClient(
            broker.toString(), "listener-" + System.nanoTime(), new MemoryPersistence());
    client.setCallback(new Ears());
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    client.connect(options).waitForCompletion(10_000);
    client.subscribe(filter, 1).waitForCompletion(10_000);
  }

  /** What was heard so far, in order. */
  public List<Heard> heard() {
    return List.copyOf(heard);
  }

  /** What was heard of topics with this level in them, such as {@code DDATA}. */
  public List<Heard> heard(String level) {
    return heard.stream().filter(h -> h.topic().contains("/" + level + "/")).toList();
  }

  /** Publishes with QoS 1 and waits for the broker's answer. */
  public void say(String topic, byte[] payload) throws MqttException {
    client.publish(topic, payload, 1, false).waitForCompletion(10_000);
  }

  /** Publishes with QoS 1 for the broker to keep. */
  public void retain(String topic, byte[] payload) throws MqttException {
    client.publish(topic, payload, 1, true).waitForCompletion(10_000);
  }

  @Override
  public void close() throws MqttException {
    client.disconnectForcibly(0, 500, false);
    client.close(true);
  }

  private final class Ears implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
      heard.add(new Heard(topic, message.getPayload(), message.isRetained()));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
