package org.stipple.telemetry.mqtt;

/**
 * A message to the broker, or a will.
 *
 * @param topic where to
 * @param payload its bytes, not changed afterwards
 * @param qos 0 or 1
 * @param retained whether the broker keeps it for later subscribers
 */
@SuppressWarnings("ArrayRecordComponent") // a message is carried, never compared
public record OutMessage(String topic, byte[] payload, int qos, boolean retained) {
  /** Checks the quality of service. */
  public OutMessage {
    if (qos < 0 || qos > 1) {
      throw new IllegalArgumentException("qos is " + qos + "; allowed are 0 and 1");
    }
  }
}
