package org.stipple.telemetry.intake;

import java.time.InstantSource;
import org.stipple.telemetry.audit.AuditLog;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.mqtt.MqttStatus;
import org.stipple.telemetry.mqtt.MqttWorker;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.store.RecordStore;

/**
 * Takes the devices' records from a broker into the clinic's store and answers with receipts. Any
 * number of them may share a broker and a database. Every method may be called by any thread.
 */
public final class RecordIngester implements AutoCloseable {

  private final RecordRole role;
  private final MqttWorker worker;

  /**
   * One that does not run yet.
   *
   * @param store where records go
   * @param clinic signs the receipts
   * @param audit is told what cannot be believed
   */
  public RecordIngester(MqttSettings mqtt, RecordStore store, SigningKey clinic, AuditLog audit) {
    this.role = new RecordRole(store, clinic, audit, InstantSource.system());
    this.worker = new MqttWorker(mqtt, role, "stipple-ingest-mqtt");
  }

  /** Begins on its own thread, "stipple-ingest-mqtt"; the broker may be away. Call once. */
  public void start() {
    worker.start();
  }

  /**
   * What it has done since its start.
   *
   * @param connected whether the broker is there
   * @param chunks taken, those that came again included
   * @param entries stored
   * @param strokes stored one by one
   * @param quarantined chunks that cannot be believed
   * @param quarantineDropped of these, not kept aside: too many are, of that device or in all
   * @param malformed messages that are no chunks at all, dropped
   * @param overflowed messages dropped unread, more than could be taken in; devices send again
   * @param failures times the database could not be asked; the device sends again
   * @param worstMs longest time from a chunk to its receipt, ms
   */
  public record Status(
      boolean connected,
      long chunks,
      long entries,
      long strokes,
      long quarantined,
      long quarantineDropped,
      long malformed,
      long overflowed,
      long failures,
      long worstMs) {}

  /** How it is doing. */
  public Status status() {
    MqttStatus mqtt = worker.status();
    return role.status(mqtt.connected(), mqtt.overflowed());
  }

  /** Disconnects and ends the thread; waits at most 8 s. */
  @Override
  public void close() {
    worker.close();
  }
}
