package org.stipple.sim.world;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The board's control socket: one line a command, one line an answer, for any number of clients.
 *
 * <p>Threading: a daemon thread accepts, a virtual thread serves each client, and the lines are
 * obeyed by the thread that owns the machine ({@link #obey}). Bounded: a client waits while 64
 * lines are waiting.
 */
final class BoardControl implements AutoCloseable {

  private static final int MOST_WAITING = 64;
  private static final int LONGEST_LINE = 200;
  private static final long ANSWER_WITHIN_S = 5;

  private record Request(String line, CompletableFuture<String> answer) {}

  private final BlockingQueue<Request> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final ControlWords words;
  private final @Nullable Path socket;
  private final @Nullable ServerSocketChannel server;

  private BoardControl(
      ControlWords words, @Nullable Path socket, @Nullable ServerSocketChannel server) {
    this.words = words;
    this.socket = socket;
    this.server = server;
  }

  /** A control without a socket. */
  static BoardControl none(ControlWords words) {
    return new BoardControl(words, null, null);
  }

  /** Listens at that path, for the owner only. A dead socket in its place is replaced. */
  static BoardControl listen(ControlWords words, Path socket) throws IOException {
    removeDeadSocket(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    BoardControl control = new BoardControl(words, socket, server);
    Thread.ofPlatform().daemon().name("board-control").start(() -> control.accept(server));
    return control;
  }

  private static void removeDeadSocket(Path socket) throws IOException {
    if (!Files.exists(socket)) {
      return;
    }
    if (Files.isRegularFile(socket) || Files.isDirectory(socket)) {
      throw new IOException(socket + " exists and is no socket; name another --control");
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      if (probe.connect(UnixDomainSocketAddress.of(socket))) {
        throw new IOException(socket + " is in use by another board; name another --control");
      }
    } catch (java.net.ConnectException e) {
      Files.delete(socket);
    }
  }

  private void accept(ServerSocketChannel from) {
    while (from.isOpen()) {
      try {
        SocketChannel client = from.accept();
        Thread.ofVirtual().name("board-control-client").start(() -> serve(client));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        System.err.println("control socket: " + e.getMessage());
        return;
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        BufferedReader in = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
        BufferedWriter out =
            new BufferedWriter(Channels.newWriter(client, StandardCharsets.UTF_8))) {
      String line = in.readLine();
      while (line != null) {
        out.write(ask(line));
        out.write('\n');
        out.flush();
        line = in.readLine();
      }
    } catch (IOException e) {
      // The client went away; it has nothing more to ask.
    }
  }

  private String ask(String line) {
    if (line.length() > LONGEST_LINE) {
      return "error: a line has at most " + LONGEST_LINE + " characters";
    }
    Request request = new Request(line, new CompletableFuture<>());
    try {
      waiting.put(request);
      return request.answer().get(ANSWER_WITHIN_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "error: the board is stopping";
    } catch (ExecutionException | TimeoutException e) {
      return "error: the board does not answer";
    }
  }

  /** Obeys what waits. Called by the machine's own thread. */
  void obey(BoardProcess process, SimulatedMachine machine, long nowNs) {
    Request request = waiting.poll();
    while (request != null) {
      request.answer().complete(words.obey(request.line(), process, machine, nowNs));
      request = waiting.poll();
    }
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
    if (socket != null) {
      Files.deleteIfExists(socket);
    }
  }
}
