/**
 * What a name may say and hear over MQTT: one set of rules, which the embedded broker asks and
 * another broker gets as files.
 *
 * <p>In: the name in a certificate, a topic or a filter. Out: yes or no; text for mosquitto.
 *
 * <p>Threading: immutable values.
 *
 * <p>Does not belong here: certificates, brokers, whether a name is still admitted.
 */
@NullMarked
package org.stipple.telemetry.access;

import org.jspecify.annotations.NullMarked;
