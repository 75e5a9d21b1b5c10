package org.stipple.telemetry.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import org.stipple.telemetry.trust.KeyFile;
import org.stipple.telemetry.trust.Pem;

/**
 * A key of one's own (Ed25519, RFC 8032): a device's, by which its records are told from any
 * other's, or a clinic's, by which its receipts are. Made at the first start; the private half
 * never leaves its file, which only its owner may read.
 *
 * @param privateKey signs
 * @param publicKey is given to whoever wants to verify
 */
public record SigningKey(PrivateKey privateKey, PublicKey publicKey) {

  private static final String ALGORITHM = "Ed25519";

  /** Name of the file of the public half, beside the private one. */
  public static final String PUBLIC_FILE = "device.pub";

  private static final String DEVICE = "device";

  /** The device's key in that folder, which is made if missing. */
  public static SigningKey in(Path folder) throws IOException {
    return in(folder, DEVICE);
  }

  /**
   * The key of that name in that folder, which is made if missing.
   *
   * @throws IOException when the folder cannot be used or holds something else by that name
   */
  public static SigningKey in(Path folder, String name) throws IOException {
    Folders.make(folder);
    Path secret = folder.resolve(name + ".key");
    Path open = folder.resolve(name + ".pub");
    if (!Files.exists(secret)) {
      KeyPair pair = generate();
      KeyFile.writeOpen(open, Pem.text("PUBLIC KEY", pair.getPublic().getEncoded()));
      KeyFile.writeSecret(secret, Pem.text("PRIVATE KEY", pair.getPrivate().getEncoded()));
      Folders.forceOf(secret);
    }
    return read(secret, open);
  }

  /** The device's key in that folder; empty where there is none. */
  public static Optional<SigningKey> existing(Path folder) throws IOException {
    Path secret = folder.resolve(DEVICE + ".key");
    return Files.isReadable(secret)
        ? Optional.of(read(secret, folder.resolve(PUBLIC_FILE)))
        : Optional.empty();
  }

  private static SigningKey read(Path secret, Path open) throws IOException {
    KeyFile.checkSecret(secret);
    try {
      PrivateKey privateKey = factory().generatePrivate(new PKCS8EncodedKeySpec(decode(secret)));
      return new SigningKey(privateKey, readPublic(open));
    } catch (GeneralSecurityException e) {
      throw new IOException(secret + " is not a signing key: " + e.getMessage(), e);
    }
  }

  /**
   * A public half.
   *
   * @throws IOException when the file cannot be read or is none
   */
  public static PublicKey readPublic(Path file) throws IOException {
    try {
      return factory().generatePublic(new X509EncodedKeySpec(decode(file)));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " is not a public key of a device (Ed25519, X.509, base64)", e);
    }
  }

  private static byte[] decode(Path file) throws IOException {
    try {
      return Pem.bytes(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not base64: " + e.getMessage(), e);
    }
  }

  private static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  private static KeyFactory factory() throws GeneralSecurityException {
    return KeyFactory.getInstance(ALGORITHM);
  }

  /** SHA-256 in lower-case hexadecimal. */
  public static String sha256(byte[] bytes) {
    return Chain.hash(bytes);
  }

  /** First 16 hexadecimal digits of the SHA-256 of the public half: to tell keys apart. */
  public static String fingerprint(PublicKey key) {
    return Chain.hash(key.getEncoded()).substring(0, 16);
  }

  /** The public half as text, base64 of its X.509 form, in one line. */
  public String publicText() {
    return text(publicKey);
  }

  /** A public half as text. */
  public static String text(PublicKey key) {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /**
   * Reads {@link #publicText}.
   *
   * @throws IllegalArgumentException where it is no such key
   */
  public static PublicKey publicKey(String text) {
    try {
      return factory().generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a public key (Ed25519, X.509, base64)", e);
    }
  }

  /** Signs a text; base64. */
  public String sign(String text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateKey);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key cannot sign", e);
    }
  }

  /** Whether that is the key's own signature (base64) of the text. */
  public static boolean verifies(PublicKey key, String text, String signature) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(text.getBytes(StandardCharsets.UTF_8));
      byte[] decoded = Base64.getDecoder().decode(signature);
      // The last digit of base64 has bits that a decoder ignores: they are not free to change.
      return Base64.getEncoder().encodeToString(decoded).equals(signature) && check.verify(decoded);
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return false;
    }
  }
}
