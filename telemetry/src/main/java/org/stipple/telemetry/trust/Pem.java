package org.stipple.telemetry.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Keys and certificates as text (RFC 7468). */
public final class Pem {

  private static final byte[] NEWLINE = {'\n'};
  private static final int LINE = 64;

  private Pem() {}

  /** Bytes as text, between lines that say what they are. */
  public static String text(String label, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder(LINE, NEWLINE).encodeToString(bytes), label);
  }

  /** A certificate as text. */
  public static String text(X509Certificate certificate) {
    try {
      return text("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalArgumentException("a certificate that has no bytes", e);
    }
  }

  /** Bytes of a text with or without such lines; a text is base64 in any case. */
  public static byte[] bytes(String text) {
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", "").strip());
  }

  /**
   * The certificates in a file, in their order; at least one.
   *
   * @throws IOException where there is none, in one line
   */
  public static List<X509Certificate> certificates(Path file) throws IOException {
    try {
      List<X509Certificate> all = new ArrayList<>();
      byte[] bytes = Files.readAllBytes(file);
      for (Certificate one :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))) {
        all.add((X509Certificate) one);
      }
      if (all.isEmpty()) {
        throw new IOException(file + " holds no certificate");
      }
      return all;
    } catch (NoSuchFileException e) {
      throw new IOException("there is no certificate " + file, e);
    } catch (CertificateException e) {
      throw new IOException(file + " holds no certificate (X.509, PEM)", e);
    }
  }

  /**
   * The private key in a file, which only its owner may be able to read.
   *
   * @throws IOException where there is none or others can read it, in one line
   */
  public static PrivateKey privateKey(Path file) throws IOException {
    KeyFile.checkSecret(file);
    byte[] bytes;
    try {
      bytes = bytes(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " holds no private key (PKCS #8, PEM)", e);
    }
    for (String algorithm : List.of("Ed25519", "EC", "RSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (GeneralSecurityException _) {
        // Of another kind: the next may fit.
      }
    }
    throw new IOException(file + " holds no private key (PKCS #8 of Ed25519, EC or RSA)");
  }
}
