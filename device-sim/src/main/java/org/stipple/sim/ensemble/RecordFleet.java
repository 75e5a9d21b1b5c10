package org.stipple.sim.ensemble;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.stipple.telemetry.edge.EdgeSettings;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.outbox.Backlog;
import org.stipple.telemetry.outbox.RecordUplink;
import org.stipple.telemetry.record.RecordNames;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.ClientReference;
import org.stipple.telemetry.session.ConsentReference;
import org.stipple.telemetry.session.DeviceId;
import org.stipple.telemetry.session.PackedStrokes;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Stroke;
import org.stipple.telemetry.session.Zone;
import org.stipple.telemetry.upload.Receipts;

/**
 * Many devices' records and uplinks, as a controller has them: real books on the disk, real keys,
 * real connections. What they write is made up, and remembered.
 *
 * <p>Threading: one thread writes; uplinks have their own.
 */
public final class RecordFleet implements AutoCloseable {

  /** Strokes a second of needle-on time. */
  public static final int STROKES_A_SECOND = 150;

  private static final int RETRY_MS_MIN = 100;
  private static final int RETRY_MS_MAX = 1_000;
  private static final int KEEP_ALIVE_S = 5;

  /** One machine. */
  private static final class Device {
    private final int number;
    private final SessionBook book;
    private final PublicKey key;
    private final SplittableRandom random;
    private Optional<RecordUplink> uplink = Optional.empty();
    private long sessionStrokes;
    private long sessionSeconds;
    private long strokes;

    Device(int number, Path folder, long seed) throws IOException {
      this.number = number;
      SigningKey signing = SigningKey.in(folder);
      this.key = signing.publicKey();
      this.book = SessionBook.in(folder.resolve("sessions"), InstantSource.system(), signing);
      this.random = new SplittableRandom(seed + number);
    }

    String address() {
      return "fleet/pi-%d/chair-%d".formatted(number, number);
    }
  }

  /**
   * A record that was written.
   *
   * @param device address of its device
   * @param session its id
   * @param file where it is
   */
  public record Written(String device, SessionId session, Path file) {}

  private final Path folder;
  private final List<Device> devices = new ArrayList<>();

  /** So many devices, whose files go into that folder. */
  public RecordFleet(Path folder, int count, long seed) throws IOException {
    this.folder = folder;
    for (int i = 0; i < count; i++) {
      devices.add(new Device(i, folder.resolve("device-" + i), seed));
    }
  }

  /** Opens a session on each device. */
  public void open() throws IOException {
    for (Device device : devices) {
      device.book.open(
          new SessionEntry.Opened(
              new ClientReference("client-" + device.number),
              new ConsentReference("consent"),
              true,
              Zone.CROWN,
              Optional.empty()));
      device.book.append(
          new SessionEntry.CartridgeMounted(
              "3RL", "lot-" + device.number, LocalDate.of(2099, 12, 31), Optional.empty()));
      device.sessionStrokes = 0;
      device.sessionSeconds = 0;
    }
  }

  /** Lets each device work so many seconds, put on disk at once. */
  public void work(int seconds) throws IOException {
    for (Device device : devices) {
      List<SessionEntry> entries = new ArrayList<>();
      for (int i = 0; i < seconds; i++) {
        entries.add(
            new SessionEntry.Strokes(
                Instant.EPOCH.plusSeconds(device.sessionSeconds),
                device.sessionStrokes + 1,
                PackedStrokes.of(strokes(device.random))));
        entries.add(
            new SessionEntry.Press(
                Instant.EPOCH.plusSeconds(device.sessionSeconds),
                1,
                STROKES_A_SECOND,
                STROKES_A_SECOND));
        device.sessionSeconds++;
        device.sessionStrokes += STROKES_A_SECOND;
      }
      device.book.append(entries);
      device.strokes += (long) seconds * STROKES_A_SECOND;
    }
  }

  private static List<Stroke> strokes(SplittableRandom random) {
    List<Stroke> strokes = new ArrayList<>();
    for (int i = 0; i < STROKES_A_SECOND; i++) {
      strokes.add(
          new Stroke(
              6_667 + random.nextInt(-60, 61),
              210 + random.nextInt(-60, 61) / 10.0,
              1.8,
              0.9 + random.nextInt(-30, 31) / 1000.0,
              true,
              random.nextInt(4) > 0,
              true));
    }
    return strokes;
  }

  /** Closes the open sessions. */
  public void closeSessions() throws IOException {
    for (Device device : devices) {
      device.book.close(device.sessionStrokes, (double) device.sessionSeconds);
    }
  }

  /** Connects the devices, in turn to one broker after the other. */
  public void connect(List<URI> brokers) {
    for (Device device : devices) {
      MqttSettings mqtt =
          new MqttSettings(
              brokers.get(device.number % brokers.size()),
              "pi-" + device.number,
              KEEP_ALIVE_S,
              RETRY_MS_MIN,
              RETRY_MS_MAX);
      RecordUplink uplink =
          new RecordUplink(
              new EdgeSettings(
                  "fleet",
                  "pi-" + device.number,
                  new DeviceId("chair-" + device.number),
                  mqtt,
                  folder.resolve("edge-" + device.number)),
              device.book,
              device.key,
              folder.resolve("device-" + device.number).resolve("clinic.pub"));
      uplink.start();
      device.uplink = Optional.of(uplink);
    }
  }

  /** Bytes that no receipt covers yet, by what lies on the disk now. */
  public long waitingBytes() throws IOException {
    long bytes = 0;
    for (Device device : devices) {
      for (SessionBook.Durable record : device.book.durable()) {
        bytes += record.bytes() - acknowledged(record);
      }
    }
    return bytes;
  }

  private static long acknowledged(SessionBook.Durable record) throws IOException {
    return Receipts.of(record.file()).map(receipt -> receipt.has().bytes()).orElse(0L);
  }

  /** What the devices say is left, and of it what the clinic refuses. */
  public List<Backlog> backlogs() {
    return devices.stream()
        .flatMap(device -> device.uplink.stream())
        .map(RecordUplink::backlog)
        .toList();
  }

  /** Longest time from a chunk to its receipt, of all devices, ms. */
  public long worstAnswerMs() {
    return devices.stream()
        .flatMap(device -> device.uplink.stream())
        .mapToLong(RecordUplink::worstAnswerMs)
        .max()
        .orElse(0);
  }

  /** All records written. */
  public List<Written> written() throws IOException {
    List<Written> all = new ArrayList<>();
    for (Device device : devices) {
      for (SessionBook.Durable record : device.book.durable()) {
        all.add(new Written(device.address(), RecordNames.session(record.file()), record.file()));
      }
    }
    return all;
  }

  /** Strokes written, of all devices. */
  public long strokes() {
    return devices.stream().mapToLong(device -> device.strokes).sum();
  }

  @Override
  public void close() throws IOException {
    for (Device device : devices) {
      device.uplink.ifPresent(RecordUplink::close);
      device.book.close();
    }
  }
}
