package org.stipple.sim.ensemble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.ClientReference;
import org.stipple.telemetry.session.ConsentReference;
import org.stipple.telemetry.session.PackedStrokes;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Stroke;
import org.stipple.telemetry.session.Zone;
import org.stipple.telemetry.upload.Chunk;
import org.stipple.telemetry.upload.Receipt;
import org.stipple.telemetry.upload.UploadTopic;

/**
 * One device of a {@link Crowd}: its record is written beforehand by its own key, in as many parts
 * as it will send messages. What it sent and nobody acknowledged is sent again with the next one.
 */
final class CrowdMember {

  private static final int STROKE_US = 6_667;

  /** A part of the record. */
  private static final class Part {
    private final long end;
    private final byte[] message;
    private long dueNs;
    private boolean acknowledged;

    Part(long end, byte[] message) {
      this.end = end;
      this.message = message;
    }
  }

  private final UploadTopic topic;
  private final SessionId session;
  private final Path file;
  private final SSLContext tls;
  private final List<Part> parts;
  private @Nullable LightClient client;
  private int sent;

  private CrowdMember(
      UploadTopic topic, SessionId session, Path file, SSLContext tls, List<Part> parts) {
    this.topic = topic;
    this.session = session;
    this.file = file;
    this.tls = tls;
    this.parts = parts;
  }

  /** Writes its record and has it enrolled. */
  static CrowdMember make(
      int number, Path folder, SecureClinic.Desk clinic, int messages, int strokes)
      throws IOException {
    UploadTopic topic = new UploadTopic("crowd", "pi-" + number, "chair-" + number);
    SSLContext tls = clinic.enrol(topic.address(), folder, Duration.ofDays(1)).context();
    SigningKey key = SigningKey.in(folder);
    List<Long> ends = new ArrayList<>();
    Path file;
    SessionId session;
    try (SessionBook book =
        SessionBook.in(folder.resolve("sessions"), InstantSource.system(), key)) {
      session = write(book, number, messages, strokes, ends);
      file = book.fileOf(session);
    }
    byte[] bytes = Files.readAllBytes(file);
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (long end : ends) {
      byte[] lines = Arrays.copyOfRange(bytes, from, (int) end);
      parts.add(new Part(end, new Chunk(session, from, lines, key.publicText()).encode()));
      from = (int) end;
    }
    return new CrowdMember(topic, session, file, tls, parts);
  }

  private static SessionId write(
      SessionBook book, int number, int messages, int strokes, List<Long> ends) throws IOException {
    SplittableRandom random = new SplittableRandom(number);
    SessionId session =
        book.open(
            new SessionEntry.Opened(
                new ClientReference("client-" + number),
                new ConsentReference("consent"),
                true,
                Zone.CROWN,
                Optional.empty()));
    book.append(
        new SessionEntry.CartridgeMounted(
            "3RL", "lot-" + number % 100, LocalDate.of(2099, 12, 31), Optional.empty()));
    for (int i = 0; i < messages; i++) {
      Instant at = Instant.EPOCH.plusSeconds(10L * i);
      double needleOnS = strokes * STROKE_US / 1e6;
      book.append(
          List.of(
              new SessionEntry.Strokes(
                  at, (long) i * strokes + 1, PackedStrokes.of(strokes(random, strokes))),
              new SessionEntry.Press(at, needleOnS, strokes, strokes)));
      if (i == messages - 1) {
        book.close((long) messages * strokes, needleOnS * messages);
      }
      ends.add(Files.size(book.fileOf(session)));
    }
    return session;
  }

  private static List<Stroke> strokes(SplittableRandom random, int count) {
    List<Stroke> strokes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      strokes.add(
          new Stroke(
              STROKE_US + random.nextInt(-60, 61),
              210 + random.nextInt(-60, 61) / 10.0,
              1.8,
              0.9 + random.nextInt(-30, 31) / 1000.0,
              true,
              random.nextInt(4) > 0,
              true));
    }
    return strokes;
  }

  /**
   * Comes in and asks for its receipts.
   *
   * @param answered is told how long each part waited for its receipt, ns
   */
  CompletableFuture<LightClient> connect(Crowd.Door door, LongConsumer answered) {
    LightClient.Entry entry =
        LightClient.Entry.of(door.broker(), tls, "crowd-" + topic.node() + "-record");
    return LightClient.connect(door.threads(), entry, (_, message) -> received(message, answered))
        .thenCompose(in -> {
          client = in;
          return in.subscribe(topic.receipt())
              .thenApply(reason -> {
                if (reason >= 0x80) {
                  throw new IllegalStateException("its own receipts are refused to " + topic);
                }
                return in;
              });
        });
  }

  /** Sends the next part, and what waits for its receipt still. */
  synchronized int sendNext(long dueNs) {
    parts.get(sent).dueNs = dueNs;
    sent++;
    return send();
  }

  /** Sends what waits for its receipt; how many of these were sent before. */
  synchronized int send() {
    int again = -1;
    for (Part part : parts.subList(0, sent)) {
      if (!part.acknowledged && client != null) {
        var _ = client.publish(topic.record(), part.message);
        again++;
      }
    }
    return Math.max(0, again);
  }

  private synchronized void received(byte[] message, LongConsumer answered) {
    long nowNs = System.nanoTime();
    Receipt receipt = Receipt.decode(message);
    for (Part part : parts.subList(0, sent)) {
      if (!part.acknowledged && receipt.has().bytes() >= part.end) {
        part.acknowledged = true;
        answered.accept(nowNs - part.dueNs);
      }
    }
  }

  synchronized boolean isWaiting() {
    return parts.stream().anyMatch(part -> !part.acknowledged);
  }

  boolean isConnected() {
    return client != null && client.isConnected();
  }

  String address() {
    return topic.address();
  }

  SessionId session() {
    return session;
  }

  /** How many of its parts are not within so many bytes of its record. */
  long partsBeyond(long bytes) {
    return parts.stream().filter(part -> part.end > bytes).count();
  }

  byte[] record() throws IOException {
    return Files.readAllBytes(file);
  }

  void leave() {
    if (client != null) {
      client.close();
    }
  }
}
