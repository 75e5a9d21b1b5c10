/**
 * An MQTT broker inside our own process, for the bench, for tests and for a clinic that has none.
 *
 * <p>In: a port, and a gate if there is one. Out: a broker for MQTT 3.1.1 and 5: plain on the
 * loopback address, or over TLS for those whose certificate is admitted.
 *
 * <p>Threading: Apache Artemis brings its own. Clinic only: its jars are optional dependencies and
 * never go onto the Pi.
 *
 * <p>Does not belong here: clients, Sparkplug.
 */
@NullMarked
package org.stipple.telemetry.broker;

import org.jspecify.annotations.NullMarked;
