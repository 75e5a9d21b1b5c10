package org.stipple.controller.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The asking side of the control socket; one thread. */
final class ControlClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final SocketChannel channel;
  private final BufferedReader in;
  private final Writer out;

  /** Thrown when nobody answers; its message says what to do. */
  static final class NoController extends IOException {
    private static final long serialVersionUID = 1L;

    NoController(Path path, String why) {
      super(
          "no controller answers at "
              + path
              + " ("
              + why
              + "); start one with: stipple run --settings FILE");
    }
  }

  private ControlClient(SocketChannel channel) {
    this.channel = channel;
    this.in =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    this.out = Channels.newWriter(channel, StandardCharsets.UTF_8);
  }

  static ControlClient connect(Path path) throws NoController {
    try {
      return new ControlClient(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    } catch (IOException | IllegalArgumentException e) {
      throw new NoController(path, String.valueOf(e.getMessage()));
    }
  }

  /** Begins a request. */
  static ObjectNode request(String verb) {
    return JSON.createObjectNode().put("do", verb);
  }

  /**
   * Sends a request and waits for the response: {@code done}, {@code words}, {@code status}.
   *
   * @throws IOException when the controller went away meanwhile
   */
  JsonNode ask(ObjectNode request) throws IOException {
    out.write(JSON.writeValueAsString(request) + "\n");
    out.flush();
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the controller went away");
    }
    return JSON.readTree(line);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
