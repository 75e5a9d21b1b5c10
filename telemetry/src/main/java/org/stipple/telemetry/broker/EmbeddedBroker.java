package org.stipple.telemetry.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * A running Artemis broker on 127.0.0.1 that keeps nothing: what it holds is lost when it stops.
 *
 * <p>Any thread may call it; starting takes seconds.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final String ACCEPTOR = "mqtt";

  /** Waiting messages of one topic; beyond this the broker drops the newest of that topic. */
  private static final long TOPIC_BYTES_MAX = 32L * 1024 * 1024;

  private final EmbeddedActiveMQ server;
  private final int port;
  private final Duration startTime;

  private EmbeddedBroker(EmbeddedActiveMQ server, int port, Duration startTime) {
    this.server = server;
    this.port = port;
    this.startTime = startTime;
  }

  /**
   * Starts a broker.
   *
   * @param port 0 for any free one, else 1..65535
   * @throws IOException when the port is taken or the broker does not start; one line for people
   */
  public static EmbeddedBroker start(int port) throws IOException {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + "; allowed are 0 to 65535, 0 = any");
    }
    long beganNs = System.nanoTime();
    if (port != 0) {
      // Artemis only logs that it could not bind, so the question is asked before.
      checkFree(port);
    }
    EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    try {
      server.setConfiguration(configuration(port));
      server.start();
      int actual =
          server.getActiveMQServer().getRemotingService().getAcceptor(ACCEPTOR).getActualPort();
      if (actual <= 0) {
        throw new IOException("the broker does not listen on 127.0.0.1:" + port);
      }
      return new EmbeddedBroker(server, actual, Duration.ofNanos(System.nanoTime() - beganNs));
    } catch (IOException e) {
      stop(server);
      throw e;
    } catch (Exception e) {
      stop(server);
      throw new IOException("the embedded broker did not start: " + e.getMessage(), e);
    }
  }

  private static void checkFree(int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new IOException("port " + port + " on 127.0.0.1 is taken; give another, or 0", e);
    }
  }

  private static Configuration configuration(int port) throws Exception {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"), "stipple-broker");
    Configuration configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .setMessageCounterEnabled(false)
            .setGracefulShutdownEnabled(false)
            // Nothing is written there without persistence; unset they would mean the work folder.
            .setPagingDirectory(folder.resolve("paging").toString())
            .setBindingsDirectory(folder.resolve("bindings").toString())
            .setJournalDirectory(folder.resolve("journal").toString())
            .setLargeMessagesDirectory(folder.resolve("large").toString());
    configuration.addAcceptorConfiguration(
        ACCEPTOR, "tcp://127.0.0.1:" + port + "?protocols=MQTT&useEpoll=false");
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
    return port;
  }

  /** Its address, {@code tcp://127.0.0.1:port}. */
  public URI uri() {
    return URI.create("tcp://127.0.0.1:" + port);
  }

  /** How long starting took. */
  public Duration startTime() {
    return startTime;
  }

  /** Stops it; what it held is gone. */
  @Override
  public void close() {
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
