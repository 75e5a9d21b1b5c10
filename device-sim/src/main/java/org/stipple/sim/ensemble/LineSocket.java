package org.stipple.sim.ensemble;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The asking side of a socket of lines: one line a question, one an answer. Connects when it is
 * asked, and again after a loss. A process that stands still is one that does not answer in time.
 *
 * <p>Threading: any thread, one question at a time.
 */
public final class LineSocket implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;

  private final Path path;
  private final long answerMs;
  private @Nullable SocketChannel channel;
  private @Nullable Selector selector;

  /**
   * A socket that is not connected yet.
   *
   * @param answerMs how long an answer may take, ms
   */
  public LineSocket(Path path, long answerMs) {
    this.path = path;
    this.answerMs = answerMs;
  }

  /**
   * Asks.
   *
   * @throws IOException when nobody answers in time; the connection is given up then
   */
  public synchronized String ask(String line) throws IOException {
    byte[] question = (line + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      return answer(written(question));
    } catch (IOException e) {
      close();
      throw new IOException(path.getFileName() + ": " + e.getMessage(), e);
    }
  }

  /** Writes to a connection that stands; to a fresh one if its other end has gone meanwhile. */
  private SocketChannel written(byte[] question) throws IOException {
    if (channel != null) {
      try {
        return written(connected(), question);
      } catch (IOException e) {
        close();
      }
    }
    return written(connected(), question);
  }

  private static SocketChannel written(SocketChannel open, byte[] question) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(question);
    while (rest.hasRemaining()) {
      open.write(rest);
    }
    return open;
  }

  private SocketChannel connected() throws IOException {
    SocketChannel present = channel;
    if (present != null) {
      return present;
    }
    SocketChannel made = SocketChannel.open(UnixDomainSocketAddress.of(path));
    channel = made;
    Selector watching = Selector.open();
    selector = watching;
    made.configureBlocking(false);
    made.register(watching, SelectionKey.OP_READ);
    return made;
  }

  private String answer(SocketChannel open) throws IOException {
    Selector watching = selector;
    if (watching == null) {
      throw new IllegalStateException("not connected");
    }
    long untilNs = System.nanoTime() + answerMs * 1_000_000;
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (true) {
      long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        throw new IOException("no answer within " + answerMs + " ms");
      }
      watching.select(leftMs);
      watching.selectedKeys().clear();
      int got = open.read(buffer.clear());
      if (got < 0) {
        throw new IOException("closed by the other side");
      }
      text.write(buffer.array(), 0, got);
      if (got > 0 && buffer.get(got - 1) == '\n') {
        return text.toString(StandardCharsets.UTF_8).strip();
      }
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (channel != null) {
        channel.close();
      }
      if (selector != null) {
        selector.close();
      }
    } catch (IOException e) {
      // It is given up anyway.
    }
    channel = null;
    selector = null;
  }
}
