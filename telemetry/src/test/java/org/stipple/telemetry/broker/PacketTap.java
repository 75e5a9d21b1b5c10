package org.stipple.telemetry.broker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A TCP forwarder to a broker that reads along: every MQTT 5 packet a client sends, as it is on the
 * wire. Source: OASIS MQTT 5.0, chapters 2 and 3.
 */
public final class PacketTap implements AutoCloseable {
  /** A packet of the client. */
  public sealed interface Packet {}

  /** CONNECT. */
  public record Connect(
      int version,
      String clientId,
      boolean cleanStart,
      long sessionExpiryS,
      int keepAliveS,
      Optional<Publish> will)
      implements Packet {}

  /** PUBLISH, and the message of a will. */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  public record Publish(String topic, byte[] payload, int qos, boolean retained)
      implements Packet {}

  /** One filter of a SUBSCRIBE. */
  public record Subscribe(String filter, int qos) implements Packet {}

  /** DISCONNECT. */
  public record Disconnect(int reason) implements Packet {}

  private final ServerSocket server;
  private final URI target;
  private final List<Packet> packets = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** Begins to forward to {@code target}. */
  public PacketTap(URI target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** The address to connect to instead of the broker's. */
  public URI uri() {
    return URI.create("tcp://127.0.0.1:" + server.getLocalPort());
  }

  /** What the clients sent so far, in order. */
  public List<Packet> packets() {
    return List.copyOf(packets);
  }

  /** Those of one kind. */
  public <T extends Packet> List<T> packets(Class<T> kind) {
    return packets.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Those published on topics of this kind, such as {@code DDATA}. */
  public List<Publish> published(String level) {
    return packets(Publish.class).stream()
        .filter(publish -> publish.topic().contains("/" + level + "/"))
        .toList();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        Socket far = new Socket(target.getHost(), target.getPort());
        sockets.add(near);
        sockets.add(far);
        Thread.ofVirtual().start(() -> forward(near, far));
        Thread.ofVirtual().start(() -> back(far, near));
      } catch (IOException _) {
        // Closed, or the broker is away.
      }
    }
  }

  private static void back(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // Ended.
    }
  }

  private void forward(Socket from, Socket to) {
    try (from;
        to) {
      DataInputStream in = new DataInputStream(from.getInputStream());
      OutputStream out = to.getOutputStream();
      for (int first; (first = in.read()) >= 0; ) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(first);
        int length = 0;
        for (int shift = 0, one = 0x80; (one & 0x80) != 0; shift += 7) {
          one = in.readUnsignedByte();
          whole.write(one);
          length |= (one & 0x7F) << shift;
        }
        byte[] body = in.readNBytes(length);
        whole.writeBytes(body);
        note(first, ByteBuffer.wrap(body));
        out.write(whole.toByteArray());
        out.flush();
      }
    } catch (IOException _) {
      // Ended.
    }
  }

  private void note(int first, ByteBuffer body) {
    switch (first >> 4) {
      case 1 -> packets.add(connect(body));
      case 3 -> packets.add(publish(first, body));
      case 8 -> {
        body.getShort();
        properties(body);
        while (body.hasRemaining()) {
          packets.add(new Subscribe(text(body), body.get() & 3));
        }
      }
      case 14 -> packets.add(new Disconnect(body.hasRemaining() ? body.get() & 0xFF : 0));
      default -> {
        // Acknowledgements and pings.
      }
    }
  }

  private static Connect connect(ByteBuffer body) {
    text(body);
    int version = body.get();
    int flags = body.get();
    int keepAliveS = body.getShort() & 0xFFFF;
    long expiryS = properties(body);
    String clientId = text(body);
    Optional<Publish> will = Optional.empty();
    if ((flags & 4) != 0) {
      properties(body);
      String topic = text(body);
      byte[] payload = new byte[body.getShort() & 0xFFFF];
      body.get(payload);
      will = Optional.of(new Publish(topic, payload, (flags >> 3) & 3, (flags & 0x20) != 0));
    }
    return new Connect(version, clientId, (flags & 2) != 0, expiryS, keepAliveS, will);
  }

  private static Publish publish(int first, ByteBuffer body) {
    int qos = (first >> 1) & 3;
    String topic = text(body);
    if (qos > 0) {
      body.getShort();
    }
    properties(body);
    byte[] payload = new byte[body.remaining()];
    body.get(payload);
    return new Publish(topic, payload, qos, (first & 1) != 0);
  }

  private static String text(ByteBuffer body) {
    byte[] bytes = new byte[body.getShort() & 0xFFFF];
    body.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Skips properties; the session expiry interval if it is among them, else 0. */
  private static long properties(ByteBuffer body) {
    int length = 0;
    for (int shift = 0, one = 0x80; (one & 0x80) != 0; shift += 7) {
      one = body.get() & 0xFF;
      length |= (one & 0x7F) << shift;
    }
    int end = body.position() + length;
    long expiryS = 0;
    while (body.position() < end) {
      switch (body.get() & 0xFF) {
        case 0x11 -> expiryS = body.getInt() & 0xFFFF_FFFFL;
        case 0x02, 0x18, 0x27 -> body.getInt();
        case 0x13, 0x21, 0x22, 0x23 -> body.getShort();
        case 0x01, 0x17, 0x19 -> body.get();
        default -> body.position(end);
      }
    }
    return expiryS;
  }
}
