package org.stipple.telemetry.authority;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.access.Peer;
import org.stipple.telemetry.trust.KeyFile;
import org.stipple.telemetry.trust.Pairs;
import org.stipple.telemetry.trust.Pem;
import org.stipple.telemetry.trust.TlsFiles;

/**
 * A clinic's own certificate authority (X.509, RFC 5280). Its key and its servers' are of the curve
 * P-256, which every TLS knows; a device's is whatever it has, by rule the Ed25519 key that signs
 * its records.
 *
 * <p>By Bouncy Castle, since the JDK has no public way to issue a certificate; signing itself and
 * TLS are the JDK's. One thread.
 */
public final class Authority {

  /** A device's certificate lasts as long by rule. */
  public static final Duration DEVICE_LIFE = Duration.ofDays(730);

  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
  private static final Duration SERVER_LIFE = Duration.ofDays(365);

  /** Servers' certificates are made anew when less than this is left of them. */
  private static final Duration RENEW_BEFORE = Duration.ofDays(60);

  /** A device's clock may be late by as much. */
  private static final Duration CLOCK_SLACK = Duration.ofHours(1);

  private static final Duration LIST_LIFE = Duration.ofDays(3650);
  private static final int SERIAL_BITS = 127;

  private final TrustFolder trust;
  private final InstantSource clock;
  private final X509Certificate certificate;
  private final Optional<PrivateKey> key;
  private final Register register;

  private Authority(
      TrustFolder trust, InstantSource clock, X509Certificate certificate, Optional<PrivateKey> key)
      throws IOException {
    this.trust = trust;
    this.clock = clock;
    this.certificate = certificate;
    this.key = key;
    this.register = new Register(trust);
  }

  /**
   * The authority in that folder, made if there is none. Where only its certificate is there, it is
   * another's: it is known by it, and issues elsewhere.
   *
   * @param name for people, of a new one
   */
  public static Authority in(TrustFolder trust, String name, InstantSource clock)
      throws IOException {
    if (!trust.isThere()) {
      trust.make();
      KeyPair pair = p256();
      X509Certificate made = selfSigned(name, pair, clock.instant());
      KeyFile.writeSecret(
          trust.authorityKey(), Pem.text("PRIVATE KEY", pair.getPrivate().getEncoded()));
      KeyFile.writeOpen(trust.authorityCertificate(), Pem.text(made));
    }
    return open(trust, clock);
  }

  /** The authority that is there. */
  public static Authority open(TrustFolder trust, InstantSource clock) throws IOException {
    X509Certificate certificate = Pem.certificates(trust.authorityCertificate()).getFirst();
    Optional<PrivateKey> key =
        Files.exists(trust.authorityKey())
            ? Optional.of(Pem.privateKey(trust.authorityKey()))
            : Optional.empty();
    if (key.isPresent() && !Pairs.match(key.get(), certificate.getPublicKey())) {
      throw new IOException(
          "%s is not of the key %s".formatted(trust.authorityCertificate(), trust.authorityKey()));
    }
    Authority authority = new Authority(trust, clock, certificate, key);
    if (key.isPresent() && !Files.exists(trust.revocations())) {
      authority.writeRevocations();
    }
    return authority;
  }

  /** Its folder. */
  public TrustFolder trust() {
    return trust;
  }

  /**
   * Issues a device's certificate and admits it. Earlier ones for another key of it are revoked.
   *
   * @throws IOException where this authority issues elsewhere, or the name would clash
   */
  public X509Certificate enrol(Peer.Device device, PublicKey deviceKey, Duration life)
      throws IOException {
    checkName(device);
    X509Certificate issued =
        issue(subject(device.commonName()), deviceKey, life, KeyPurposeId.id_kp_clientAuth, null);
    admit(device, issued);
    return issued;
  }

