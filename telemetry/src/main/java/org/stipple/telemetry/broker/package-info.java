/**
 * An MQTT broker inside our own process, for the bench, for tests and for a clinic that has none.
 *
 * <p>In: a port. Out: a broker for MQTT 3.1.1 and 5 on the loopback address.
 *
 * <p>Threading: Apache Artemis brings its own. Clinic only: its jars are optional dependencies and
 * never go onto the Pi.
 *
 * <p>Does not belong here: clients, Sparkplug.
 */
@NullMarked
package org.stipple.telemetry.broker;

import org.jspecify.annotations.NullMarked;
