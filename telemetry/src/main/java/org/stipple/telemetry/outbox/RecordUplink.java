package org.stipple.telemetry.outbox;

import java.nio.file.Path;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.stipple.telemetry.edge.EdgeSettings;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.mqtt.MqttWorker;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.upload.UploadTopic;

/**
 * Brings a device's treatment records to the clinic, on a connection of its own so that an upload
 * never delays live values. Any thread may call it; calls return at once.
 */
public final class RecordUplink implements AutoCloseable {

  private final RecordRole role;
  private final MqttWorker worker;
  private final String address;

  /**
   * One that does not run yet.
   *
   * @param settings as of the live connection, but for the client id
   * @param book the records
   * @param key by which they are signed
   * @param clinicKey file of the clinic's public key, made with its first receipt
   */
  public RecordUplink(EdgeSettings settings, SessionBook book, PublicKey key, Path clinicKey) {
    UploadTopic topic =
        new UploadTopic(settings.group(), settings.edgeNode(), settings.device().value());
    this.address = topic.address();
    LongSupplier monotonicMs = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    this.role =
        new RecordRole(
            topic,
            new Outbox(book, topic.address(), SigningKey.text(key), clinicKey, monotonicMs),
            monotonicMs,
            InstantSource.system());
    MqttSettings mqtt = settings.mqtt();
    this.worker =
        new MqttWorker(mqtt.withClientId(mqtt.clientId() + "-record"), role, "stipple-record-mqtt");
  }

  /** Begins on its own thread, "stipple-record-mqtt"; call once. */
  public void start() {
    worker.start();
  }

  /** What the clinic has not acknowledged, as of the last look at it. */
  public Backlog backlog() {
    return role.backlog();
  }

  /** Of the device, GROUP/NODE/DEVICE. */
  public String address() {
    return address;
  }

  /** By how much the clinic's time of day is ahead of ours, s, by its last receipt. */
  public Optional<Double> clinicAheadS() {
    return role.clinicAheadS();
  }

  /** Longest time from a chunk to the clinic's receipt for it, of those that came, ms. */
  public long worstAnswerMs() {
    return role.worstAnswerMs();
  }

  /** Disconnects and ends the thread; waits at most 8 s. What was not acknowledged waits. */
  @Override
  public void close() {
    worker.close();
  }
}
