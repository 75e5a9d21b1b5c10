package org.stipple.controller.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix socket that {@code stipple ctl} talks to: one JSON line a request, one a response. Only
 * the user who runs the controller may connect (file mode 0600). At most {@link #CLIENTS_MAX} at a
 * time; one more is turned away.
 */
final class ControlServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

  private static final int CLIENTS_MAX = 16;
  private static final int LINE_CHARS_MAX = 8_192;

  private final Path path;
  private final ServerSocketChannel server;
  private final ControlProtocol protocol;
  private final Semaphore places = new Semaphore(CLIENTS_MAX);
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private ControlServer(Path path, ServerSocketChannel server, ControlProtocol protocol) {
    this.path = path;
    this.server = server;
    this.protocol = protocol;
  }

  /**
   * Listens at {@code path}, whose folder is made for this user alone where it is missing.
   *
   * @throws IOException when another controller listens there or the place cannot be used
   */
  static ControlServer at(Path path, ControlProtocol protocol) throws IOException {
    makeFolder(path);
    removeStale(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      server.close();
      throw new IOException("control socket " + path + " cannot be made: " + e.getMessage(), e);
    }
    ControlServer made = new ControlServer(path, server, protocol);
    made.threads.execute(made::accept);
    return made;
  }

  private static void makeFolder(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("control socket " + path + " has no folder");
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else if (folder.startsWith("/tmp/") && !mine(folder)) {
      // Somebody else made our folder in a place where everybody may: do not listen in it.
      throw new IOException("folder " + folder + " belongs to another user");
    }
  }

  private static boolean mine(Path folder) throws IOException {
    return Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
        .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  /** A socket nobody answers at was left by a controller that was killed. */
  private static void removeStale(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isRegularFile(path) || Files.isDirectory(path)) {
      throw new IOException("control socket " + path + ": a file of that name is in the way");
    }
    boolean answered = false;
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      answered = probe.isConnected();
    } catch (IOException _) {
      // refused: nobody there
    }
    if (answered) {
      throw new IOException("another controller already answers at " + path);
    }
    Files.deleteIfExists(path);
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        clients.add(client);
        threads.execute(() -> serve(client));
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException e) {
        LOG.warn("control socket: {}", e.toString());
        return;
      }
    }
  }

  private void serve(SocketChannel client) {
    boolean admitted = places.tryAcquire();
    try (client;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8));
        Writer out = Channels.newWriter(client, StandardCharsets.UTF_8)) {
      if (!admitted) {
        out.write(ControlProtocol.refusal("too many clients"));
        return;
      }
      for (String line = readLine(in); line != null; line = readLine(in)) {
        out.write(protocol.answer(line));
        out.flush();
      }
    } catch (IOException e) {
      LOG.debug("control client: {}", e.toString());
    } finally {
      clients.remove(client);
      if (admitted) {
        places.release();
      }
    }
  }

  /** A line of bounded length; null at the end. */
  private static @org.jspecify.annotations.Nullable String readLine(BufferedReader in)
      throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return line.toString();
      }
      if (line.length() == LINE_CHARS_MAX) {
        throw new IOException("a request longer than " + LINE_CHARS_MAX + " characters");
      }
      line.append((char) c);
    }
    return null;
  }

  /** Stops listening, lets go of the clients and removes the socket. */
  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(path);
    for (SocketChannel client : clients) {
      client.close();
    }
    threads.shutdownNow();
  }
}
