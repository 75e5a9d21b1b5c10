package org.stipple.sim.ensemble;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Brokers and clinic servers as processes of their own, which may be killed and come again at the
 * same addresses. One thread.
 */
public final class ClinicSide implements AutoCloseable {

  private static final int HEAP_MB = 512;
  private static final long READY_MS = 60_000;
  private static final long END_MS = 10_000;

  private final Launch launch = Launch.ofThisProcess();
  private final Path folder;
  private final String store;
  private final boolean mosquitto;
  private final List<Integer> ports = new ArrayList<>();
  private final List<Child> brokers = new ArrayList<>();
  private final List<Child> ingesters = new ArrayList<>();

  /**
   * None run yet.
   *
   * @param folder for logs and the clinic's key
   * @param store a file for SQLite, or jdbc:postgresql:...
   * @param mosquitto whether the brokers are mosquitto's, else embedded ones
   */
  public ClinicSide(Path folder, String store, boolean mosquitto) {
    this.folder = folder;
    this.store = store;
    this.mosquitto = mosquitto;
  }

  /** Starts so many of each and waits until they are ready. */
  public void start(int brokerCount, int ingesterCount) throws IOException, InterruptedException {
    for (int i = 0; i < brokerCount; i++) {
      ports.add(anyPort());
      brokers.add(startBroker(i));
    }
    for (Child broker : brokers) {
      awaitReady(broker);
    }
    for (int i = 0; i < ingesterCount; i++) {
      ingesters.add(startIngester(i));
      awaitReady(ingesters.get(i)); // one after the other: the first makes the tables
    }
  }

  private static int anyPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Child startBroker(int number) throws IOException {
    if (mosquitto) {
      return startMosquitto(number);
    }
    return child(
        "broker-" + number,
        "broker",
        "(?m)^broker (tcp://\\S+)",
        List.of(
            "org.stipple.telemetry.broker.BrokerCommand",
            "--port",
            Integer.toString(ports.get(number))));
  }

  /** Keeps nothing on disk: what it forgets when it is killed has to be sent again. */
  private Child startMosquitto(int number) throws IOException {
    String name = "broker-" + number;
    Path settings = folder.resolve(name + ".conf");
    Files.writeString(
        settings,
        "listener %d 127.0.0.1%nallow_anonymous true%nlog_dest stderr%n"
            .formatted(ports.get(number)));
    Path log = folder.resolve(name + ".log");
    Process process = Launch.start(List.of("mosquitto", "-c", settings.toString()), log);
    return new Child(name, process, log, Pattern.compile("(mosquitto version \\S+ running)"));
  }

  private Child startIngester(int number) throws IOException {
    return child(
        "ingester-" + number,
        "clinic",
        "(?m)^clinic page (http://\\S+)",
        List.of(
            "org.stipple.telemetry.dashboard.ClinicCommand",
            "--broker",
            addresses().get(number % ports.size()).toString(),
            "--store",
            store,
            "--data",
            folder.resolve("clinic").toString(),
            "--host-id",
            "clinic-" + number,
            "--port",
            "0"));
  }

  private Child child(String name, String archive, String ready, List<String> command)
      throws IOException {
    Path log = folder.resolve(name + ".log");
    Process process = Launch.start(launch.small(archive, HEAP_MB, command), log);
    return new Child(name, process, log, Pattern.compile(ready));
  }

  private static void awaitReady(Child child) throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + READY_MS * 1_000_000;
    while (child.address().isEmpty()) {
      if (!child.isAlive()) {
        throw new IOException(child.ending());
      }
      if (System.nanoTime() > deadlineNs) {
        throw new IOException(child.name() + " is not ready after " + READY_MS / 1000 + " s");
      }
      Thread.sleep(50);
    }
  }

  /** Where the brokers are. */
  public List<URI> addresses() {
    return ports.stream().map(port -> URI.create("tcp://127.0.0.1:" + port)).toList();
  }

  /** How many there are, brokers first. */
  public int parts() {
    return brokers.size() + ingesters.size();
  }

  /** Kills that part as by SIGKILL; {@link #restart} brings it back. */
  public String kill(int part) throws IOException {
    Child child = part(part);
    if (!child.kill()) {
      throw new IOException(child.name() + " cannot be killed");
    }
    return child.name();
  }

  /** Where that ingester's pages are. */
  public URI page(int ingester) {
    return URI.create(ingesters.get(ingester).address().orElseThrow());
  }

  /** How many parts have ended by themselves. */
  public int ended() {
    return (int)
        Stream.concat(brokers.stream(), ingesters.stream())
            .filter(child -> !child.isAlive())
            .count();
  }

  /** Process id of that part. */
  public long pid(int part) {
    return part(part).pid();
  }

  private Child part(int number) {
    return number < brokers.size() ? brokers.get(number) : ingesters.get(number - brokers.size());
  }

  /** Starts it again; returns at once. */
  public void restart(int part) throws IOException {
    if (part < brokers.size()) {
      brokers.set(part, startBroker(part));
    } else {
      ingesters.set(part - brokers.size(), startIngester(part - brokers.size()));
    }
  }

  /** Waits until all parts are ready; one that ended by itself is an error. */
  public void awaitAll() throws IOException, InterruptedException {
    for (Child broker : brokers) {
      awaitReady(broker);
    }
    for (Child ingester : ingesters) {
      awaitReady(ingester);
    }
  }

  /** Ends all. */
  @Override
  public void close() {
    List<Child> all = new ArrayList<>(ingesters);
    all.addAll(brokers);
    all.forEach(Child::askToEnd);
    for (Child child : all) {
      if (!child.awaitEnd(END_MS)) {
        child.kill();
      }
    }
  }
}
