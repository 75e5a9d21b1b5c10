package org.stipple.telemetry.access;

import java.util.List;

/** The rules as mosquitto reads them: {@code acl_file} and {@code mosquitto.conf}. */
public final class MosquittoRules {

  private MosquittoRules() {}

  /**
   * The access list of those peers. Names are common names of certificates, which {@code
   * use_identity_as_username} makes user names; who is not in it may do nothing.
   */
  public static String accessList(List<Peer> peers) {
    StringBuilder text = new StringBuilder();
    text.append(
        "# Written by: stipple clinic acl --mosquitto. Who is not in here may do nothing.\n");
    for (Peer peer : peers) {
      text.append("\nuser ").append(peer.commonName()).append('\n');
      for (Rule rule : Rule.of(peer)) {
        String act = rule.act() == Rule.Act.WRITE ? "write" : "read";
        text.append("topic ").append(act).append(' ').append(rule.filter()).append('\n');
      }
    }
    return text.toString();
  }

  /**
   * The settings of its one listener.
   *
   * @param port of the listener
   * @param folder where mosquitto finds the files, with a slash at the end or empty
   */
  public static String settings(int port, String folder) {
    return """
    # Written by: stipple clinic acl --mosquitto.
    listener %d
    cafile %sauthority.crt
    certfile %sbroker.crt
    keyfile %sbroker.key
    crlfile %srevoked.crl
    tls_version tlsv1.3
    require_certificate true
    use_identity_as_username true
    allow_anonymous false
    acl_file %sacl
    # A chunk of a record is the largest message there is: 96 kB.
    message_size_limit 131072
    """
        .formatted(port, folder, folder, folder, folder, folder);
  }
}
