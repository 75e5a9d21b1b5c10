package org.stipple.controller.panel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may talk to the panel. The browser on this host also shows pages of others: their scripts can
 * send requests here, so a command needs our own origin (which a browser does not let a page forge)
 * and a token that only a page of ours can have read. The Host header is checked against DNS
 * rebinding.
 */
final class Doorman {

  private final String token = random();
  private final String bootId = random();
  private volatile Map<String, String> hosts = Map.of(); // scheme by host

  private static String random() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Names this start of the controller; no secret. */
  String bootId() {
    return bootId;
  }

  /**
   * Learns the ports once they are known.
   *
   * @param names of this computer that others use, an IPv6 address in brackets
   */
  void listensOn(int port, Collection<String> names, int securePort) {
    Map<String, String> known = new HashMap<>();
    for (String name : List.of("127.0.0.1", "localhost", "[::1]")) {
      known.put(name + ":" + port, "http");
    }
    for (String name : names) {
      known.put((name + ":" + securePort).toLowerCase(Locale.ROOT), "https");
    }
    hosts = Map.copyOf(known);
  }

  String token() {
    return token;
  }

  boolean knowsHost(@Nullable String host) {
    return host != null && hosts.containsKey(host.toLowerCase(Locale.ROOT));
  }

  boolean knowsOrigin(@Nullable String origin, @Nullable String host) {
    if (host == null || origin == null) {
      return false;
    }
    String scheme = hosts.get(host.toLowerCase(Locale.ROOT));
    return scheme != null && (scheme + "://" + host).equalsIgnoreCase(origin);
  }

  boolean knowsToken(@Nullable String given) {
    return given != null && same(given, token);
  }

  /** Compares secrets in a time that tells nothing about them. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
