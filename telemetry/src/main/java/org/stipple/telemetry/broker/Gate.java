package org.stipple.telemetry.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.access.Peer;
import org.stipple.telemetry.access.Rule;
import org.stipple.telemetry.audit.AuditLog;
import org.stipple.telemetry.authority.Admission;
import org.stipple.telemetry.authority.TrustFolder;
import org.stipple.telemetry.trust.TlsWords;

/**
 * Who comes into a broker over TLS and what they may do there; each refusal goes to the audit log.
 * The broker's threads ask.
 */
public final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  /** Both ends are ours and new: nothing older has to be spoken. */
  private static final String[] PROTOCOLS = {"TLSv1.3"};

  private final SSLContext tls;
  private final Admission admission;
  private final AuditLog audit;

  /**
   * By the broker's files and the certificates admitted in that folder.
   *
   * @throws IOException where one is missing or can be read by others
   */
  public Gate(TrustFolder trust, AuditLog audit) throws IOException {
    this.tls = trust.broker().context();
    this.admission = new Admission(trust);
    this.audit = audit;
  }

  /** For one connection; the other end has to show a certificate. */
  SSLEngine engine() {
    SSLEngine engine = tls.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setNeedClientAuth(true);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** TLS came to nothing. */
  void refused(InetSocketAddress from, Throwable why) {
    String words =
        TlsWords.of(why, "other end")
            .orElseGet(() ->
                why instanceof ClosedChannelException
                    ? "the other end left during the handshake"
                    : String.valueOf(why.getMessage()));
    refuse("connection", "", from, words);
  }

  /** Whose certificate that is, if it is admitted and the client may call itself so. */
  Optional<Peer> admit(
      @Nullable X509Certificate certificate, String clientId, InetSocketAddress from) {
    if (certificate == null) {
      refuse("connection", "", from, "no certificate is shown");
      return Optional.empty();
    }
    Admission.Verdict verdict = admission.of(certificate);
    if (verdict.peer().isEmpty() && admission.refresh()) {
      verdict = admission.of(certificate); // enrolled a moment ago
    }
    if (verdict.peer().isEmpty()) {
      refuse("connection", verdict.name(), from, verdict.why());
      return Optional.empty();
    }
    if (!verdict.peer().get().owns(clientId)) {
      refuse("connection", verdict.name(), from, "it is not its to be called '" + clientId + "'");
      return Optional.empty();
    }
    return verdict.peer();
  }

  /** Whether a certificate that was admitted still is. */
  boolean isAdmitted(X509Certificate certificate) {
    return admission.of(certificate).peer().isPresent();
  }

  /** Whether that peer may say or hear that; a refusal is told. */
  boolean allows(Peer peer, Rule.Act act, String topicOrFilter) {
    return Rule.allows(peer, act, topicOrFilter)
        || refuse(peer, act == Rule.Act.WRITE ? "message" : "subscription", topicOrFilter);
  }

  /** Whether it may do one of both with a topic that nobody has used yet; a refusal is told. */
  boolean allowsEither(Peer peer, String topicOrFilter) {
    return Rule.allows(peer, Rule.Act.WRITE, topicOrFilter)
        || Rule.allows(peer, Rule.Act.READ, topicOrFilter)
        || refuse(peer, "topic", topicOrFilter);
  }

  private boolean refuse(Peer peer, String what, String topicOrFilter) {
    String why = "no rule allows " + topicOrFilter;
    audit.refused(new AuditLog.Refusal(what, peer.commonName(), "", why));
    LOG.warn("{}: {} refused, {}", peer.commonName(), what, why);
    return false;
  }

  /** A peer was cut off. */
  void cut(String name, InetSocketAddress from) {
    refuse("live connection", name, from, "the certificate is revoked");
  }

  private void refuse(String what, String who, InetSocketAddress from, String why) {
    audit.refused(new AuditLog.Refusal(what, who, from.getHostString(), why));
    LOG.warn("{} from {} refused{}: {}", what, from, who.isEmpty() ? "" : " (" + who + ")", why);
  }

  /** Looks whether something was issued or revoked; true where it was. */
  boolean refresh() {
    audit.flush();
    return admission.refresh();
  }
}
