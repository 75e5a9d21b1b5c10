package org.stipple.telemetry.edge;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.session.DeviceId;
import org.stipple.telemetry.sparkplug.Topic;
import org.stipple.telemetry.trust.TlsFiles;

/**
 * Who the edge node is and where it reports.
 *
 * @param group the clinic; 1..128 characters without {@code / + #}
 * @param edgeNode the Pi; the same rule
 * @param device the machine
 * @param mqtt its broker
 * @param stateFile keeps bdSeq over restarts; its folder is made if missing
 * @param primaryHost who must be there before anything is told; empty = nobody
 */
public record EdgeSettings(
    String group,
    String edgeNode,
    DeviceId device,
    MqttSettings mqtt,
    Path stateFile,
    Optional<PrimaryHost> primaryHost) {
  /** Checks the names; the error says what is allowed. */
  public EdgeSettings {
    Topic.checkId("group", group);
    Topic.checkId("edge node", edgeNode);
  }

  /** Without a primary host. */
  public EdgeSettings(
      String group, String edgeNode, DeviceId device, MqttSettings mqtt, Path stateFile) {
    this(group, edgeNode, device, mqtt, stateFile, Optional.empty());
  }

  /** The same, for this primary host. */
  public EdgeSettings withPrimaryHost(PrimaryHost host) {
    return new EdgeSettings(group, edgeNode, device, mqtt, stateFile, Optional.of(host));
  }

  /** With the pauses between attempts that {@link MqttSettings#of} gives. */
  public static EdgeSettings of(
      URI brokerUri,
      String group,
      String edgeNode,
      DeviceId device,
      String clientId,
      int keepAliveS,
      Path stateFile) {
    return new EdgeSettings(
        group, edgeNode, device, MqttSettings.of(brokerUri, clientId, keepAliveS), stateFile);
  }

  /** The same with these files for TLS. */
  public EdgeSettings with(TlsFiles files) {
    return new EdgeSettings(group, edgeNode, device, mqtt.with(files), stateFile);
  }
}
