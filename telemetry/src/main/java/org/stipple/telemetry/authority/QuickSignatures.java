package org.stipple.telemetry.authority;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 (RFC 8032) by Bouncy Castle in place of the JDK's: here it signs in a tenth and verifies
 * in a sixth of the time, and a clinic does both for every message of a record. All who ask for
 * "Ed25519" get it, once it is installed; keys, formats and everything else stay the JDK's.
 *
 * <p>Not for the device, which signs once a second and does not carry the library.
 */
public final class QuickSignatures extends Provider {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "StippleEd25519";

  /** Made by {@link #install}. */
  private QuickSignatures() {
    super(NAME, "1", "Ed25519 of Bouncy Castle");
    putService(
        new Service(this, "Signature", "Ed25519", Ed25519Spi.class.getName(), null, null) {
          @Override
          public Object newInstance(Object parameter) {
            return new Ed25519Spi();
          }
        });
  }

  /** From now on in this process; a second time changes nothing. */
  public static void install() {
    Security.insertProviderAt(new QuickSignatures(), 1);
  }

  /** One signature; not for several threads at once. */
  @SuppressWarnings("deprecation") // the class wants two methods of old, which nothing calls
  private static final class Ed25519Spi extends SignatureSpi {
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private byte[] key = {};

    @Override
    protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
      if (!(privateKey instanceof EdECPrivateKey of) || !isOurs(of.getParams())) {
        throw new InvalidKeyException("no private key of Ed25519");
      }
      key = of.getBytes().orElseThrow(() -> new InvalidKeyException("its bytes are kept back"));
      message.reset();
    }

    @Override
    protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
      if (!(publicKey instanceof EdECPublicKey of) || !isOurs(of.getParams())) {
        throw new InvalidKeyException("no public key of Ed25519");
      }
      byte[] encoded = of.getEncoded(); // RFC 8410: the point itself stands last
      key = Arrays.copyOfRange(encoded, encoded.length - Ed25519.PUBLIC_KEY_SIZE, encoded.length);
      message.reset();
    }

    private static boolean isOurs(NamedParameterSpec curve) {
      return NamedParameterSpec.ED25519.getName().equals(curve.getName());
    }

    @Override
    protected void engineUpdate(byte b) {
      message.write(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int from, int length) {
      message.write(bytes, from, length);
    }

    @Override
    protected byte[] engineSign() {
      byte[] text = taken();
      byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
      Ed25519.sign(key, 0, text, 0, text.length, signature, 0);
      return signature;
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      byte[] text = taken();
      if (signature.length != Ed25519.SIGNATURE_SIZE) {
        throw new SignatureException(
            "a signature has %d bytes, not %d".formatted(Ed25519.SIGNATURE_SIZE, signature.length));
      }
      return Ed25519.verify(signature, 0, key, 0, text, 0, text.length);
    }

    private byte[] taken() {
      byte[] text = message.toByteArray();
      message.reset();
      return text;
    }

    @Override
    protected void engineSetParameter(String name, Object value) {
      throw new UnsupportedOperationException("Ed25519 has no parameters");
    }

    @Override
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException("Ed25519 has no parameters");
    }
  }
}
