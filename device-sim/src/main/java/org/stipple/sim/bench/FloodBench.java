package org.stipple.sim.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stipple.sim.ensemble.ClinicSide;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.RecordFleet;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import org.stipple.telemetry.mqtt.InMessage;
import org.stipple.telemetry.mqtt.Link;
import org.stipple.telemetry.mqtt.MqttFailure;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.mqtt.MqttWorker;
import org.stipple.telemetry.mqtt.OutMessage;
import org.stipple.telemetry.mqtt.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a flood of nonsense does to a clinic. */
@Command(
    name = "flood",
    description = {
      "A flood of malformed record messages at a clinic's ingester, a process with 512 MB of heap,"
          + " while a device sends a record of its own.",
      "",
      "The ingester must live, its memory stay within its heap, what it dropped be counted on"
          + " /metrics, and the record be there at the end."
    },
    mixinStandardHelpOptions = true)
final class FloodBench implements Callable<Integer> {

  private static final int SENDERS = 2;
  private static final int KEEP_ALIVE_S = 30;
  private static final int AT_ONCE = 500;
  private static final int BYTES_MAX = 400;

  /** Heap, and what a JVM needs besides. */
  private static final double RESIDENT_MB_MAX = 900;

  private static final long DRAIN_MS = 60_000;

  @Option(names = "--seconds", description = "How long, 1 to 600 (default: ${DEFAULT-VALUE}).")
  private int seconds = 15;

  @Option(names = "--seed", description = "Draws the messages (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--mosquitto",
      description =
          "The broker is mosquitto, which has to be installed; default: the embedded one.")
  private boolean mosquitto;

  @Mixin private final Measured measured = new Measured();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seconds < 1 || seconds > 600) {
      System.err.println("bench flood: --seconds 1 to 600");
      return 2;
    }
    return measured.measure(this::measure);
  }

  /** Sends nonsense as fast as its connection takes it. */
  private static final class Flood implements Role {
    private final byte[] nonsense;
    private final AtomicLong sent;

    Flood(SplittableRandom random, AtomicLong sent) {
      this.sent = sent;
      nonsense = new byte[random.nextInt(1, BYTES_MAX)];
      random.nextBytes(nonsense);
    }

    @Override
    public Optional<OutMessage> will() {
      return Optional.empty();
    }

    @Override
    public void connected(Link link) {}

    @Override
    public void received(InMessage message, Link link) {}

    @Override
    public void work(Link link) throws MqttFailure {
      for (int i = 0; i < AT_ONCE; i++) {
        link.publish(new OutMessage("stipple/1/fleet/pi-0/chair-0/record", nonsense, 0, false));
        sent.incrementAndGet();
      }
    }

    @Override
    public void closing(Link link) {}
  }

  private Figures measure(Path folder) throws IOException, InterruptedException {
    ProgressLine progress = ProgressLine.on(System.err);
    try (ClinicSide clinic =
            new ClinicSide(folder, folder.resolve("clinic.db").toString(), mosquitto);
        RecordFleet fleet = new RecordFleet(folder.resolve("fleet"), 1, seed)) {
      progress.show("starting broker and clinic", "");
      clinic.start(1, 1);
      fleet.connect(clinic.addresses());
      fleet.open();
      AtomicLong sent = new AtomicLong();
      double tookS = flood(clinic.addresses().getFirst(), fleet, sent, progress);
      fleet.closeSessions();
      boolean drained = drain(fleet);
      String metrics = metrics(clinic.page(0));
      double handled = value(metrics, "stipple_ingest_malformed_total");
      Figures figures = new Figures(seed);
      figures.add("flood.sent_per_s", sent.get() / tookS, "/s", Goal.moreThan(0));
      figures.add("flood.refused_per_s", handled / tookS, "/s", Goal.moreThan(0));
      figures.add(
          "flood.overflowed", value(metrics, "stipple_ingest_overflowed_total"), "", Goal.none());
      figures.add(
          "flood.resident_mb_max",
          residentMbMax(clinic.pid(1)),
          "MB",
          Goal.atMost(RESIDENT_MB_MAX));
      figures.addCount("flood.ended", clinic.ended(), Goal.exactly(0));
      figures.addCount("flood.record_unacknowledged", drained ? 0 : 1, Goal.exactly(0));
      return figures;
    }
  }

  private double flood(URI broker, RecordFleet fleet, AtomicLong sent, ProgressLine progress)
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    MqttWorker[] workers = new MqttWorker[SENDERS];
    for (int i = 0; i < SENDERS; i++) {
      MqttSettings settings = new MqttSettings(broker, "flood-" + i, KEEP_ALIVE_S, 100, 1_000);
      workers[i] = new MqttWorker(settings, new Flood(random.split(), sent), "flood-" + i);
      workers[i].start();
    }
    long beganNs = System.nanoTime();
    for (int second = 0; second < seconds * 10; second++) {
      for (MqttWorker worker : workers) {
        worker.wake();
      }
      if (second % 10 == 0) {
        fleet.work(1);
      }
      Thread.sleep(100);
      progress.showBar(second / 10.0 / seconds, "flooding", ", " + sent.get() + " messages");
    }
    double tookS = (System.nanoTime() - beganNs) / 1e9;
    for (MqttWorker worker : workers) {
      worker.close();
    }
    return tookS;
  }

  private static boolean drain(RecordFleet fleet) throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + DRAIN_MS * 1_000_000;
    while (fleet.waitingBytes() > 0 && System.nanoTime() < deadlineNs) {
      Thread.sleep(100);
    }
    return fleet.waitingBytes() == 0;
  }

  private static String metrics(URI page) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(page.resolve("/metrics")).build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
          .body();
    }
  }

  private static double value(String metrics, String name) {
    Matcher found = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$").matcher(metrics);
    return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
  }

  /** The most memory that process ever had, as the kernel counts it. */
  private static double residentMbMax(long pid) throws IOException {
    String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
    Matcher found = Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(status);
    return found.find() ? Long.parseLong(found.group(1)) / 1e3 : Double.NaN;
  }
}
