package org.stipple.sim.demo;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.stipple.telemetry.mqtt.InMessage;
import org.stipple.telemetry.mqtt.Link;
import org.stipple.telemetry.mqtt.MqttFailure;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.mqtt.MqttWorker;
import org.stipple.telemetry.mqtt.OutMessage;
import org.stipple.telemetry.mqtt.Role;

/**
 * A subscriber of its own that counts what the broker passes on of the Sparkplug name space.
 *
 * <p>Threading: any thread reads the count.
 */
final class MessageCount implements AutoCloseable {

  private static final int KEEP_ALIVE_S = 10;
  private static final String ALL = "spBv1.0/#";

  private final Ear ear = new Ear();
  private final MqttWorker worker;

  /** Begins to listen; the broker may still be away. */
  MessageCount(URI broker, String clientId) {
    worker =
        new MqttWorker(MqttSettings.of(broker, clientId, KEEP_ALIVE_S), ear, "stipple-bench-ear");
    worker.start();
  }

  /** Messages heard so far, without what the broker had kept from before. */
  long messages() {
    return ear.messages.get();
  }

  /** Of those, the live values of devices. */
  long deviceMessages() {
    return ear.deviceMessages.get();
  }

  boolean isListening() {
    return worker.status().connected();
  }

  @Override
  public void close() {
    worker.close();
  }

  private static final class Ear implements Role {
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong deviceMessages = new AtomicLong();

    @Override
    public Optional<OutMessage> will() {
      return Optional.empty();
    }

    @Override
    public void connected(Link link) throws MqttFailure {
      link.subscribe(ALL, 0);
    }

    @Override
    public void received(InMessage message, Link link) {
      if (message.retained()) {
        return;
      }
      messages.incrementAndGet();
      if (message.topic().contains("/DDATA/")) {
        deviceMessages.incrementAndGet();
      }
    }

    @Override
    public void work(Link link) {}

    @Override
    public void closing(Link link) {}
  }
}
