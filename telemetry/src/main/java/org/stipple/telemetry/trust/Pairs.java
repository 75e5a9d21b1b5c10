package org.stipple.telemetry.trust;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Whether two halves are of one key. */
public final class Pairs {

  private static final byte[] SAMPLE =
      "stipple: are these two halves of one key?".getBytes(StandardCharsets.UTF_8);

  private Pairs() {}

  /** Whether what the private half signs is the public half's. */
  public static boolean match(PrivateKey secret, PublicKey open) {
    try {
      Signature signature = Signature.getInstance(algorithm(secret));
      signature.initSign(secret);
      signature.update(SAMPLE);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(SAMPLE);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false; // of two kinds
    }
  }

  /** How a key of that kind signs. */
  public static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> "Ed25519";
    };
  }
}
