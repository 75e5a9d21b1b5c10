package org.stipple.telemetry.broker;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.AcceptorFactory;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Makes acceptors of Artemis whose TLS is a gate's: so its keys are in our files, and each
 * handshake that fails is told, by whatever it failed. Artemis makes one by the name of the class
 * and hands it the gate as a parameter.
 */
@SuppressWarnings("rawtypes") // as in the interface of Artemis
public final class GatedAcceptor implements AcceptorFactory {

  static final String GATE = "stippleGate";

  /** A connection that does not show who it is by then is closed. */
  private static final int HANDSHAKE_S_MAX = 10;

  /** Made by Artemis. */
  public GatedAcceptor() {}

  @Override
  public Acceptor createAcceptor(
      String name,
      @Nullable ClusterConnection cluster,
      Map<String, Object> parameters,
      BufferHandler handler,
      ServerConnectionLifeCycleListener listener,
      Executor threads,
      ScheduledExecutorService timers,
      Map<String, ProtocolManager> protocols,
      String threadGroup,
      MetricsManager metrics) {
    Gate gate = (Gate) parameters.get(GATE);
    if (gate == null) {
      throw new IllegalArgumentException("a gated acceptor needs a gate");
    }
    return new Gated(
        gate,
        new Parts(name, cluster, parameters, handler, listener, timers, protocols, threadGroup),
        new OrderedExecutor(threads),
        metrics);
  }

  /** What Artemis hands over, in one. */
  private record Parts(
      String name,
      @Nullable ClusterConnection cluster,
      Map<String, Object> parameters,
      BufferHandler handler,
      ServerConnectionLifeCycleListener listener,
      ScheduledExecutorService timers,
      Map<String, ProtocolManager> protocols,
      String threadGroup) {}

  private static final class Gated extends NettyAcceptor {
    private final Gate gate;

    Gated(Gate gate, Parts parts, Executor failures, MetricsManager metrics) {
      super(
          parts.name,
          parts.cluster,
          parts.parameters,
          parts.handler,
          parts.listener,
          parts.timers,
          failures,
          parts.protocols,
          parts.threadGroup,
          metrics);
      this.gate = gate;
    }

    @Override
    public SslHandler getSslHandler(ByteBufAllocator memory, String peerHost, int peerPort) {
      SslHandler handler = new SslHandler(gate.engine());
      handler.setHandshakeTimeout(HANDSHAKE_S_MAX, TimeUnit.SECONDS);
      handler
          .handshakeFuture()
          .addListener(done -> {
            if (!done.isSuccess()) {
              gate.refused(
                  InetSocketAddress.createUnresolved(String.valueOf(peerHost), peerPort),
                  done.cause());
            }
          });
      return handler;
    }
  }
}
