package org.stipple.telemetry.mqtt;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.stipple.telemetry.trust.TlsFiles;

/**
 * Where the broker is and who we are.
 *
 * @param brokerUri {@code tcp://host:port} or {@code ssl://host:port}
 * @param clientId 1..64 characters, one a connection
 * @param keepAliveS 1..600 s; the broker tells our death after 1.5 times this much silence
 * @param retryMsMin first pause after a failed attempt, 10..60000 ms; doubles up to the longest
 * @param retryMsMax longest pause, ms
 * @param tls by what broker and we know each other, with {@code ssl://}; read at each attempt, so
 *     that a new certificate needs no restart
 */
public record MqttSettings(
    URI brokerUri, String clientId, int keepAliveS, int retryMsMin, int retryMsMax, TlsFiles tls) {
  /** Checks every value; the error names it and what is allowed. */
  public MqttSettings {
    String scheme = String.valueOf(brokerUri.getScheme());
    boolean known = scheme.equals("tcp") || scheme.equals("ssl");
    if (!known || brokerUri.getHost() == null || brokerUri.getPort() < 1) {
      throw new IllegalArgumentException(
          "broker address '"
              + brokerUri
              + "' is not understood; allowed are tcp://host:port and ssl://host:port");
    }
    if (clientId.isBlank() || clientId.length() > 64) {
      throw new IllegalArgumentException("client id must have 1 to 64 characters");
    }
    if (keepAliveS < 1 || keepAliveS > 600) {
      throw new IllegalArgumentException(
          "keep-alive is " + keepAliveS + " s; allowed are 1 to 600");
    }
    if (retryMsMin < 10 || retryMsMin > 60_000 || retryMsMax < retryMsMin) {
      throw new IllegalArgumentException(
          "retry pauses must be 10 to 60000 ms, and the longest no shorter than the first");
    }
  }

  /** Without files for TLS. */
  public MqttSettings(
      URI brokerUri, String clientId, int keepAliveS, int retryMsMin, int retryMsMax) {
    this(brokerUri, clientId, keepAliveS, retryMsMin, retryMsMax, TlsFiles.NONE);
  }

  /** The same with these files for TLS. */
  public MqttSettings with(TlsFiles files) {
    return new MqttSettings(brokerUri, clientId, keepAliveS, retryMsMin, retryMsMax, files);
  }

  /** The same under another name. */
  public MqttSettings withClientId(String id) {
    return new MqttSettings(brokerUri, id, keepAliveS, retryMsMin, retryMsMax, tls);
  }

  /** Whether everybody between here and a broker there could read along. */
  public static boolean isPlainBeyondThisHost(URI broker) {
    if (!"tcp".equals(broker.getScheme())) {
      return false;
    }
    try {
      return !InetAddress.getByName(broker.getHost()).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return true; // not this host, whatever it is
    }
  }

  /** With pauses of 250 ms to 8 s between attempts. */
  public static MqttSettings of(URI brokerUri, String clientId, int keepAliveS) {
    return new MqttSettings(brokerUri, clientId, keepAliveS, 250, 8_000);
  }
}
