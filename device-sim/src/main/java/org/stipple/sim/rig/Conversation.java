package org.stipple.sim.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Lines to and from one of the emulator's sockets. One thread at a time. */
final class Conversation implements AutoCloseable {

  private static final int TRIES = 200;
  private static final long TRY_MS = 50;

  private final SocketChannel channel;
  private final BufferedReader in;
  private final Writer out;

  private Conversation(SocketChannel channel) {
    this.channel = channel;
    in =
        new BufferedReader(
            Channels.newReader(channel, StandardCharsets.UTF_8.newDecoder(), 1 << 12));
    out = Channels.newWriter(channel, StandardCharsets.UTF_8);
  }

  /** With whoever listens there, or will within some seconds. */
  static Conversation with(Path socket) throws IOException, InterruptedException {
    for (int i = 1; ; i++) {
      try {
        return new Conversation(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
      } catch (IOException e) {
        if (i == TRIES) {
          throw e;
        }
        Thread.sleep(TRY_MS);
      }
    }
  }

  void say(String line) throws IOException {
    out.write(line + "\n");
    out.flush();
  }

  /** The next line. */
  String hear() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the emulator is gone");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
