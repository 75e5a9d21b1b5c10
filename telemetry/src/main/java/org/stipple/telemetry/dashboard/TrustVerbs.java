package org.stipple.telemetry.dashboard;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.access.MosquittoRules;
import org.stipple.telemetry.access.Peer;
import org.stipple.telemetry.audit.AuditLog;
import org.stipple.telemetry.authority.Authority;
import org.stipple.telemetry.authority.Request;
import org.stipple.telemetry.authority.TrustFolder;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.Devices;
import org.stipple.telemetry.trust.KeyFile;
import org.stipple.telemetry.trust.Pem;
import org.stipple.telemetry.trust.TlsFiles;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of {@code stipple clinic} about trust: which devices belong to it. */
@Command(name = "clinic")
final class TrustVerbs {

  private static final int PORT = 8883;

  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
  private final PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);

  private interface Work {
    /** Does it and says in a line what came of it. */
    String done() throws IOException;
  }

  /** Does a command and writes into the audit log what came of it, whatever it was. */
  private int audited(ClinicStore store, String what, String about, Work work) {
    try (AuditLog audit = new AuditLog(store.data(), ClinicStore.clock())) {
      try {
        String outcome = work.done();
        audit.command(what, about, outcome);
        out.println(outcome);
        return 0;
      } catch (IOException | RuntimeException e) { // also a database that fails half-way
        audit.command(what, about, "refused: " + e.getMessage());
        err.println("clinic: " + e.getMessage());
        return 1;
      }
    } finally {
      out.flush();
      err.flush();
    }
  }

  private static Authority authority(ClinicStore store) throws IOException {
    TrustFolder trust = TrustFolder.in(store.data());
    if (!trust.isThere()) {
      throw new IOException(
          "no device is enrolled here yet: there is no %s".formatted(trust.folder()));
    }
    return Authority.open(trust, ClinicStore.clock());
  }

  /** What a device's certificate is made of; none of them: a key that is made here. */
  static final class Origin {
    @Option(
        names = "--key",
        paramLabel = "FILE",
        description = "device.pub of the device, which is in its data folder once it has run.")
    private @Nullable Path key;

    @Option(
        names = "--csr",
        paramLabel = "FILE",
        description = "A request (PKCS #10) made with the device's key; its Ed25519 one.")
    private @Nullable Path csr;

    @Option(
        names = "--certificate",
        paramLabel = "FILE",
        description = {
          "A certificate that an authority of your own has issued, whose certificate you put into",
          "trust/authority.crt of --data; the common name is GROUP/NODE/DEVICE."
        })
    private @Nullable Path certificate;

    static PublicKey publicKey(@Nullable Origin origin, Path folder) throws IOException {
      if (origin == null) {
        return SigningKey.in(folder).publicKey();
      }
      if (origin.key != null) {
        return SigningKey.readPublic(origin.key);
      }
      PublicKey key =
          origin.csr != null
              ? Request.key(origin.csr)
              : Pem.certificates(Objects.requireNonNull(origin.certificate))
                  .getFirst()
                  .getPublicKey();
      // One key a device: the certificate says whose records are signed by it.
      if (!key.getAlgorithm().equals("EdDSA")) {
        throw new IOException(
            "its key is %s; a device has one key for its records and its certificate, Ed25519"
                .formatted(key.getAlgorithm()));
      }
      return key;
    }
  }

  /** What goes with every enrolment. */
  static final class Terms {
    @Option(
        names = "--broker",
        paramLabel = "URI",
        description = {
          "Where devices find the broker, ssl://HOST:PORT. Needed once; a new one renews the",
          "broker's certificate."
        })
    private @Nullable URI broker;

    @Option(
        names = "--days",
        paramLabel = "N",
        defaultValue = "730",
        description =
            "How long the certificate is valid, 1 to 3650 days. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(
        names = "--to",
        paramLabel = "FOLDER",
        description = "Where the files for the device go. Default: enrol-GROUP-NODE-DEVICE, here.")
    private @Nullable Path to;

    Duration life() {
      if (days < 1 || days > 3650) {
        throw new IllegalArgumentException("--days is " + days + "; allowed are 1 to 3650");
      }
      return Duration.ofDays(days);
    }
  }

  @Command(
      name = "enrol",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a device one of this clinic: issues a certificate for its key, takes the records",
        "signed by it, and writes a folder of files to copy into the device's data folder.",
        "",
        "The device's key never leaves the device: give its public half (--key) or a request",
        "(--csr). With neither a key is made here, for a device that is being prepared; it is in",
        "the folder and nowhere else. The first enrolment makes the clinic's authority, and from",
        "then on its broker speaks TLS only."
      },
      footer = {
        "",
        "  stipple clinic enrol clinic/pi/chair-1 --key device.pub --broker ssl://clinic.lan:8883"
      })
  int enrol(
      @Mixin ClinicStore store,
      @Parameters(paramLabel = "DEVICE", description = "GROUP/NODE/DEVICE.") String device,
      @ArgGroup @Nullable Origin origin,
      @Mixin Terms terms) {
    return audited(store, "enrol", device, () -> enrolled(store, device, origin, terms, false));
  }

  @Command(
      name = "swap",
      mixinStandardHelpOptions = true,
      description = {
        "Enrols a new machine in the place of one that broke: its name stays, the old key and",
        "certificate are taken back, and what the old one sent stays. Options as of enrol."
      })
  int swap(
      @Mixin ClinicStore store,
      @Parameters(paramLabel = "DEVICE", description = "GROUP/NODE/DEVICE.") String device,
      @ArgGroup @Nullable Origin origin,
      @Mixin Terms terms) {
    return audited(store, "swap", device, () -> enrolled(store, device, origin, terms, true));
  }

  private String enrolled(
      ClinicStore store, String name, @Nullable Origin origin, Terms terms, boolean swap)
      throws IOException {
    Peer.Device device = Peer.device(name);
    Duration life = terms.life();
    TrustFolder trust = TrustFolder.in(store.data());
    URI broker = broker(trust, terms.broker);
    Path folder =
        terms.to != null ? terms.to : Path.of("enrol-" + device.commonName().replace('/', '-'));
    try (Database database = store.open()) {
      Devices devices = new Devices(database, ClinicStore.clock());
      Optional<Devices.Known> known = known(devices, device);
      if (swap && known.isEmpty()) {
        throw new IOException("no device " + name + " to swap; see stipple clinic devices");
      }
      KeyFile.folder(folder);
      PublicKey key = Origin.publicKey(origin, folder);
      String text = SigningKey.text(key);
      boolean another =
          known.isPresent() && !known.get().key().isEmpty() && !known.get().key().equals(text);
      if (another && !swap) {
        throw new IOException(
            "%s is enrolled with another key (%s); if this is a new machine in its place: stipple"
                    .formatted(name, fingerprint(known.get().key()))
                + " clinic swap");
      }
      boolean issuedElsewhere = origin != null && origin.certificate != null;
      Authority authority =
          issuedElsewhere
              ? another(trust)
              : Authority.in(
                  trust, "Stipple authority of " + broker.getHost(), ClinicStore.clock());
      authority.equipBroker(broker);
      X509Certificate certificate =
          origin != null && origin.certificate != null
              ? admitted(authority, device, origin.certificate)
              : authority.enrol(device, key, life);
      devices.enrol(device.commonName(), text);
      writeFiles(folder, store, trust, device, broker, certificate);
      return "%s: %s, key %s, valid until %s"
          .formatted(
              swap ? "swapped" : "enrolled",
              name,
              fingerprint(text),
              certificate.getNotAfter().toInstant());
    }
  }

  /** The one that issued a certificate which was brought here; ours is not made for it. */
  private static Authority another(TrustFolder trust) throws IOException {
    if (!trust.isThere()) {
      throw new IOException(
          "whose certificate is it? put that authority's own into %s first"
              .formatted(trust.authorityCertificate()));
    }
    return Authority.open(trust, ClinicStore.clock());
  }

  private static X509Certificate admitted(Authority authority, Peer.Device device, Path file)
      throws IOException {
    X509Certificate certificate = Pem.certificates(file).getFirst();
    authority.admitOther(device, certificate);
    return certificate;
  }

  private static URI broker(TrustFolder trust, @Nullable URI given) throws IOException {
    Optional<URI> kept = trust.isThere() ? trust.brokerUri() : Optional.empty();
    URI broker = given != null ? given : kept.orElse(null);
    if (broker == null) {
      throw new IOException(
          "where will devices find the broker? give --broker ssl://HOST:%d with this computer's name"
                  .formatted(PORT)
              + " in their network");
    }
    if (!"ssl".equals(broker.getScheme()) || broker.getHost() == null || broker.getPort() < 1) {
      throw new IOException("--broker is '" + broker + "'; allowed is ssl://HOST:PORT");
    }
    return broker;
  }

  private static Optional<Devices.Known> known(Devices devices, Peer.Device device) {
    return devices.all().stream()
        .filter(one -> one.address().equals(device.commonName()))
        .findFirst();
  }

  private static String fingerprint(String key) {
    return SigningKey.fingerprint(SigningKey.publicKey(key));
  }

  private void writeFiles(
      Path folder,
      ClinicStore store,
      TrustFolder trust,
      Peer.Device device,
      URI broker,
      X509Certificate certificate)
      throws IOException {
    KeyFile.writeOpen(folder.resolve("device.crt"), Pem.text(certificate));
    KeyFile.writeOpen(
        folder.resolve("authority.crt"), Files.readString(trust.authorityCertificate()));
    // By it the device knows the clinic's receipts from the first one on.
    KeyFile.writeOpen(
        folder.resolve("clinic.pub"),
        Pem.text("PUBLIC KEY", SigningKey.in(store.data(), "clinic").publicKey().getEncoded()));
    String settings =
        """
        [mqtt]
        broker = "%s"
        group = "%s"
        node = "%s"
        device = "%s"
        """
            .formatted(
                broker, device.topic().group(), device.topic().node(), device.topic().device());
    KeyFile.writeOpen(folder.resolve("mqtt.toml"), settings);
    out.println("for the device, in " + folder.toAbsolutePath() + ":");
    out.println("  copy all but mqtt.toml into its data folder (files.data of its settings)");
    out.println("  and put this into its settings:");
    out.println();
    settings.lines().forEach(line -> out.println("    " + line));
    out.println();
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = {
        "Takes nothing more of a device that was lost: its certificates are revoked, the embedded",
        "broker cuts it off within a second, its records are refused. What it sent before stays.",
        "Another broker needs the new list: stipple clinic acl."
      })
  int revoke(
      @Mixin ClinicStore store,
      @Parameters(paramLabel = "DEVICE", description = "GROUP/NODE/DEVICE.") String name) {
    return audited(
        store,
        "revoke",
        name,
        () -> {
          Peer.Device device = Peer.device(name);
          TrustFolder trust = TrustFolder.in(store.data());
          int certificates =
              trust.isThere() ? Authority.open(trust, ClinicStore.clock()).revoke(device) : 0;
          try (Database database = store.open()) {
            boolean known = new Devices(database, ClinicStore.clock()).revoke(device.commonName());
            if (!known && certificates == 0) {
              throw new IOException("no device " + name + "; see stipple clinic devices");
            }
          }
          return "revoked: %s, %d certificates".formatted(name, certificates);
        });
  }

  @Command(
      name = "devices",
      mixinStandardHelpOptions = true,
      description =
          "Lists the devices of the clinic: key, and until when their certificate is valid.")
  int devices(@Mixin ClinicStore store) throws IOException {
    TrustFolder trust = TrustFolder.in(store.data());
    List<TrustFolder.Issued> issued = new ArrayList<>(trust.admittedOnes());
    try (Database database = store.open()) {
      for (Devices.Known known : new Devices(database, ClinicStore.clock()).all()) {
        String state =
            known.revokedMs().isPresent()
                ? "REVOKED " + Instant.ofEpochMilli(known.revokedMs().get())
                : known.key().isEmpty() ? "not enrolled" : "key " + fingerprint(known.key());
        String until =
            issued.stream()
                .filter(one -> one.commonName().equals(known.address()))
                .map(one -> one.certificate().getNotAfter().toInstant())
                .max(Instant::compareTo)
                .map(end -> "certificate until " + end)
                .orElse("no certificate");
        out.printf("%-32s %-24s %s%n", known.address(), state, until);
      }
      return 0;
    } catch (IOException e) {
      err.println("clinic: " + e.getMessage());
      return 1;
    } finally {
      out.flush();
      err.flush();
    }
  }

  @Command(
      name = "acl",
      mixinStandardHelpOptions = true,
      description = {
        "Writes what another broker needs to enforce the rules of the embedded one: the access list,",
        "settings with a TLS listener, certificates, key, list of revoked certificates. To be",
        "repeated after every enrol, swap and revoke; mosquitto reads list and rules again on SIGHUP."
      })
  int acl(
      @Mixin ClinicStore store,
      @Option(
              names = "--mosquitto",
              required = true,
              paramLabel = "FOLDER",
              description = "Where mosquitto's files go: acl, stipple.conf, *.crt, *.key, *.crl.")
          Path folder,
      @Option(
              names = "--host-id",
              defaultValue = "stipple-clinic",
              description = "The clinic's server, as it runs. Default: ${DEFAULT-VALUE}.")
          String hostId) {
    return audited(
        store,
        "acl",
        folder.toString(),
        () -> {
          Authority authority = authority(store);
          TrustFolder trust = authority.trust();
          URI broker = broker(trust, null);
          authority.equip(broker, new Peer.Host(hostId));
          writeMosquitto(trust, folder, broker.getPort());
          return "written: %s, %d names"
              .formatted(folder.toAbsolutePath().resolve("stipple.conf"), trust.peers().size());
        });
  }

  /** Also for campaigns: what the verb writes. */
  static void writeMosquitto(TrustFolder trust, Path folder, int port) throws IOException {
    KeyFile.folder(folder);
    KeyFile.writeOpen(folder.resolve("acl"), MosquittoRules.accessList(trust.peers()));
    KeyFile.writeOpen(
        folder.resolve("stipple.conf"),
        MosquittoRules.settings(port, folder.toAbsolutePath() + "/"));
    TlsFiles.Own own = trust.broker().own().orElseThrow();
    KeyFile.writeOpen(folder.resolve("broker.crt"), Files.readString(own.certificate()));
    KeyFile.writeSecret(folder.resolve("broker.key"), Files.readString(own.key()));
    KeyFile.writeOpen(
        folder.resolve("authority.crt"), Files.readString(trust.authorityCertificate()));
    KeyFile.writeOpen(folder.resolve("revoked.crl"), Files.readString(trust.revocations()));
  }
}
