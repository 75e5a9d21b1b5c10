package org.stipple.telemetry.mqtt;

/** What a role may do with the connection while it is up; for the worker's thread only. */
public interface Link {
  /**
   * Hands a message to the broker. QoS 1 waits for its answer, QoS 0 for nothing.
   *
   * @throws MqttFailure when it could not be sent; the role lets it pass, and the worker reconnects
   */
  void publish(OutMessage message) throws MqttFailure;

  /** Subscribes and waits for the broker's answer. */
  void subscribe(String filter, int qos) throws MqttFailure;

  /**
   * Has the connection ended politely, the role's {@code closing} included, and made anew; returns
   * at once.
   */
  void hangUp(String why);
}
