package org.stipple.telemetry.authority;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import org.stipple.telemetry.access.Peer;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.trust.Pem;
import org.stipple.telemetry.trust.TlsFiles;

/** A clinic's authority in a folder, and devices that have its certificates. */
public final class TrustRig {
  private final Path folder;
  private final Authority authority;

  /** A new authority, whose host is {@code clinic}. */
  public TrustRig(Path folder) throws IOException {
    this.folder = folder;
    authority = Authority.in(TrustFolder.in(folder), "test authority", InstantSource.system());
    authority.equip(URI.create("ssl://127.0.0.1:8883"), new Peer.Host("clinic"));
  }

  public Authority authority() {
    return authority;
  }

  public TrustFolder trust() {
    return authority.trust();
  }

  /** A folder of a device with its record key in it. */
  public Path deviceFolder(String address) {
    return folder.resolve("devices").resolve(address.replace('/', '_'));
  }

  /** Enrols a device by its record key. */
  public TlsFiles enrol(String address) throws IOException {
    return enrol(address, Authority.DEVICE_LIFE);
  }

  /** Enrols a device for as long. */
  public TlsFiles enrol(String address, Duration life) throws IOException {
    Path device = deviceFolder(address);
    SigningKey key = SigningKey.in(device);
    X509Certificate certificate = authority.enrol(Peer.device(address), key.publicKey(), life);
    Path file = device.resolve("device.crt");
    Files.writeString(file, Pem.text(certificate));
    return TlsFiles.of(trust().authorityCertificate(), file, device.resolve("device.key"));
  }
}
