package org.stipple.telemetry.broker;

import java.security.cert.X509Certificate;
import java.time.Duration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts off who is connected and no longer admitted; a thread of its own looks now and then. */
final class GateWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GateWatch.class);

  private final Gate gate;
  private final ActiveMQServer server;
  private final Thread thread;

  private GateWatch(Gate gate, ActiveMQServer server, long everyMs) {
    this.gate = gate;
    this.server = server;
    this.thread =
        Thread.ofPlatform().name("stipple-broker-gate").daemon(true).unstarted(() -> run(everyMs));
  }

  static GateWatch start(Gate gate, ActiveMQServer server, long everyMs) {
    GateWatch watch = new GateWatch(gate, server, everyMs);
    watch.thread.start();
    return watch;
  }

  private void run(long everyMs) {
    try {
      while (true) {
        Thread.sleep(Duration.ofMillis(everyMs));
        look();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void look() {
    try {
      // Not only after a change: whoever was refused meanwhile may have made the gate look before
      // us.
      gate.refresh();
      server.getRemotingService().getConnections().forEach(this::cutIfRevoked);
    } catch (RuntimeException e) {
      LOG.error("who is connected could not be looked at", e);
    }
  }

  private void cutIfRevoked(RemotingConnection connection) {
    @Nullable X509Certificate certificate = GateKeeper.certificate(connection);
    if (certificate != null && !gate.isAdmitted(certificate)) {
      gate.cut(certificate.getSubjectX500Principal().getName(), GateKeeper.from(connection));
      connection.disconnect(false);
      connection.destroy();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
