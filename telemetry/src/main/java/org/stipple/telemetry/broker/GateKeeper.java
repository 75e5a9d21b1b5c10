package org.stipple.telemetry.broker;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.access.Peer;
import org.stipple.telemetry.access.Rule;

/** Answers Artemis's questions of who somebody is and what they may, by the gate. */
final class GateKeeper implements ActiveMQSecurityManager5 {

  private final Gate gate;
  private final WildcardConfiguration wildcards;

  GateKeeper(Gate gate, WildcardConfiguration wildcards) {
    this.gate = gate;
    this.wildcards = wildcards;
  }

  @Override
  public @Nullable Subject authenticate(
      @Nullable String user,
      @Nullable String password,
      RemotingConnection connection,
      @Nullable String securityDomain) {
    Optional<Peer> peer =
        gate.admit(
            certificate(connection), String.valueOf(connection.getClientID()), from(connection));
    if (peer.isEmpty()) {
      return null;
    }
    Subject subject = new Subject();
    subject.getPrincipals().add(new PeerPrincipal(peer.get()));
    subject.getPrincipals().add(new UserPrincipal(peer.get().commonName()));
    return subject;
  }

  @Override
  public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
    Optional<Peer> peer = peer(subject);
    if (peer.isEmpty()) {
      return false;
    }
    // An address may have the name of a queue behind it.
    int queue = address.indexOf("::");
    String topic =
        MQTTUtil.getMqttTopicFromCoreAddress(
            queue < 0 ? address : address.substring(0, queue), wildcards);
    return switch (check) {
      case SEND -> gate.allows(peer.get(), Rule.Act.WRITE, topic);
      case CONSUME,
          BROWSE,
          CREATE_DURABLE_QUEUE,
          CREATE_NON_DURABLE_QUEUE,
          DELETE_DURABLE_QUEUE,
          DELETE_NON_DURABLE_QUEUE ->
          gate.allows(peer.get(), Rule.Act.READ, topic);
      // It is made on the way to a subscription or to a message, which are asked about next.
      case CREATE_ADDRESS -> gate.allowsEither(peer.get(), topic);
      case DELETE_ADDRESS, MANAGE, VIEW, EDIT -> false;
    };
  }

  /** Who that is; empty where nobody was admitted. */
  static Optional<Peer> peer(@Nullable Subject subject) {
    return subject == null
        ? Optional.empty()
        : subject.getPrincipals(PeerPrincipal.class).stream().map(PeerPrincipal::peer).findFirst();
  }

  static @Nullable X509Certificate certificate(RemotingConnection connection) {
    X509Certificate @Nullable [] chain = CertificateUtil.getCertsFromConnection(connection);
    return chain == null || chain.length == 0 ? null : chain[0];
  }

  static InetSocketAddress from(RemotingConnection connection) {
    String text = String.valueOf(connection.getRemoteAddress()).replace("/", "");
    int colon = text.lastIndexOf(':');
    try {
      return InetSocketAddress.createUnresolved(
          colon < 0 ? text : text.substring(0, colon),
          colon < 0 ? 0 : Integer.parseInt(text.substring(colon + 1)));
    } catch (IllegalArgumentException _) {
      return InetSocketAddress.createUnresolved(text, 0);
    }
  }

  @Override
  public boolean validateUser(String user, String password) {
    return false; // by certificate only
  }

  @Override
  public boolean validateUserAndRole(
      String user, String password, Set<Role> roles, CheckType check) {
    return false; // by certificate only
  }

  private record PeerPrincipal(Peer peer) implements Principal {
    @Override
    public String getName() {
      return peer.commonName();
    }
  }
}
