package org.stipple.telemetry.trust;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What went wrong with TLS, in words for people: the JDK's own tell it to programmers. */
public final class TlsWords {

  private static final Pattern ALERT = Pattern.compile("fatal alert: ?\\(?([a-z_]+)\\)?");
  private static final Pattern VERSIONS = Pattern.compile("versions ?\\[([^\\]]*)\\]");

  private TlsWords() {}

  /** Why we do not believe a peer or it does not believe us; empty where TLS is not the reason. */
  public static Optional<String> of(Throwable failure, String peer) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      Optional<String> words = ofOne(cause, peer);
      if (words.isPresent()) {
        return words;
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  private static Optional<String> ofOne(Throwable cause, String peer) {
    if (cause instanceof CertificateExpiredException) {
      return Optional.of("the %s's certificate has expired (%s)".formatted(peer, detail(cause)));
    }
    if (cause instanceof CertificateNotYetValidException) {
      return Optional.of(
          "the %s's certificate is not valid yet (%s); this computer's clock says %s"
              .formatted(peer, detail(cause), Instant.now()));
    }
    String message = String.valueOf(cause.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("unable to find valid certification path")
        || lower.contains("no trusted certificate found")
        || lower.contains("path does not chain with any of the trust anchors")) {
      return Optional.of("the %s's certificate is of another authority".formatted(peer));
    }
    if (lower.contains("no subject alternative") || lower.contains("no name matching")) {
      return Optional.of(
          "the %s's certificate is not for this address (%s)".formatted(peer, message));
    }
    if (lower.contains("extended key usage") || lower.contains("netscape cert type")) {
      return Optional.of(
          "the %s's certificate is for something else (%s)".formatted(peer, message));
    }
    if (lower.contains("empty client certificate chain")) {
      return Optional.of("the %s shows no certificate".formatted(peer));
    }
    Matcher versions = VERSIONS.matcher(message);
    if (lower.contains("not accepted") && versions.find()) {
      return Optional.of("the %s's TLS is too old (%s)".formatted(peer, versions.group(1)));
    }
    if (lower.contains("not an ssl/tls record") || lower.contains("unsupported or unrecognized")) {
      return Optional.of("the %s does not speak TLS".formatted(peer));
    }
    Matcher alert = ALERT.matcher(lower);
    return alert.find() ? Optional.of(ofAlert(alert.group(1), peer)) : Optional.empty();
  }

  /** The expired certificate's exception says "NotAfter: date". */
  private static String detail(Throwable cause) {
    return String.valueOf(cause.getMessage());
  }

  /** Alerts of RFC 8446, section 6.2. */
  private static String ofAlert(String alert, String peer) {
    return switch (alert) {
      case "certificate_required" -> "the %s wants a certificate of us".formatted(peer);
      case "certificate_expired" -> "the %s says that our certificate has expired".formatted(peer);
      case "certificate_revoked" -> "the %s says that our certificate is revoked".formatted(peer);
      case "bad_certificate", "certificate_unknown", "unknown_ca", "unsupported_certificate" ->
          "the %s does not believe our certificate (%s)".formatted(peer, alert);
      case "protocol_version", "handshake_failure", "insufficient_security" ->
          "the %s and we have no version of TLS in common (%s)".formatted(peer, alert);
      default -> "the %s ended TLS (%s)".formatted(peer, alert);
    };
  }
}
