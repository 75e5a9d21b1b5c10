package org.stipple.telemetry.mqtt;

import java.util.Optional;

/**
 * How a connection is doing.
 *
 * @param connected whether it is up
 * @param connects how often it came up
 * @param sent messages handed to the broker
 * @param received messages from the broker
 * @param overflowed messages from the broker that were dropped, our queue being full
 * @param lastError the last failure, one line
 */
public record MqttStatus(
    boolean connected,
    long connects,
    long sent,
    long received,
    long overflowed,
    Optional<String> lastError) {}
