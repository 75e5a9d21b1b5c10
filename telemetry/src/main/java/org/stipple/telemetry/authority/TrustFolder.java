package org.stipple.telemetry.authority;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stipple.telemetry.access.Peer;
import org.stipple.telemetry.record.Folders;
import org.stipple.telemetry.trust.KeyFile;
import org.stipple.telemetry.trust.Pem;
import org.stipple.telemetry.trust.TlsFiles;

/**
 * The folder {@code trust} in a clinic's data: the authority, the servers' certificates, and each
 * device's certificate in {@code admitted} or, once it is revoked, in {@code revoked}.
 *
 * @param folder the folder
 */
public record TrustFolder(Path folder) {

  /** In a clinic's data folder; nothing is made. */
  public static TrustFolder in(Path data) {
    return new TrustFolder(data.resolve("trust"));
  }

  /** Whether there is an authority, and so TLS. */
  public boolean isThere() {
    return Files.exists(authorityCertificate());
  }

  Path authorityKey() {
    return folder.resolve("authority.key");
  }

  /** By which all know each other. */
  public Path authorityCertificate() {
    return folder.resolve("authority.crt");
  }

  /** Certificates that the authority has taken back, for brokers that read such a list. */
  public Path revocations() {
    return folder.resolve("revoked.crl");
  }

  /** What the broker shows. */
  public TlsFiles broker() {
    return TlsFiles.of(
        authorityCertificate(), folder.resolve("broker.crt"), folder.resolve("broker.key"));
  }

  /** What the clinic's server of that id shows to a broker. */
  public TlsFiles host(String id) {
    return TlsFiles.of(
        authorityCertificate(),
        folder.resolve("host-" + id + ".crt"),
        folder.resolve("host-" + id + ".key"));
  }

  /** Where devices find the broker; empty until the first enrolment told it. */
  public Optional<URI> brokerUri() throws IOException {
    Path file = folder.resolve("broker.uri");
    return Files.exists(file)
        ? Optional.of(URI.create(Files.readString(file).strip()))
        : Optional.empty();
  }

  void brokerUri(URI uri) throws IOException {
    Files.writeString(folder.resolve("broker.uri"), uri + "\n");
  }

  Path admitted() {
    return folder.resolve("admitted");
  }

  Path revoked() {
    return folder.resolve("revoked");
  }

  /** Makes the folders that are missing, for their owner only. */
  void make() throws IOException {
    KeyFile.folder(folder);
    KeyFile.folder(admitted());
    KeyFile.folder(revoked());
  }

  /**
   * A certificate that was issued.
   *
   * @param commonName whose
   * @param certificate the certificate
   * @param file where it is kept
   */
  public record Issued(String commonName, X509Certificate certificate, Path file) {}

  /** The rules' owners: each admitted name once. */
  public List<Peer> peers() throws IOException {
    return admittedOnes().stream()
        .flatMap(one -> Peer.of(one.commonName()).stream())
        .distinct()
        .toList();
  }

  /** Those that are admitted. */
  public List<Issued> admittedOnes() throws IOException {
    return all(admitted());
  }

  List<Issued> revokedOnes() throws IOException {
    return all(revoked());
  }

  private static List<Issued> all(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Issued> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".crt")).sorted().toList()) {
        X509Certificate certificate = Pem.certificates(file).getFirst();
        all.add(new Issued(Names.commonName(certificate), certificate, file));
      }
    }
    return all;
  }

  /** From now on it is admitted. */
  Issued admit(X509Certificate certificate) throws IOException {
    make();
    Path file = admitted().resolve(Names.serial(certificate) + ".crt");
    KeyFile.writeOpen(file, Pem.text(certificate));
    return new Issued(Names.commonName(certificate), certificate, file);
  }

  /** From now on it is not admitted; whoever shows it is refused, and cut off where connected. */
  void revoke(Issued issued) throws IOException {
    Path there = revoked().resolve(issued.file().getFileName());
    Files.move(
        issued.file(), there, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // A loss of power must not admit it again.
    Folders.forceOf(there);
    Folders.forceOf(issued.file());
  }
}
