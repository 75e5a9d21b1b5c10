package org.stipple.telemetry.outbox;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.mqtt.InMessage;
import org.stipple.telemetry.mqtt.Link;
import org.stipple.telemetry.mqtt.MqttFailure;
import org.stipple.telemetry.mqtt.OutMessage;
import org.stipple.telemetry.mqtt.Role;
import org.stipple.telemetry.upload.Chunk;
import org.stipple.telemetry.upload.Receipt;
import org.stipple.telemetry.upload.UploadTopic;

/**
 * Sends one chunk after the other, each again until a receipt tells how far the clinic is; only the
 * connection's thread calls it.
 */
final class RecordRole implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(RecordRole.class);

  /** A receipt that has not come by then does not come; doubles with each silence. */
  private static final long ANSWER_MS_MIN = 2_000;

  private static final long ANSWER_MS_MAX = 60_000;

  /** While all is acknowledged, the book is looked at this often. */
  private static final long LOOK_MS = 500;

  private static final long COMPARED_MS_MAX = 1_000;
  private static final long SECOND_MS = 1_000;
  private static final long RETRY_REFUSED_MS = 600_000;

  private final UploadTopic topic;
  private final Outbox outbox;
  private final LongSupplier monotonicMs;
  private long nextMs;
  private long answerMs = ANSWER_MS_MIN;
  private @Nullable Chunk sent;
  private long retryRefusedMs;
  private long sentMs;
  private volatile long worstAnswerMs;
  private volatile Backlog backlog = Backlog.NONE;
  private final InstantSource clock;
  private volatile @Nullable Double clinicAheadS;

  /**
   * None is connected yet.
   *
   * @param clock the time of day, which the clinic's is compared with
   */
  RecordRole(UploadTopic topic, Outbox outbox, LongSupplier monotonicMs, InstantSource clock) {
    this.clock = clock;
    this.topic = topic;
    this.outbox = outbox;
    this.monotonicMs = monotonicMs;
    this.retryRefusedMs = monotonicMs.getAsLong() + RETRY_REFUSED_MS;
  }

  Optional<Double> clinicAheadS() {
    return Optional.ofNullable(clinicAheadS);
  }

  /** An answer that took long says little about the clock. */
  private void compareClocks(Receipt receipt, long tookMs) {
    if (tookMs <= COMPARED_MS_MAX) {
      receipt
          .at()
          .ifPresent(at ->
              clinicAheadS =
                  (at.toEpochMilli() - (clock.millis() - tookMs / 2)) / (double) SECOND_MS);
    }
  }

  Backlog backlog() {
    return backlog;
  }

  /** Longest time from a chunk to its receipt, of those that came, ms. */
  long worstAnswerMs() {
    return worstAnswerMs;
  }

  @Override
  public Optional<OutMessage> will() throws IOException {
    backlog = outbox.backlog(); // told while the broker is away, too
    return Optional.empty();
  }

  @Override
  public void connected(Link link) throws MqttFailure {
    link.subscribe(topic.receipt(), 1);
    outbox.connected();
    sent = null;
    nextMs = 0;
  }

  @Override
  public void received(InMessage message, Link link) {
    try {
      Receipt receipt = Receipt.decode(message.payload());
      if (outbox.take(receipt)) {
        answerMs = ANSWER_MS_MIN;
        Chunk waitingFor = sent;
        if (waitingFor != null && waitingFor.session().equals(receipt.session())) {
          compareClocks(receipt, monotonicMs.getAsLong() - sentMs);
          worstAnswerMs = Math.max(worstAnswerMs, monotonicMs.getAsLong() - sentMs);
          sent = null;
          nextMs = 0;
        }
      }
    } catch (IllegalArgumentException e) {
      LOG.warn("{}: {}; dropped", message.topic(), e.getMessage());
    } catch (IOException e) {
      LOG.error("a receipt cannot be kept: {}", e.toString());
    }
  }

  @Override
  public void work(Link link) throws MqttFailure {
    long nowMs = monotonicMs.getAsLong();
    if (nowMs - nextMs < 0) {
      return;
    }
    if (nowMs - retryRefusedMs >= 0) {
      retryRefusedMs = nowMs + RETRY_REFUSED_MS;
      outbox.retryRefused();
    }
    if (sent != null) {
      answerMs = Math.min(2 * answerMs, ANSWER_MS_MAX); // nobody answered
    }
    sent = next().orElse(null);
    nextMs = nowMs + (sent != null ? answerMs : LOOK_MS);
    if (sent != null) {
      sentMs = nowMs;
      link.publish(new OutMessage(topic.record(), sent.encode(), 1, false));
    }
  }

  private Optional<Chunk> next() {
    try {
      backlog = outbox.backlog();
      return outbox.next();
    } catch (NoSuchFileException _) {
      outbox.lookAgain();
      return Optional.empty();
    } catch (IOException e) {
      LOG.error("the records cannot be read: {}", e.toString());
      return Optional.empty();
    }
  }

  /** What a session's end brought still leaves; its receipt is asked for at the next start. */
  @Override
  public void closing(Link link) throws MqttFailure {
    Optional<Chunk> last = sent == null ? next() : Optional.empty();
    if (last.isPresent()) {
      link.publish(new OutMessage(topic.record(), last.get().encode(), 1, false));
    }
  }
}
