package org.stipple.controller.panel;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.record.Folders;
import org.stipple.telemetry.trust.KeyFile;

/**
 * The PINs of practitioner and technician: salted and stretched in a file that only the service can
 * read. After {@link #FREE_TRIES} wrong ones in a row nobody gets in for a while that doubles each
 * time; at the machine itself and over the network each for its own, so that nobody elsewhere keeps
 * the practitioner out. Every try is told in the log. Any thread.
 *
 * <p>Without any PIN the machine is open to whoever sits at it; a technician without one of their
 * own needs the practitioner's.
 */
public final class Pins {
  private static final Logger LOG = LoggerFactory.getLogger(Pins.class);

  /** Wrong PINs in a row before the first wait. */
  static final int FREE_TRIES = 5;

  static final long WAIT_NS = 30_000_000_000L;
  private static final long WAIT_NS_MAX = 900_000_000_000L;

  /** OWASP's advice for PBKDF2 with HMAC-SHA-512. */
  private static final int ROUNDS = 210_000;

  private static final int HASH_BITS = 256;

  /** Both in hexadecimal. */
  private record Kept(String salt, String hash) {}

  /** Whom wrong PINs keep waiting: those who try from the same side. */
  private record Side(Role role, boolean here) {
    static Side of(Role role, String from) {
      try {
        return new Side(role, InetAddress.ofLiteral(from).isLoopbackAddress());
      } catch (IllegalArgumentException _) {
        return new Side(role, false);
      }
    }
  }

  private static final class Tries {
    int wrong;
    long openNs = Long.MIN_VALUE;
  }

  private final Path file;
  private final Map<Role, Kept> kept = new EnumMap<>(Role.class);
  private final Map<Side, Tries> tries = new HashMap<>();

  private Pins(Path file) {
    this.file = file;
  }

  /**
   * Reads the file, where there is one.
   *
   * @throws IOException naming the line that is wrong
   */
  public static Pins in(Path file) throws IOException {
    Pins pins = new Pins(file);
    if (Files.exists(file)) {
      int line = 0;
      for (String text : Files.readAllLines(file)) {
        line++;
        pins.read(text, line);
      }
    }
    return pins;
  }

  private void read(String text, int line) throws IOException {
    String[] parts = text.split(" ", -1);
    try {
      if (parts.length != 3) {
        throw new IllegalArgumentException("not three parts");
      }
      kept.put(Role.of(parts[0]), new Kept(hex(parts[1]), hex(parts[2])));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s:%d: is no PIN (%s); set it anew by stipple ctl pin"
              .formatted(file, line, e.getMessage()),
          e);
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(HexFormat.of().parseHex(text));
  }

  private @Nullable Kept of(Role role) {
    Kept own = kept.get(role);
    return own != null ? own : kept.get(Role.PRACTITIONER);
  }

  /** Whether that role gets in by a PIN only. */
  synchronized boolean guard(Role role) {
    return of(role) != null;
  }

  /** Whether that role has a PIN. */
  synchronized boolean has(Role role) {
    return kept.containsKey(role);
  }

  /**
   * Sets the PIN of a role; on disk when this returns.
   *
   * @param role practitioner or technician
   * @param pin 4 to 12 digits
   * @throws IllegalArgumentException saying what is allowed
   */
  public synchronized void set(String role, String pin) throws IOException {
    if (!pin.matches("[0-9]{4,12}")) {
      throw new IllegalArgumentException("a PIN has 4 to 12 digits");
    }
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    String salted = HexFormat.of().formatHex(salt);
    Map<Role, Kept> next = new EnumMap<>(Role.class);
    next.putAll(kept);
    next.put(Role.of(role), new Kept(salted, hash(pin, salted)));
    StringBuilder lines = new StringBuilder();
    next.forEach(
        (who, of) -> lines.append("%s %s %s%n".formatted(who.label(), of.salt(), of.hash())));
    KeyFile.writeSecret(file, lines.toString());
    Folders.forceOf(file);
    kept.putAll(next); // a PIN that could not be written is none
    LOG.info("panel: the PIN of the {} was set", role);
  }

  /** What became of a try. */
  enum Verdict {
    /** It is the PIN, or none is needed. */
    RIGHT,
    /** It is not. */
    WRONG,
    /** Too many were wrong: nobody gets in now, with the right one neither. */
    WAIT
  }

  /**
   * Tries a PIN.
   *
   * @param from numeric address of who does
   */
  synchronized Verdict check(Role role, String pin, String from, long nowNs) {
    Kept of = of(role);
    if (of == null) {
      return Verdict.RIGHT;
    }
    Tries tried = tries.computeIfAbsent(Side.of(role, from), _ -> new Tries());
    if (nowNs < tried.openNs) {
      LOG.warn("panel: a PIN of the {} from {} came too soon after wrong ones", role.label(), from);
      return Verdict.WAIT;
    }
    if (Doorman.same(of.hash(), hash(pin, of.salt()))) {
      tried.wrong = 0;
      LOG.info("panel: {} let in from {}", role.label(), from);
      return Verdict.RIGHT;
    }
    tried.wrong++;
    int over = tried.wrong - FREE_TRIES;
    if (over >= 0) {
      tried.openNs = nowNs + Math.min(WAIT_NS_MAX, WAIT_NS << Math.min(over, 10));
    }
    LOG.warn("panel: wrong PIN {} of the {} from {}", tried.wrong, role.label(), from);
    return Verdict.WRONG;
  }

  private static String hash(String pin, String salt) {
    try {
      return HexFormat.of()
          .formatHex(
              SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                  .generateSecret(
                      new PBEKeySpec(
                          pin.toCharArray(), HexFormat.of().parseHex(salt), ROUNDS, HASH_BITS))
                  .getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2", e);
    }
  }
}
