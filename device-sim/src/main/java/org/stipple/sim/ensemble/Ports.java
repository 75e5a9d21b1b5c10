package org.stipple.sim.ensemble;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The TCP ports of a bench on 127.0.0.1, each 1..65535, all different.
 *
 * @param mqtt broker
 * @param panel the controller's page
 * @param clinic the clinic's page
 * @param bench the bench's own page
 */
public record Ports(int mqtt, int panel, int clinic, int bench) {

  private static final int HIGHEST = 65_535;

  /** A port that is asked for, and what stands in when nobody asked. */
  public record Wish(String name, @Nullable Integer asked, int usual) {

    public Wish {
      if (asked != null && (asked < 0 || asked > HIGHEST)) {
        throw new IllegalArgumentException(
            "--" + name + "-port " + asked + ": allowed are 0 to 65535, 0 = any free one");
      }
    }
  }

  /**
   * Chooses: a port a person named must be free; a usual one is replaced by any free one when it is
   * taken, which is told in {@code told}.
   *
   * @throws IOException when a named port is taken; one line for people
   */
  public static Ports choose(List<Wish> wishes, List<String> told) throws IOException {
    // All are held until all are chosen, so that none is given out twice.
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (Wish wish : wishes) {
        held.add(hold(wish, told));
      }
      List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
      return new Ports(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  /** Free ports, whichever. */
  public static Ports any() throws IOException {
    return choose(
        List.of(
            new Wish("mqtt", 0, 0),
            new Wish("panel", 0, 0),
            new Wish("clinic", 0, 0),
            new Wish("bench", 0, 0)),
        new ArrayList<>());
  }

  private static ServerSocket hold(Wish wish, List<String> told) throws IOException {
    Integer asked = wish.asked();
    try {
      return bound(asked == null ? wish.usual() : asked);
    } catch (IOException e) {
      if (asked != null) {
        throw new IOException(
            "--" + wish.name() + "-port " + asked + " is taken; give another, or 0 for any", e);
      }
      ServerSocket other = bound(0);
      told.add(
          "port " + wish.usual() + " is taken, so " + wish.name() + " has " + other.getLocalPort());
      return other;
    }
  }

  private static ServerSocket bound(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