  /**
   * Admits a certificate that another authority, the one whose certificate is here, has issued.
   *
   * @throws IOException where it is not of that authority or not of that name
   */
  public void admitOther(Peer.Device device, X509Certificate other) throws IOException {
    checkName(device);
    try {
      other.verify(certificate.getPublicKey());
      other.checkValidity(Date.from(clock.instant()));
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "that certificate is not a valid one of %s (%s)"
              .formatted(trust.authorityCertificate(), e.getMessage()),
          e);
    }
    if (!Names.commonName(other).equals(device.commonName())) {
      throw new IOException(
          "that certificate is of '%s'; its common name must be '%s'"
              .formatted(Names.commonName(other), device.commonName()));
    }
    admit(device, other);
  }

  private void admit(Peer.Device device, X509Certificate issued) throws IOException {
    boolean replaced = false;
    for (TrustFolder.Issued earlier : register.of(device)) {
      if (!earlier.certificate().getPublicKey().equals(issued.getPublicKey())) {
        takeBack(earlier);
        replaced = true;
      }
    }
    register.add(trust.admit(issued));
    if (replaced) {
      writeRevocations();
    }
  }

  private void takeBack(TrustFolder.Issued one) throws IOException {
    trust.revoke(one);
    register.remove(one);
  }

  /** Two devices whose clients had one name would throw each other out of the broker. */
  private void checkName(Peer.Device device) throws IOException {
    Optional<String> other = register.clash(device);
    if (other.isPresent()) {
      throw new IOException(
          "the MQTT client id of %s, '%s', would be one of %s; choose another group or node"
              .formatted(device.commonName(), device.clientId(), other.get()));
    }
  }

  /** Takes all certificates of a device back; how many there were. */
  public int revoke(Peer device) throws IOException {
    List<TrustFolder.Issued> found = register.of(device);
    for (TrustFolder.Issued one : found) {
      takeBack(one);
    }
    writeRevocations();
    return found.size();
  }

  /**
   * Sees to it that the clinic's servers have valid certificates.
   *
   * @param broker where devices find it; its host is in the broker's certificate, beside loopback
   * @param host the clinic's server
   */
  public void equip(URI broker, Peer.Host host) throws IOException {
    if (key.isEmpty()) {
      trust.broker().context(); // another's authority: its files have to be put there
      trust.host(host.id()).context();
      return;
    }
    Optional<String> device = register.owner(host.id());
    if (device.isPresent()) {
      throw new IOException(
          "the host id '%s' is the MQTT client id of %s; choose another --host-id"
              .formatted(host.id(), device.get()));
    }
    equipBroker(broker);
    TlsFiles.Own client = trust.host(host.id()).own().orElseThrow();
    if (register.of(host).isEmpty() || isDue(client.certificate())) {
      revoke(host);
      register.add(
          trust.admit(writeServer(client, host.commonName(), KeyPurposeId.id_kp_clientAuth, null)));
    }
  }

  /**
   * Sees to it that the broker has a valid certificate.
   *
   * @param broker where devices find it; its host is in the certificate, beside loopback
   */
  public void equipBroker(URI broker) throws IOException {
    boolean moved = !trust.brokerUri().map(broker::equals).orElse(false);
    TlsFiles.Own own = trust.broker().own().orElseThrow();
    if (key.isPresent() && (moved || isDue(own.certificate()))) {
      writeServer(own, "broker", KeyPurposeId.id_kp_serverAuth, names(broker.getHost()));
    }
    if (moved) {
      trust.brokerUri(broker);
    }
  }

  private boolean isDue(Path file) {
    try {
      Instant end = Pem.certificates(file).getFirst().getNotAfter().toInstant();
      return clock.instant().plus(RENEW_BEFORE).isAfter(end);
    } catch (IOException _) {
      return true;
    }
  }

  private X509Certificate writeServer(
      TlsFiles.Own own, String name, KeyPurposeId purpose, @Nullable GeneralNames names)
      throws IOException {
    KeyPair pair = p256();
    X509Certificate issued = issue(subject(name), pair.getPublic(), SERVER_LIFE, purpose, names);
    KeyFile.writeSecret(own.key(), Pem.text("PRIVATE KEY", pair.getPrivate().getEncoded()));
    Files.writeString(own.certificate(), Pem.text(issued));
    return issued;
  }

  private static GeneralNames names(String host) {
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.dNSName, "localhost"));
    names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    boolean number = plain.indexOf(':') >= 0 || plain.matches("[0-9.]+");
    if (!plain.equals("localhost") && !plain.equals("127.0.0.1")) {
      names.add(new GeneralName(number ? GeneralName.iPAddress : GeneralName.dNSName, plain));
    }
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  private X509Certificate issue(
      X500Name subject,
      PublicKey of,
      Duration life,
      KeyPurposeId purpose,
      @Nullable GeneralNames names)
      throws IOException {
    Instant now = clock.instant();
    Instant end = min(now.plus(life), certificate.getNotAfter().toInstant());
    try {
      JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              certificate,
              serial(),
              Date.from(now.minus(CLOCK_SLACK)),
              Date.from(end),
              dn(subject),
              of);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      builder.addExtension(
          Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(certificate));
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(of));
      if (names != null) {
        builder.addExtension(Extension.subjectAlternativeName, false, names);
      }
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer(signingKey())));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IOException("no certificate could be issued: " + e.getMessage(), e);
    }
  }

  private static X500Principal dn(X500Name name) throws IOException {
    return new X500Principal(name.getEncoded());
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private PrivateKey signingKey() throws IOException {
    return key.orElseThrow(() ->
        new IOException(
            "%s is there without a key: it is another authority's; let it issue the certificate and"
                    .formatted(trust.authorityCertificate())
                + " give it with --certificate"));
  }

  private static X509Certificate selfSigned(String name, KeyPair pair, Instant now)
      throws IOException {
    try {
      X500Principal subject = dn(subject(name));
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              subject,
              serial(),
              Date.from(now.minus(CLOCK_SLACK)),
              Date.from(now.plus(AUTHORITY_LIFE)),
              subject,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(signer(pair.getPrivate())));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IOException("no authority could be made: " + e.getMessage(), e);
    }
  }

  private void writeRevocations() throws IOException {
    if (key.isEmpty()) {
      return; // another's: it has its own list
    }
    Instant now = clock.instant();
    try {
      X509v2CRLBuilder builder =
          new X509v2CRLBuilder(
              X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
              Date.from(now.minus(CLOCK_SLACK)));
      builder.setNextUpdate(Date.from(now.plus(LIST_LIFE)));
      for (TrustFolder.Issued one : trust.revokedOnes()) {
        builder.addCRLEntry(
            one.certificate().getSerialNumber(), Date.from(now), CRLReason.unspecified);
      }
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
      X509CRLHolder list = builder.build(signer(key.get()));
      KeyFile.writeOpen(trust.revocations(), Pem.text("X509 CRL", list.getEncoded()));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IOException("the list of revoked certificates: " + e.getMessage(), e);
    }
  }

  private static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
    return new JcaContentSignerBuilder(Pairs.algorithm(key)).build(key);
  }

  private static X500Name subject(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
  }

  private static BigInteger serial() {
    return new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1);
  }

  private static KeyPair p256() throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }
}
