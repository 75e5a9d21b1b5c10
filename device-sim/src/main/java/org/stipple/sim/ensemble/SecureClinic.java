package org.stipple.sim.ensemble;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.stipple.telemetry.access.Peer;
import org.stipple.telemetry.authority.Authority;
import org.stipple.telemetry.authority.TrustFolder;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.Devices;
import org.stipple.telemetry.trust.Pem;
import org.stipple.telemetry.trust.TlsFiles;

/**
 * A clinic's server with TLS as a process of its own: its embedded broker, or mosquitto by the
 * files that {@code stipple clinic acl} writes. Devices are enrolled before it starts. One thread.
 */
public final class SecureClinic implements AutoCloseable {

  /** Somebody of the clinic who listens for the campaign. */
  public static final String SPY = "spy";

  /** What its authority calls itself. */
  public static final String AUTHORITY = "authority of a campaign";

  private static final String HOST = "stipple-clinic";
  private static final String MAIN = "org.stipple.telemetry.dashboard.ClinicCommand";
  private static final long READY_MS = 120_000;
  private static final long END_MS = 20_000;
  private static final int VERB_S_MAX = 120;
  private static final int VERB_HEAP_MB = 256;

  private final Launch launch = Launch.ofThisProcess();
  private final Path folder;
  private final Path data;
  private final int heapMegabytes;
  private final URI uri;
  private final Authority authority;
  private final List<Child> children = new ArrayList<>();

  /** One that does not run yet, all of whose files are in that folder. */
  public SecureClinic(Path folder, int heapMegabytes) throws IOException {
    this.folder = folder;
    this.data = folder.resolve("clinic");
    this.heapMegabytes = heapMegabytes;
    this.uri = URI.create("ssl://127.0.0.1:" + anyPort());
    this.authority = Authority.in(TrustFolder.in(data), AUTHORITY, InstantSource.system());
    authority.equip(uri, new Peer.Host(HOST));
    authority.equip(uri, new Peer.Host(SPY));
  }

  private static int anyPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Where its broker is. */
  public URI uri() {
    return uri;
  }

  /** Who issues its certificates. */
  public Authority authority() {
    return authority;
  }

  /** Its audit log. */
  public Path audit() {
    return data.resolve("audit.log");
  }

  /** Its records; to be closed. */
  public Database store() throws IOException {
    return Database.sqlite(data.resolve("clinic.db"));
  }

  /** What the spy shows. */
  public TlsFiles spy() {
    return authority.trust().host(SPY);
  }

  /** Enrols a device whose record key is in that folder, made if missing. */
  public TlsFiles enrol(String address, Path device, Duration life) throws IOException {
    try (Desk desk = desk()) {
      return desk.enrol(address, device, life);
    }
  }

  /** Where devices are enrolled; to be closed before the clinic starts. */
  public Desk desk() throws IOException {
    return new Desk(store());
  }

  /** Enrols one device after the other. */
  public final class Desk implements AutoCloseable {
    private final Database database;
    private final Devices devices;

    private Desk(Database database) {
      this.database = database;
      this.devices = new Devices(database, InstantSource.system());
    }

    /** Enrols a device whose record key is in that folder, made if missing. */
    public TlsFiles enrol(String address, Path device, Duration life) throws IOException {
      SigningKey key = SigningKey.in(device);
      devices.enrol(address, key.publicText());
      X509Certificate certificate = authority.enrol(Peer.device(address), key.publicKey(), life);
      return files(device, certificate);
    }

    @Override
    public void close() {
      database.close();
    }
  }

  /** What a device shows that has this certificate, kept beside its key. */
  public TlsFiles files(Path device, X509Certificate certificate) throws IOException {
    Path file = device.resolve("device.crt");
    Files.writeString(file, Pem.text(certificate));
    return TlsFiles.of(
        authority.trust().authorityCertificate(), file, device.resolve("device.key"));
  }

  /** Starts it and waits until it is ready. */
  public void start(boolean mosquitto) throws IOException, InterruptedException {
    if (mosquitto) {
      startMosquitto();
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                MAIN,
                "--data",
                data.toString(),
                "--port",
                "0",
                "--mqtt-listen",
                "127.0.0.1",
                "--host-id",
                HOST));
    if (mosquitto) {
      command.addAll(List.of("--broker", uri.toString()));
    }
    start(
        "clinic",
        launch.working("secure-clinic", heapMegabytes, command),
        "(?m)^clinic page (\\S+)");
  }

  /** By the very files a user gets. */
  private void startMosquitto() throws IOException, InterruptedException {
    Path files = folder.resolve("mosquitto");
    Path log = folder.resolve("acl.log");
    List<String> verb =
        List.of(
            MAIN,
            "acl",
            "--mosquitto",
            files.toString(),
            "--data",
            data.toString(),
            "--host-id",
            HOST);
    Process acl = Launch.start(launch.small("clinic-acl", VERB_HEAP_MB, verb), log);
    if (!acl.waitFor(VERB_S_MAX, TimeUnit.SECONDS) || acl.exitValue() != 0) {
      acl.destroyForcibly();
      throw new IOException("clinic acl failed: " + Files.readString(log).strip());
    }
    Path settings = files.resolve("stipple.conf");
    // On loopback, for a campaign; and root may keep its rights, since the files are root's.
    String changed =
        Files.readString(settings)
            .replace("listener " + uri.getPort(), "listener " + uri.getPort() + " 127.0.0.1");
    Files.writeString(settings, changed + "user root\nlog_dest stderr\n");
    start(
        "mosquitto",
        List.of("mosquitto", "-c", settings.toString()),
        "(mosquitto version \\S+ running)");
  }

  private void start(String name, List<String> command, String ready)
      throws IOException, InterruptedException {
    Path log = folder.resolve(name + ".log");
    Child child = new Child(name, Launch.start(command, log), log, Pattern.compile(ready));
    children.addFirst(child);
    long deadlineNs = System.nanoTime() + READY_MS * 1_000_000;
    while (child.address().isEmpty()) {
      if (!child.isAlive()) {
        throw new IOException(child.ending());
      }
      if (System.nanoTime() > deadlineNs) {
        throw new IOException(name + " is not ready after " + READY_MS / 1000 + " s");
      }
      Thread.sleep(50);
    }
  }

  /** The process of the clinic's server; empty before its start. */
  public Optional<ProcessHandle> process() {
    return children.stream().findFirst().map(Child::handle);
  }

  /** Ends it, so that all it has to say is in its files. */
  @Override
  public void close() {
    for (Child child : children) {
      child.askToEnd();
      if (!child.awaitEnd(END_MS)) {
        child.kill();
      }
    }
    children.clear();
  }
}
