package org.stipple.sim.house.bad.telemetry.session;

import org.eclipse.paho.mqttv5.common.MqttMessage;

/** Names the MQTT library where only its language belongs. */
final class PahoUser {
  MqttMessage message = new MqttMessage();
}
