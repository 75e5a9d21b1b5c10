package org.stipple.telemetry.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clinic's Ed25519 against the standard's vectors and the JDK's own. */
final class QuickSignaturesTest {
  private static final String NAME = "StippleEd25519";
  private static final String JDK = "SunEC";

  @BeforeEach
  void install() {
    QuickSignatures.install();
  }

  @AfterEach
  void remove() {
    Security.removeProvider(NAME);
  }

  private static byte[] sign(Signature by, PrivateKey key, byte[] text) throws Exception {
    by.initSign(key);
    by.update(text);
    return by.sign();
  }

  private static boolean verifies(Signature by, KeyPair pair, byte[] text, byte[] signature)
      throws Exception {
    by.initVerify(pair.getPublic());
    by.update(text);
    return by.verify(signature);
  }

  /** RFC 8032, section 7.1, test 2. */
  @Test
  void itSignsAsTheStandardDoes() throws Exception {
    byte[] secret =
        HexFormat.of().parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    PrivateKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, secret));
    Signature ours = Signature.getInstance("Ed25519");

    byte[] signature = sign(ours, key, new byte[] {0x72});

    assertThat(ours.getProvider().getName()).isEqualTo(NAME);
    assertThat(HexFormat.of().formatHex(signature))
        .isEqualTo(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  }

  @Test
  void itAndTheJdkAgreeOnEverySignatureAndEveryBitThatIsWrong() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 50; i++) {
      byte[] text = new byte[random.nextInt(200)];
      random.nextBytes(text);
      byte[] ours = sign(Signature.getInstance("Ed25519", NAME), pair.getPrivate(), text);
      byte[] theirs = sign(Signature.getInstance("Ed25519", JDK), pair.getPrivate(), text);
      assertThat(ours).isEqualTo(theirs);
      assertThat(verifies(Signature.getInstance("Ed25519", JDK), pair, text, ours)).isTrue();
      assertThat(verifies(Signature.getInstance("Ed25519", NAME), pair, text, theirs)).isTrue();
      theirs[random.nextInt(theirs.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(verifies(Signature.getInstance("Ed25519", NAME), pair, text, theirs)).isFalse();
    }
  }
}
