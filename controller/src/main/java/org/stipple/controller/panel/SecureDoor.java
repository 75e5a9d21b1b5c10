package org.stipple.controller.panel;

import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.trust.Pem;
import org.stipple.telemetry.trust.TlsFiles;

/** The panel's door to the network: TLS 1.3 with the certificate of the settings. */
final class SecureDoor {

  /** Kinds of names in a certificate (RFC 5280, 4.2.1.6). */
  private static final Set<Integer> DNS_OR_IP = Set.of(2, 7);

  private final SecurePlace place;
  private final SSLContext context;
  private final List<String> names;
  private @Nullable ServerConnector connector;

  private SecureDoor(SecurePlace place, SSLContext context, List<String> names) {
    this.place = place;
    this.context = context;
    this.names = names;
  }

  /**
   * One with these files, as they are now.
   *
   * @throws IOException in one line, where one is missing, does not fit or can be read by others
   */
  static SecureDoor of(SecurePlace place) throws IOException {
    TlsFiles files =
        new TlsFiles(
            Optional.empty(), Optional.of(new TlsFiles.Own(place.certificate(), place.key())));
    X509Certificate own = Pem.certificates(place.certificate()).getFirst();
    List<String> names = names(own);
    if (names.isEmpty()) {
      throw new IOException(
          "the certificate %s is of no name or address (subjectAltName): no browser takes it"
              .formatted(place.certificate()));
    }
    return new SecureDoor(place, files.context(), names);
  }

  private static List<String> names(X509Certificate of) throws IOException {
    Set<String> names = new TreeSet<>();
    try {
      Collection<List<?>> all = of.getSubjectAlternativeNames();
      for (List<?> one : all == null ? List.<List<?>>of() : all) {
        String name = String.valueOf(one.get(1));
        if (DNS_OR_IP.contains(one.getFirst())) {
          names.add(name.indexOf(':') >= 0 ? "[" + name + "]" : name);
        }
      }
    } catch (CertificateParsingException e) {
      throw new IOException("a certificate whose names cannot be read: " + e.getMessage(), e);
    }
    return List.copyOf(names);
  }

  /** Names by which the certificate lets this computer be called. */
  List<String> names() {
    return names;
  }

  /** Where it listens, once it does. */
  int port() {
    return connector == null ? 0 : connector.getLocalPort();
  }

  /** Jetty's part of it. */
  ServerConnector connector(Server server, HttpConfiguration common) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(context);
    tls.setIncludeProtocols("TLSv1.3");
    HttpConfiguration http = new HttpConfiguration(common);
    http.addCustomizer(new SecureRequestCustomizer(false)); // the doorman looks at the name
    ServerConnector made =
        new ServerConnector(
            server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
    made.setHost(place.host());
    made.setPort(place.port());
    connector = made;
    return made;
  }

  /** The door of this host itself, which goes without. */
  static ServerConnector open(Server server, HttpConfiguration common, String host, int port) {
    ServerConnector made = new ServerConnector(server, new HttpConnectionFactory(common));
    made.setHost(host);
    made.setPort(port);
    return made;
  }
}
