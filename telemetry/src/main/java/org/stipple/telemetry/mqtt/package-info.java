/**
 * One connection to a broker, kept up: the only room that names Eclipse Paho.
 *
 * <p>In: a {@link org.stipple.telemetry.mqtt.Role} (what to say and hear) and where the broker is.
 * Out: messages, both ways. The broker may be away at start, leave and come back.
 *
 * <p>Threading: each {@link org.stipple.telemetry.mqtt.MqttWorker} has one named thread that alone
 * connects, subscribes, publishes and calls its role. Paho's callbacks only put into a bounded
 * queue and return: it deadlocks when they block. Every wait has a timeout.
 *
 * <p>Does not belong here: Sparkplug, sequence numbers, buffering of what could not be sent.
 */
@NullMarked
package org.stipple.telemetry.mqtt;

import org.jspecify.annotations.NullMarked;
