package org.stipple.telemetry.web;

import io.javalin.http.Context;
import java.util.Map;

/**
 * What every answer of a page of ours carries: a policy that allows nothing but the site's own
 * files, so that a hostile name in live data can never become a script, and no copy anywhere.
 */
public final class PageHeaders {

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src"
              + " 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
              + " 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private PageHeaders() {}

  /** Puts them on an answer. */
  public static void put(Context context) {
    HEADERS.forEach(context::header);
  }
}
