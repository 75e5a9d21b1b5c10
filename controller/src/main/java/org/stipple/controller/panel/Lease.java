package org.stipple.controller.panel;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which one page may command: the others only watch, and may stop. A page loses the lease by going
 * away, or to another that takes over while the machine is disarmed. Any thread.
 */
final class Lease {

  /** A page that went away and is not back after this is gone, ns. */
  static final long GONE_NS = 3_000_000_000L;

  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Held by one page.
   *
   * @param page the page's own name, no secret
   * @param secret what its commands must carry
   * @param epoch counts the grants
   * @param role who works there
   */
  record Grant(String page, String secret, long epoch, Role role) {}

  private @Nullable Grant grant;
  private long epoch;
  private boolean away;
  private long awaySinceNs;

  /**
   * A page asks for the lease.
   *
   * @param takesOver whether it wants it though another page has it
   * @param armed whether the machine is not disarmed
   * @return its grant; empty where another page keeps the lease
   */
  synchronized Optional<Grant> take(
      String page, Role role, boolean takesOver, boolean armed, long nowNs) {
    Grant held = heldAt(nowNs);
    if (held != null && !held.page().equals(page) && (!takesOver || armed)) {
      return Optional.empty();
    }
    byte[] secret = new byte[16];
    RANDOM.nextBytes(secret);
    epoch++;
    Grant fresh = new Grant(page, HexFormat.of().formatHex(secret), epoch, role);
    grant = fresh;
    away = false;
    return Optional.of(fresh);
  }

  /** Who holds it at that time. */
  synchronized Optional<Grant> held(long nowNs) {
    return Optional.ofNullable(heldAt(nowNs));
  }

  private @Nullable Grant heldAt(long nowNs) {
    if (away && nowNs - awaySinceNs > GONE_NS) {
      grant = null;
      away = false;
    }
    return grant;
  }

  /** That page's connection is there. */
  synchronized void present(String page) {
    if (grant != null && grant.page().equals(page)) {
      away = false;
    }
  }

  /** That page's connection went away. */
  synchronized void absent(String page, long nowNs) {
    if (grant != null && grant.page().equals(page) && !away) {
      away = true;
      awaySinceNs = nowNs;
    }
  }

  /** The grant that this secret belongs to; empty where it is nobody's any more. */
  synchronized Optional<Grant> of(String secret) {
    return Optional.ofNullable(grant).filter(held -> Doorman.same(held.secret(), secret));
  }
}
