package org.stipple.telemetry.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP forwarder to a broker whose connections can be cut, as a pulled cable cuts them. */
public final class CuttableWire implements AutoCloseable {
  private final ServerSocket server;
  private final URI target;
  private volatile boolean pulled;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** Begins to forward to {@code target}. */
  public CuttableWire(URI target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** The address to connect to instead of the broker's. */
  public URI uri() {
    return URI.create("tcp://127.0.0.1:" + server.getLocalPort());
  }

  /** Cuts every connection there is, and every new one until {@link #mend}. */
  public void pull() throws IOException {
    pulled = true;
    cut();
  }

  /** Lets new connections through again. */
  public void mend() {
    pulled = false;
  }

  /** Cuts every connection there is; new ones are forwarded again. */
  public void cut() throws IOException {
    for (Socket socket : sockets) {
      try {
        // A reset instead of a polite end.
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (SocketException e) {
        // Cutting one end ends the pump, which closes the other: it may have been quicker.
        if (!socket.isClosed()) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        if (pulled) {
          near.close();
          continue;
        }
        Socket far = new Socket(target.getHost(), target.getPort());
        sockets.add(near);
        sockets.add(far);
        Thread.ofVirtual().start(() -> pump(near, far));
        Thread.ofVirtual().start(() -> pump(far, near));
      } catch (IOException _) {
        // Closed, or the broker is away: the client sees its connection refused or gone.
      }
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException _) {
      // Cut.
    }
  }
}
