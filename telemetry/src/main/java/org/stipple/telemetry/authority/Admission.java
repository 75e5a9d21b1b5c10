package org.stipple.telemetry.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.access.Peer;
import org.stipple.telemetry.record.SigningKey;

/**
 * Which certificates a broker admits: those in the folder, and no other of the same authority. The
 * folder is looked at again by {@link #refresh}. Any thread may ask.
 */
public final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  /**
   * Whether a certificate is admitted.
   *
   * @param peer whose it is; empty = it is not admitted
   * @param name for people, also where it is not admitted
   * @param why it is not admitted; empty where it is
   */
  public record Verdict(Optional<Peer> peer, String name, String why) {}

  private static final long GRAIN_MS = 100;

  private final TrustFolder trust;
  private volatile Map<String, Peer> admitted = Map.of();
  private volatile Map<String, String> revoked = Map.of();
  private volatile String seen = "";

  /** Of that folder. */
  public Admission(TrustFolder trust) throws IOException {
    this.trust = trust;
    read();
  }

  /** Looks whether something was issued or revoked; true where it was. */
  public boolean refresh() {
    try {
      if (stamp().equals(seen)) {
        return false;
      }
      read();
      return true;
    } catch (IOException e) {
      LOG.error("{} cannot be read; what was admitted stays admitted: {}", trust.folder(), e);
      return false;
    }
  }

  private void read() throws IOException {
    String stamp = stamp();
    Map<String, Peer> now = new HashMap<>();
    for (TrustFolder.Issued one : trust.admittedOnes()) {
      Peer.of(one.commonName()).ifPresent(peer -> now.put(print(one.certificate()), peer));
    }
    Map<String, String> gone = new HashMap<>();
    for (TrustFolder.Issued one : trust.revokedOnes()) {
      gone.put(print(one.certificate()), one.commonName());
    }
    admitted = now;
    revoked = gone;
    seen = isOld(trust.admitted()) && isOld(trust.revoked()) ? stamp : "";
  }

  /** A folder's time changes with each file that comes or goes. */
  private String stamp() throws IOException {
    return time(trust.admitted()) + " " + time(trust.revoked());
  }

  /** A second change within the grain of the file system's clock would have the same time. */
  private static boolean isOld(Path folder) throws IOException {
    return System.currentTimeMillis() - time(folder).toMillis() > GRAIN_MS;
  }

  private static FileTime time(Path folder) throws IOException {
    return Files.exists(folder) ? Files.getLastModifiedTime(folder) : FileTime.fromMillis(0);
  }

  /** Of a certificate that TLS has found to be of our authority and valid. */
  public Verdict of(X509Certificate certificate) {
    String print = print(certificate);
    Peer peer = admitted.get(print);
    if (peer != null) {
      return new Verdict(Optional.of(peer), peer.commonName(), "");
    }
    String name = Names.commonName(certificate);
    String why =
        revoked.containsKey(print)
            ? "the certificate is revoked"
            : "the certificate is of our authority and not among those issued";
    return new Verdict(Optional.empty(), name, why);
  }

  private static String print(X509Certificate certificate) {
    try {
      return SigningKey.sha256(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that has no bytes", e);
    }
  }
}
