package org.stipple.sim.rig;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The far end of the machine's I2C bus: an adapter of the kind "i2c-tiny-usb" that plugs into
 * QEMU's USB by the usb-redir protocol, so that the stock driver gives a real {@code /dev/i2c-0}
 * whose slaves are objects in here, which may refuse.
 *
 * <p>{@link #plug} and {@link #unplug} from any thread; slaves are called by the adapter's own.
 */
final class I2cAdapter implements AutoCloseable {

  /** A slave on the bus. */
  interface Slave {
    /** The master writes to it. */
    void write(byte[] bytes);

    /** The master reads so many bytes from it. */
    byte[] read(int count);
  }

  /* usb-redir: types of packets that this adapter says or hears. */
  private static final int HELLO = 0;
  private static final int CONNECT = 1;
  private static final int INTERFACES = 4;
  private static final int ENDPOINTS = 5;
  private static final int SET_CONFIGURATION = 6;
  private static final int GET_CONFIGURATION = 7;
  private static final int CONFIGURATION = 8;
  private static final int SET_ALTERNATIVE = 9;
  private static final int GET_ALTERNATIVE = 10;
  private static final int ALTERNATIVE = 11;
  private static final int CONTROL = 100;

  /** What XHCI asks of us: bulk streams, packet sizes, 64-bit ids, 32-bit lengths. */
  private static final int ABILITIES = 1 | 1 << 1 | 1 << 4 | 1 << 5 | 1 << 6;

  /* i2c-tiny-usb: requests of the driver, and what the last transfer came to. */
  private static final int FUNCTIONS = 1;
  private static final int STATUS = 3;
  private static final int TRANSFER = 4;
  private static final int ACKNOWLEDGED = 1;
  private static final int REFUSED = 2;

  /** I2C_FUNC_I2C and the SMBus commands that the kernel makes of it. */
  private static final int CAN = 0x0eff0001;

  private static final int VENDOR = 0x0403;
  private static final int PRODUCT = 0xc631;
  private static final int STALLED = 4;

  private final Path socket;
  private final ServerSocketChannel server;
  private final Map<Integer, Slave> slaves = new ConcurrentHashMap<>();
  private volatile @Nullable SocketChannel line;
  private int lastTransfer;
  private boolean greeted;

  private I2cAdapter(Path socket) throws IOException {
    this.socket = socket;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread thread = new Thread(this::serve, "rig-i2c");
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits for the emulator at that socket. */
  static I2cAdapter at(Path socket) throws IOException {
    return new I2cAdapter(socket);
  }

  Path socket() {
    return socket;
  }

  /** Puts a slave on the bus. */
  void plug(int address, Slave slave) {
    slaves.put(address, slave);
  }

  /** Takes it off: it does not acknowledge any more. */
  void unplug(int address) {
    slaves.remove(address);
  }

  private void serve() {
    try (SocketChannel channel = server.accept()) {
      line = channel;
      ByteBuffer hello = packet(68);
      hello.put("stipple rig".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      hello.position(64).putInt(ABILITIES);
      send(channel, HELLO, 0, bytes(hello));
      while (true) {
        ByteBuffer head = read(channel, greeted ? 16 : 12);
        int type = head.getInt();
        int length = head.getInt();
        long id = greeted ? head.getLong() : head.getInt();
        greeted = true;
        answer(channel, type, id, read(channel, length));
      }
    } catch (IOException _) {
      // the emulator ended
    }
  }

  private void answer(SocketChannel channel, int type, long id, ByteBuffer data)
      throws IOException {
    switch (type) {
      case HELLO -> connect(channel);
      case SET_CONFIGURATION, GET_CONFIGURATION ->
          send(channel, CONFIGURATION, id, new byte[] {0, 1});
      case SET_ALTERNATIVE ->
          send(channel, ALTERNATIVE, id, new byte[] {0, data.get(0), data.get(1)});
      case GET_ALTERNATIVE -> send(channel, ALTERNATIVE, id, new byte[] {0, data.get(0), 0});
      case CONTROL -> control(channel, id, data);
      default -> {
        // nothing an adapter without other endpoints must answer
      }
    }
  }

  /** One interface of the vendor's own kind, endpoint 0 alone. */
  private static void connect(SocketChannel channel) throws IOException {
    ByteBuffer interfaces = packet(132);
    interfaces.putInt(1).position(36).put((byte) 0xff);
    send(channel, INTERFACES, 0, bytes(interfaces));
    ByteBuffer endpoints = packet(32 + 64 + 64 + 128);
    for (int i = 0; i < 32; i++) {
      endpoints.put((byte) (i == 0 || i == 16 ? 0 : 0xff));
    }
    endpoints.putShort(96, (short) 8).putShort(96 + 32, (short) 8);
    send(channel, ENDPOINTS, 0, bytes(endpoints));
    ByteBuffer device = packet(10);
    device.put((byte) 1).put(new byte[3]);
    device.putShort((short) VENDOR).putShort((short) PRODUCT).putShort((short) 0x100);
    send(channel, CONNECT, 0, bytes(device));
  }

  private void control(SocketChannel channel, long id, ByteBuffer packet) throws IOException {
    byte endpoint = packet.get();
    int request = packet.get() & 0xff;
    int kind = packet.get() & 0xff;
    packet.get();
    int value = packet.getShort() & 0xffff;
    int index = packet.getShort() & 0xffff;
    int length = packet.getShort() & 0xffff;
    byte[] written = new byte[packet.remaining()];
    packet.get(written);
    boolean toHost = (kind & 0x80) != 0;
    byte[] told = new byte[0];
    int status = 0;
    if (kind == 0x80 && request == 6) {
      told = descriptor(value >> 8);
      status = told.length == 0 ? STALLED : 0;
    } else if (kind == 0x80 && request == 0) {
      told = new byte[2];
    } else if ((kind & 0x60) == 0x40) {
      told = vendor(request, index, toHost, length, written);
    }
    int count = toHost ? Math.min(length, told.length) : written.length;
    ByteBuffer answer = packet(10 + (toHost ? count : 0));
    answer.put(endpoint).put((byte) request).put((byte) kind).put((byte) status);
    answer.putShort((short) value).putShort((short) index).putShort((short) count);
    if (toHost) {
      answer.put(told, 0, count);
    }
    send(channel, CONTROL, id, bytes(answer));
  }

  private byte[] vendor(int request, int address, boolean reads, int length, byte[] written) {
    if (request == FUNCTIONS) {
      return bytes(packet(4).putInt(CAN));
    }
    if (request == STATUS) {
      return new byte[] {(byte) lastTransfer};
    }
    if ((request & ~3) != TRANSFER) {
      return new byte[0];
    }
    @Nullable Slave slave = slaves.get(address);
    lastTransfer = slave == null ? REFUSED : ACKNOWLEDGED;
    if (slave == null) {
      return new byte[reads ? length : 0];
    }
    if (reads) {
      return slave.read(length);
    }
    slave.write(written);
    return new byte[0];
  }

  private static byte[] descriptor(int type) {
    return switch (type) {
      case 1 ->
          bytes(
              packet(18)
                  .put(new byte[] {18, 1, 0x10, 0x01, 0, 0, 0, 8})
                  .putShort((short) VENDOR)
                  .putShort((short) PRODUCT)
                  .put(new byte[] {0, 1, 0, 0, 0, 1}));
      case 2 ->
          new byte[] {9, 2, 18, 0, 1, 1, 0, (byte) 0x80, 50, 9, 4, 0, 0, 0, (byte) 0xff, 0, 0, 0};
      default -> new byte[0];
    };
  }

  private static ByteBuffer packet(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** All of a packet. */
  private static byte[] bytes(ByteBuffer packet) {
    byte[] all = new byte[packet.capacity()];
    packet.get(0, all);
    return all;
  }

  private static void send(SocketChannel channel, int type, long id, byte[] data)
      throws IOException {
    ByteBuffer packet = packet((type == HELLO ? 12 : 16) + data.length);
    packet.putInt(type).putInt(data.length);
    if (type == HELLO) {
      packet.putInt((int) id);
    } else {
      packet.putLong(id);
    }
    packet.put(data).flip();
    while (packet.hasRemaining()) {
      channel.write(packet);
    }
  }

  private static ByteBuffer read(SocketChannel channel, int bytes) throws IOException {
    ByteBuffer buffer = packet(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the emulator ended");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    server.close();
    @Nullable SocketChannel open = line;
    if (open != null) {
      open.close();
    }
  }
}
