package org.stipple.controller.panel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
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
  private volatile Set<String> hosts = Set.of();

  private static String random() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Names this start of the controller; no secret. */
  String bootId() {
    return bootId;
  }

  /** Learns the port once it is known. */
  void listensOn(int port) {
    hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
  }

  String token() {
    return token;
  }

  boolean knowsHost(@Nullable String host) {
    return host != null && hosts.contains(host);
  }

  boolean knowsOrigin(@Nullable String origin, @Nullable String host) {
    return knowsHost(host) && ("http://" + host).equals(origin);
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
