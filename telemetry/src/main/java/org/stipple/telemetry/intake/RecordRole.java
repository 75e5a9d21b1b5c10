package org.stipple.telemetry.intake;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
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

  /** So much shares a wait for the disk at most. */
  private static final int AT_ONCE_MAX = 256;

  private static final int AT_ONCE_BYTES_MAX = 4 << 20;

  /** After so many in a row of messages it is the database that fails, not one of them. */
  private static final int FAILURES_MAX = 3;

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
  private final List<RecordStore.Sent> waiting = new ArrayList<>();
  private int waitingBytes;

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
    waiting.clear(); // of an earlier connection: its devices send again
    waitingBytes = 0;
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
      refuse(topic.get().address(), String.valueOf(e.getMessage()));
      // The 1st, 2nd, 4th, 8th...: a flood of messages must not become a flood of lines.
      if (Long.bitCount(malformed.incrementAndGet()) == 1) {
        LOG.warn("{}: {}; dropped", message.topic(), e.getMessage());
      }
      return;
    }
    waiting.add(new RecordStore.Sent(topic.get().address(), chunk, message.payload()));
    waitingBytes += message.payload().length;
    if (waiting.size() >= AT_ONCE_MAX || waitingBytes >= AT_ONCE_BYTES_MAX) {
      takeWaiting(link);
    }
  }

  private void refuse(String device, String why) {
    audit.refused(new AuditLog.Refusal("record", device, "", why));
  }

  /** All that came meanwhile share one wait for the disk. */
  private void takeWaiting(Link link) throws MqttFailure {
    List<RecordStore.Sent> sent = List.copyOf(waiting);
    waiting.clear();
    waitingBytes = 0;
    if (sent.isEmpty()) {
      return;
    }
    long beganMs = clock.millis();
    for (Answer answer : take(sent)) {
      tell(answer, link);
    }
    worstMs.accumulateAndGet(clock.millis() - beganMs, Math::max);
  }

  private record Answer(RecordStore.Sent sent, RecordStore.Taken taken) {}

  /** What the database does not take it may not take for one of them: each is tried alone then. */
  private List<Answer> take(List<RecordStore.Sent> sent) {
    try {
      List<RecordStore.Taken> taken = store.take(sent);
      return IntStream.range(0, sent.size())
          .mapToObj(i -> new Answer(sent.get(i), taken.get(i)))
          .toList();
    } catch (JdbiException e) {
      if (Long.bitCount(failures.incrementAndGet()) == 1) {
        LOG.error("the store cannot take records: {}", e.getMessage());
      }
      return sent.size() == 1 ? List.of() : takeOneByOne(sent);
    }
  }

  /** Gives up where the database seems to be away: devices send again. */
  private List<Answer> takeOneByOne(List<RecordStore.Sent> sent) {
    List<Answer> all = new ArrayList<>();
    int failed = 0;
    for (RecordStore.Sent one : sent) {
      List<Answer> answer = take(List.of(one));
      all.addAll(answer);
      failed += answer.isEmpty() ? 1 : 0;
      if (failed == FAILURES_MAX) {
        break;
      }
    }
    return all;
  }

  private void tell(Answer answer, Link link) throws MqttFailure {
    String device = answer.sent().device();
    Chunk chunk = answer.sent().chunk();
    RecordStore.Taken taken = answer.taken();
    chunks.incrementAndGet();
    entries.addAndGet(taken.news().entries());
    strokes.addAndGet(taken.news().strokes());
    taken.problem().ifPresent(why -> refuse(device, why));
    if (taken.news().quarantined()) {
      dropped.addAndGet(taken.news().dropped() ? 1 : 0);
      // The 1st, 2nd, 4th, 8th...: see above.
      if (Long.bitCount(quarantined.incrementAndGet()) == 1) {
        LOG.error(
            "ALARM record {} of {} cannot be believed from byte {} on: {}; kept in quarantine",
            chunk.session(),
            device,
            chunk.offset(),
            taken.problem().orElse(""));
      }
    }
    Receipt receipt =
        Receipt.by(clinic, device, chunk.session(), taken.has(), taken.problem(), clock.instant());
    // A receipt that is lost is written again when the device sends again: nobody waits for it
    // here.
    link.publish(new OutMessage(UploadTopic.receiptOf(device), receipt.encode(), 0, false));
  }

  @Override
  public void work(Link link) throws MqttFailure {
    takeWaiting(link);
  }

  @Override
  public void closing(Link link) {}
}
