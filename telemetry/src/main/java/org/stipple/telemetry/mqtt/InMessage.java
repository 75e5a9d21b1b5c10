package org.stipple.telemetry.mqtt;

/**
 * A message from the broker.
 *
 * @param topic where it was published
 * @param payload its bytes
 * @param retained whether the broker had kept it from before we subscribed
 */
@SuppressWarnings("ArrayRecordComponent") // a message is carried, never compared
public record InMessage(String topic, byte[] payload, boolean retained) {}
