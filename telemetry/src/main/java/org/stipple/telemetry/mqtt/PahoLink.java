package org.stipple.telemetry.mqtt;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.trust.TlsWords;

/**
 * One connection from its making to its end, over a Paho client of its own: a client that is never
 * used again has no state to carry over. No persistence, no automatic buffering, no automatic
 * reconnect.
 */
final class PahoLink {
  private static final long ANSWER_MS_MAX = 5_000;

  /** In flight: Paho refuses further messages for a moment with this code. */
  private static final int TOO_MANY_PUBLISHES = 32202;

  /** What is larger a broker does not send us: no message of ours is. */
  private static final long PACKET_BYTES_MAX = 512 * 1024;

  private static final int NORMAL_DISCONNECTION = 0;

  /** Bad user name or password, not authorised, of MQTT 5 and of 3.1.1. */
  private static final Set<Integer> NOT_ADMITTED = Set.of(0x86, 0x87, 4, 5);

  private final MqttAsyncClient client;
  private final AtomicReference<@Nullable String> lost = new AtomicReference<>();

  private PahoLink(MqttAsyncClient client) {
    this.client = client;
  }

  /**
   * Connects; returns when the broker has said yes.
   *
   * @param heard takes each message on Paho's thread and must return at once
   * @param woken is told that the connection is lost, on Paho's thread
   */
  static PahoLink connect(
      MqttSettings settings, Optional<OutMessage> will, Consumer<InMessage> heard, Runnable woken)
      throws MqttFailure {
    try {
      MqttAsyncClient client =
          new MqttAsyncClient(
              settings.brokerUri().toString(), settings.clientId(), new MemoryPersistence());
      PahoLink link = new PahoLink(client);
      try {
        client.setCallback(link.new Ears(heard, woken));
        answered(client.connect(options(settings, will)), "connecting");
        return link;
      } catch (MqttException | MqttFailure e) {
        link.drop();
        throw e;
      }
    } catch (MqttException e) {
      throw failure("cannot connect to " + settings.brokerUri(), e);
    }
  }

  private static MqttConnectionOptions options(MqttSettings settings, Optional<OutMessage> will)
      throws MqttFailure {
    MqttConnectionOptions options = new MqttConnectionOptions();
    if ("ssl".equals(settings.brokerUri().getScheme())) {
      options.setSocketFactory(tls(settings));
      options.setHttpsHostnameVerificationEnabled(true);
    }
    options.setCleanStart(true);
    options.setSessionExpiryInterval(0L);
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout((int) (ANSWER_MS_MAX / 1000));
    options.setMaximumPacketSize(PACKET_BYTES_MAX);
    options.setKeepAliveInterval(settings.keepAliveS());
    will.ifPresent(last ->
        options.setWill(
            last.topic(), new MqttMessage(last.payload(), last.qos(), last.retained(), null)));
    return options;
  }

  private static SSLSocketFactory tls(MqttSettings settings) throws MqttFailure {
    try {
      return settings.tls().context().getSocketFactory();
    } catch (IOException e) {
      throw new MqttFailure(String.valueOf(e.getMessage()), e);
    }
  }

  void publish(OutMessage message) throws MqttFailure {
    try {
      IMqttToken token = sent(message);
      // A token of QoS 0 may never complete, so nothing waits for it.
      if (message.qos() > 0) {
        answered(token, "publishing");
      }
    } catch (MqttException e) {
      throw failure("cannot publish", e);
    }
  }

  private IMqttToken sent(OutMessage message) throws MqttException {
    for (int attempt = 1; ; attempt++) {
      try {
        return client.publish(
            message.topic(), message.payload(), message.qos(), message.retained());
      } catch (MqttException e) {
        if (e.getReasonCode() != TOO_MANY_PUBLISHES || attempt == 100 || !pause()) {
          throw e;
        }
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(5);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void subscribe(String filter, int qos) throws MqttFailure {
    try {
      IMqttToken token = client.subscribe(filter, qos);
      answered(token, "subscribing to " + filter);
      for (int code : token.getReasonCodes()) {
        if (code >= 0x80) {
          throw new MqttFailure("the broker refused " + filter + " with reason " + code);
        }
      }
    } catch (MqttException e) {
      throw failure("cannot subscribe to " + filter, e);
    }
  }

  /** Why the connection is gone, or null while it is up. */
  @Nullable String lost() {
    String why = lost.get();
    return why == null && !client.isConnected() ? "the connection is gone" : why;
  }

  /**
   * Ends a connection politely.
   *
   * @param withWill whether the broker is to tell the will; otherwise it forgets it
   */
  void bye(boolean withWill) {
    int reason =
        withWill ? MqttReturnCode.RETURN_CODE_DISCONNECT_WITH_WILL_MESSAGE : NORMAL_DISCONNECTION;
    try {
      client.disconnect(0, null, null, reason, new MqttProperties()).waitForCompletion(1_000);
    } catch (MqttException _) {
      // It was going away anyway; drop() does the rest.
    }
    drop();
  }

  /** Ends a connection at once and frees its threads. */
  void drop() {
    try {
      client.disconnectForcibly(0, 0, false);
    } catch (MqttException | RuntimeException _) {
      // Not connected: nothing to cut.
    }
    try {
      client.close(true);
    } catch (MqttException | RuntimeException _) {
      // Closed before.
    }
  }

  private static void answered(IMqttToken token, String doing) throws MqttException, MqttFailure {
    token.waitForCompletion(ANSWER_MS_MAX);
    if (!token.isComplete()) {
      throw new MqttFailure("no answer while " + doing);
    }
  }

  private static MqttFailure failure(String what, MqttException e) {
    return new MqttFailure(what + ": " + why(e), e);
  }

  private static String why(MqttException e) {
    Optional<String> tls = TlsWords.of(e, "broker");
    if (tls.isPresent()) {
      return tls.get();
    }
    if (NOT_ADMITTED.contains(e.getReasonCode())) {
      return "the broker does not admit us (reason 0x%02x): is this device enrolled, and not revoked?"
          .formatted(e.getReasonCode());
    }
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** Paho's callbacks: note and return. */
  private final class Ears implements MqttCallback {
    private final Consumer<InMessage> heard;
    private final Runnable woken;

    Ears(Consumer<InMessage> heard, Runnable woken) {
      this.heard = heard;
      this.woken = woken;
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      MqttException e = response.getException();
      String reason = response.getReasonString();
      lost.compareAndSet(
          null,
          "connection lost" + (reason != null ? ": " + reason : e != null ? ": " + why(e) : ""));
      woken.run();
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      // Told again, as a lost connection or a failed publish, where it matters.
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      heard.accept(new InMessage(topic, message.getPayload(), message.isRetained()));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
