package org.stipple.telemetry.edge;

import java.net.URI;
import java.nio.file.Path;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.session.DeviceId;
import org.stipple.telemetry.sparkplug.Topic;

/**
 * Who the edge node is and where it reports.
 *
 * @param group the clinic; 1..128 characters without {@code / + #}
 * @param edgeNode the Pi; the same rule
 * @param device the machine
 * @param mqtt its broker
 * @param stateFile keeps bdSeq over restarts; its folder is made if missing
 */
public record EdgeSettings(
    String group, String edgeNode, DeviceId device, MqttSettings mqtt, Path stateFile) {
  /** Checks the names; the error says what is allowed. */
  public EdgeSettings {
    Topic.checkId("group", group);
    Topic.checkId("edge node", edgeNode);
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
}
