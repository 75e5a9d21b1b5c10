package org.stipple.telemetry.intake;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.audit.AuditLog;
import org.stipple.telemetry.mqtt.InMessage;
import org.stipple.telemetry.mqtt.Link;
import org.stipple.telemetry.mqtt.MqttFailure;
import org.stipple.telemetry.mqtt.OutMessage;
import org.stipple.telemetry.mqtt.Role;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.store.RecordStore;
import org.stipple.telemetry.upload.Chunk;
import org.stipple.telemetry.upload.Receipt;
import org.stipple.telemetry.upload.UploadTopic;

/**
 * The ingester on its connection; only the connection's thread calls it. A receipt leaves only
 * after the database has committed; where that fails none does, and the device sends again.
 */
final class RecordRole implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(RecordRole.class);

  private final RecordStore store;
  private final SigningKey clinic;
  private final AuditLog audit;
  private final InstantSource clock;
  private final AtomicLong chunks = new AtomicLong();
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong strokes = new AtomicLong();
  private final AtomicLong quarantined = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong malformed = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong worstMs = new AtomicLong();

  RecordRole(RecordStore store, SigningKey clinic, AuditLog audit, InstantSource clock) {
    this.store = store;
    this.clinic = clinic;
    this.audit = audit;
    this.clock = clock;
  }

  RecordIngester.Status status(boolean connected, long overflowed) {
    return new RecordIngester.Status(
        connected,
        chunks.get(),
        entries.get(),
        strokes.get(),
        quarantined.get(),
        dropped.get(),
        malformed.get(),
        overflowed,
        failures.get(),
        worstMs.get());
  }

  @Override
  public Optional<OutMessage> will() {
    return Optional.empty();
  }

  @Override
  public void connected(Link link) throws MqttFailure {
    link.subscribe(UploadTopic.SHARED, 1);
  }

  @Override
  public void received(InMessage message, Link link) throws MqttFailure {
    Optional<UploadTopic> topic = UploadTopic.ofRecord(message.topic());
    if (topic.isEmpty()) {
      malformed.incrementAndGet();
      return;
    }
    Chunk chunk;
    try {
      chunk = Chunk.decode(message.payload());
    } catch (IllegalArgumentException e) {
      refuse(topic.get(), String.valueOf(e.getMessage()));
      // The 1st, 2nd, 4th, 8th...: a flood of messages must not become a flood of lines.
      if (Long.bitCount(malformed.incrementAndGet()) == 1) {
        LOG.warn("{}: {}; dropped", message.topic(), e.getMessage());
      }
      return;
    }
    take(topic.get(), chunk, message.payload(), link);
  }

  private void refuse(UploadTopic topic, String why) {
    audit.refused(new AuditLog.Refusal("record", topic.address(), "", why));
  }

  private void take(UploadTopic topic, Chunk chunk, byte[] message, Link link) throws MqttFailure {
    long beganMs = clock.millis();
    RecordStore.Taken taken;
    try {
      taken = store.take(topic.address(), chunk, message);
    } catch (JdbiException e) {
      if (Long.bitCount(failures.incrementAndGet()) == 1) {
        LOG.error("the store cannot take records: {}", e.getMessage());
      }
      return;
    }
    chunks.incrementAndGet();
    entries.addAndGet(taken.news().entries());
    strokes.addAndGet(taken.news().strokes());
    taken.problem().ifPresent(why -> refuse(topic, why));
    if (taken.news().quarantined()) {
      dropped.addAndGet(taken.news().dropped() ? 1 : 0);
      // The 1st, 2nd, 4th, 8th...: see above.
      if (Long.bitCount(quarantined.incrementAndGet()) == 1) {
        LOG.error(
            "ALARM record {} of {} cannot be believed from byte {} on: {}; kept in quarantine",
            chunk.session(),
            topic.address(),
            chunk.offset(),
            taken.problem().orElse(""));
      }
    }
    Receipt receipt =
        Receipt.by(
            clinic,
            topic.address(),
            chunk.session(),
            taken.has(),
            taken.problem(),
            clock.instant());
    link.publish(new OutMessage(topic.receipt(), receipt.encode(), 1, false));
    worstMs.accumulateAndGet(clock.millis() - beganMs, Math::max);
  }

  @Override
  public void work(Link link) {}

  @Override
  public void closing(Link link) {}
}
