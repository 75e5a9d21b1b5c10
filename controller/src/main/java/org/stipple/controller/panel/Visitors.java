package org.stipple.controller.panel;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.stipple.controller.io.LoopClock;

/**
 * Who comes over the network, which means by TLS: nothing is shown to them before they gave a PIN,
 * and without a PIN that was set nobody comes in. The browser asks for it (RFC 7617) and is known
 * again by a cookie that no script can read and no other site can have sent. Any thread.
 */
final class Visitors {

  private static final String COOKIE = "__Host-stipple";
  private static final String BASIC = "Basic ";

  /** After so long a visitor gives the PIN again. */
  static final long STAY_NS = 8L * 3_600 * 1_000_000_000;

  /** More visitors than anybody has; then the one who came first is forgotten. */
  private static final int VISITORS_MAX = 64;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Pins pins;
  private final LoopClock clock;
  private final Map<String, Long> staysUntilNs =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > VISITORS_MAX;
        }
      };

  Visitors(Pins pins, LoopClock clock) {
    this.pins = pins;
    this.clock = clock;
  }

  /** Whether a request came over the network. */
  static boolean isVisit(Context context) {
    return context.req().isSecure();
  }

  /**
   * Lets a visitor in; who is at the machine itself needs none of this.
   *
   * @throws UnauthorizedResponse where the PIN is missing or wrong
   * @throws ForbiddenResponse where nobody can come in, with what to do
   */
  void admit(Context context) {
    if (!isVisit(context) || isKnown(context)) {
      return;
    }
    if (!pins.has(Role.PRACTITIONER)) {
      throw new ForbiddenResponse(
          "this panel can be seen from elsewhere only with a PIN: stipple ctl pin practitioner");
    }
    if (!hasPin(context)) {
      context.header(
          "WWW-Authenticate",
          "Basic realm=\"Stipple: practitioner or technician, and PIN\", charset=\"UTF-8\"");
      throw new UnauthorizedResponse("a PIN is needed");
    }
    byte[] random = new byte[24];
    RANDOM.nextBytes(random);
    String name = HexFormat.of().formatHex(random);
    synchronized (staysUntilNs) {
      staysUntilNs.put(name, clock.nowNs() + STAY_NS);
    }
    context.header(
        "Set-Cookie", COOKIE + "=" + name + "; Path=/; Secure; HttpOnly; SameSite=Strict");
  }

  private boolean isKnown(Context context) {
    String name = context.cookie(COOKIE);
    if (name == null) {
      return false;
    }
    synchronized (staysUntilNs) {
      Long untilNs = staysUntilNs.get(name);
      return untilNs != null && clock.nowNs() < untilNs;
    }
  }

  /** Whether a request bears the PIN of its role. */
  private boolean hasPin(Context context) {
    String given = context.header("Authorization");
    if (given == null || !given.startsWith(BASIC)) {
      return false;
    }
    try {
      String words =
          new String(
              Base64.getDecoder().decode(given.substring(BASIC.length()).strip()),
              StandardCharsets.UTF_8);
      int colon = words.indexOf(':');
      Role role = Role.of(words.substring(0, Math.max(0, colon)));
      return pins.check(role, words.substring(colon + 1), context.ip(), clock.nowNs())
          == Pins.Verdict.RIGHT;
    } catch (IllegalArgumentException _) {
      return false; // no base64, or no such role
    }
  }
}
