package org.stipple.telemetry.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * A running Artemis broker that keeps nothing: what it holds is lost when it stops. It is either
 * plain, on 127.0.0.1 for everybody on this computer, or behind a {@link Gate}, with TLS for those
 * whose certificate is admitted.
 *
 * <p>Any thread may call it; starting takes seconds.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final String ACCEPTOR = "mqtt";

  /** Waiting messages of one topic; beyond this the broker drops the newest of that topic. */
  private static final long TOPIC_BYTES_MAX = 32L * 1024 * 1024;

  /** Certificates that were revoked are looked for this often. */
  private static final long REFRESH_MS = 500;

  private final EmbeddedActiveMQ server;
  private final URI uri;
  private final Duration startTime;
  private final Optional<GateWatch> watch;

  private EmbeddedBroker(
      EmbeddedActiveMQ server, URI uri, Duration startTime, Optional<GateWatch> watch) {
    this.server = server;
    this.uri = uri;
    this.startTime = startTime;
    this.watch = watch;
  }

  /**
   * Starts a plain broker on 127.0.0.1.
   *
   * @param port 0 for any free one, else 1..65535
   * @throws IOException when the port is taken or the broker does not start; one line for people
   */
  public static EmbeddedBroker start(int port) throws IOException {
    return start("127.0.0.1", port, Optional.empty());
  }

  /**
   * Starts a broker behind a gate.
   *
   * @param host address to listen on, 0.0.0.0 = all of this computer
   * @param port 0 for any free one, else 1..65535
   * @throws IOException when the port is taken or the broker does not start; one line for people
   */
  public static EmbeddedBroker start(String host, int port, Gate gate) throws IOException {
    return start(host, port, Optional.of(gate));
  }

  private static EmbeddedBroker start(String host, int port, Optional<Gate> gate)
      throws IOException {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + "; allowed are 0 to 65535, 0 = any");
    }
    long beganNs = System.nanoTime();
    if (port != 0) {
      // Artemis only logs that it could not bind, so the question is asked before.
      checkFree(host, port);
    }
    EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    try {
      Configuration configuration = configuration(host, port, gate);
      server.setConfiguration(configuration);
      gate.ifPresent(by ->
          server.setSecurityManager(new GateKeeper(by, configuration.getWildcardConfiguration())));
      server.start();
      gate.ifPresent(by ->
          server
              .getActiveMQServer()
              .getRemotingService()
              .addIncomingInterceptor(new SubscriptionGuard(by)));
      int actual =
          server.getActiveMQServer().getRemotingService().getAcceptor(ACCEPTOR).getActualPort();
      if (actual <= 0) {
        throw new IOException("the broker does not listen on " + host + ":" + port);
      }
      // A client on this computer reaches it by loopback in any case.
      URI uri = URI.create((gate.isPresent() ? "ssl" : "tcp") + "://127.0.0.1:" + actual);
      Optional<GateWatch> watch =
          gate.map(by -> GateWatch.start(by, server.getActiveMQServer(), REFRESH_MS));
      return new EmbeddedBroker(server, uri, Duration.ofNanos(System.nanoTime() - beganNs), watch);
    } catch (IOException e) {
      stop(server);
      throw e;
    } catch (Exception e) {
      stop(server);
      throw new IOException("the embedded broker did not start: " + e.getMessage(), e);
    }
  }

  private static void checkFree(String host, int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new IOException("port %d on %s is taken; give another, or 0".formatted(port, host), e);
    }
  }

  private static Configuration configuration(String host, int port, Optional<Gate> gate)
      throws Exception {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"), "stipple-broker");
    Configuration configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(gate.isPresent())
            // Each question is asked anew: somebody may have been revoked meanwhile.
            .setAuthenticationCacheSize(0)
            .setAuthorizationCacheSize(0)
            .setJMXManagementEnabled(false)
            .setMessageCounterEnabled(false)
            .setGracefulShutdownEnabled(false)
            // Nothing is written there without persistence; unset they would mean the work folder.
            .setPagingDirectory(folder.resolve("paging").toString())
            .setBindingsDirectory(folder.resolve("bindings").toString())
            .setJournalDirectory(folder.resolve("journal").toString())
            .setLargeMessagesDirectory(folder.resolve("large").toString());
    if (gate.isPresent()) {
      Map<String, Object> parameters = new HashMap<>();
      parameters.put("host", host);
      parameters.put("port", port);
      parameters.put("protocols", "MQTT");
      parameters.put("useEpoll", false);
      parameters.put("sslEnabled", true);
      // It makes a context of its own that is never used; this one needs no files.
      parameters.put("useDefaultSslContext", true);
      parameters.put("sslContext", "unused");
      parameters.put("needClientAuth", true);
      parameters.put(GatedAcceptor.GATE, gate.get());
      configuration.addAcceptorConfiguration(
          new TransportConfiguration(GatedAcceptor.class.getName(), parameters, ACCEPTOR));
    } else {
      configuration.addAcceptorConfiguration(
          ACCEPTOR, "tcp://%s:%d?protocols=MQTT&useEpoll=false".formatted(host, port));
    }
    configuration.addAddressSetting(
        "#",
        new AddressSettings()
            .setMaxSizeBytes(TOPIC_BYTES_MAX)
            .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP)
            .setAutoCreateAddresses(true)
            .setAutoCreateQueues(true)
            .setAutoDeleteAddresses(true)
            .setAutoDeleteQueues(true));
    return configuration;
  }

  /** The port it listens on. */
  public int port() {
    return uri.getPort();
  }

  /** Its address on this computer, {@code tcp://127.0.0.1:port}, behind a gate {@code ssl://}. */
  public URI uri() {
    return uri;
  }

  /** How long starting took. */
  public Duration startTime() {
    return startTime;
  }

  /** Stops it; what it held is gone. */
  @Override
  public void close() {
    watch.ifPresent(GateWatch::close);
    stop(server);
  }

  private static void stop(EmbeddedActiveMQ server) {
    try {
      server.stop();
    } catch (Exception _) {
      // It was going away anyway.
    }
  }
}
