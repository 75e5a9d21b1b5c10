package org.stipple.telemetry.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.stipple.telemetry.trust.Pem;

/** A request for a certificate (PKCS #10, RFC 2986), of which only the key counts. */
public final class Request {

  private Request() {}

  /**
   * The public key in a request, whose owner has signed it. What name it asks for does not matter:
   * the clinic names its devices.
   *
   * @throws IOException where the file is none, or its signature is not that key's
   */
  public static PublicKey key(Path file) throws IOException {
    String text = Files.readString(file);
    try {
      JcaPKCS10CertificationRequest request = request(text);
      PublicKey key = request.getPublicKey();
      if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
        throw new IOException(file + " is not signed by the key in it");
      }
      return key;
    } catch (GeneralSecurityException | NotARequest | OperatorCreationException | PKCSException e) {
      throw new IOException(file + " is no request for a certificate (PKCS #10, PEM)", e);
    }
  }

  private static JcaPKCS10CertificationRequest request(String text) throws NotARequest {
    try {
      return new JcaPKCS10CertificationRequest(Pem.bytes(text));
    } catch (IOException | IllegalArgumentException e) {
      throw new NotARequest(e);
    }
  }

  private static final class NotARequest extends Exception {
    private static final long serialVersionUID = 1L;

    NotARequest(Exception cause) {
      super(cause);
    }
  }
}
