package org.stipple.telemetry.ingest;

import java.net.URI;
import java.util.Optional;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.sparkplug.Topic;

/**
 * Who the host application is.
 *
 * @param hostId its id in {@code spBv1.0/STATE/hostId}
 * @param group the only clinic it listens to, or empty for all
 * @param mqtt its broker
 * @param rebirthGapMs a node is asked for a Rebirth at most this often, ms, 100..600000
 */
public record HostSettings(
    String hostId, Optional<String> group, MqttSettings mqtt, long rebirthGapMs) {
  /** The ids of its connections begin with it, and have 64 characters at most. */
  public static final int HOST_ID_MAX = 47;

  /** Checks the names; the error says what is allowed. */
  public HostSettings {
    Topic.checkId("host id", hostId);
    if (hostId.length() > HOST_ID_MAX) {
      throw new IllegalArgumentException(
          "host id has %d characters; allowed are 1 to %d".formatted(hostId.length(), HOST_ID_MAX));
    }
    group.ifPresent(name -> Topic.checkId("group", name));
    if (rebirthGapMs < 100 || rebirthGapMs > 600_000) {
      throw new IllegalArgumentException(
          "rebirth gap is " + rebirthGapMs + " ms; allowed are 100 to 600000");
    }
  }

  /** With at most one request for Rebirth a node every 5 s. */
  public static HostSettings of(URI brokerUri, String hostId, Optional<String> group) {
    return new HostSettings(hostId, group, MqttSettings.of(brokerUri, hostId, 10), 5_000);
  }
}
