package org.stipple.telemetry.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The files of one end of TLS.
 *
 * @param authority whose certificates are believed; empty = those that the JVM believes
 * @param own certificate and key by which this end shows who it is; empty = it does not
 */
public record TlsFiles(Optional<Path> authority, Optional<Own> own) {

  /** Shows nothing and believes whom the JVM believes. */
  public static final TlsFiles NONE = new TlsFiles(Optional.empty(), Optional.empty());

  private static final char[] NO_PASSWORD = {};

  /**
   * What an end shows.
   *
   * @param certificate a file, followed in it by those of the authorities between, if any
   * @param key its private key, readable by its owner only
   */
  public record Own(Path certificate, Path key) {}

  /** Of an end that shows a certificate of the authority by which it knows the other. */
  public static TlsFiles of(Path authority, Path certificate, Path key) {
    return new TlsFiles(Optional.of(authority), Optional.of(new Own(certificate, key)));
  }

  /**
   * What these files make, as they are now.
   *
   * @throws IOException where one is missing, is something else or can be read by others, in a line
   */
  public SSLContext context() throws IOException {
    @Nullable KeyManager[] keys = null;
    @Nullable TrustManager[] trusted = null;
    try {
      if (own.isPresent()) {
        keys = keyManagers(own.get());
      }
      if (authority.isPresent()) {
        trusted = trustManagers(authority.get());
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trusted, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS is made of " + this + ": " + e.getMessage(), e);
    }
  }

  private static KeyManager[] keyManagers(Own own) throws IOException, GeneralSecurityException {
    List<X509Certificate> chain = Pem.certificates(own.certificate());
    PrivateKey key = Pem.privateKey(own.key());
    if (!Pairs.match(key, chain.getFirst().getPublicKey())) {
      throw new IOException(
          "the certificate %s is not of the key %s".formatted(own.certificate(), own.key()));
    }
    KeyStore store = emptyStore();
    store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trustManagers(Path authority)
      throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    for (X509Certificate one : Pem.certificates(authority)) {
      store.setCertificateEntry(one.getSerialNumber().toString(16), one);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }
}
