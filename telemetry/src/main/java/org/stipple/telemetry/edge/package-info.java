/**
 * The machine's voice: births, deaths and live data as a Sparkplug edge node with one device.
 *
 * <p>In: device snapshots from the controller, whether the board is there, commands and STATE from
 * the broker. Out: NBIRTH, DBIRTH, DDATA by exception, DDEATH, NDEATH as will and at the end. Of
 * all commands only {@code Node Control/Rebirth} is honoured; the rest are refused and counted.
 * Where a primary host is named, nothing is told before it is online, and what it missed is told
 * afterwards.
 *
 * <p>Threading: {@link org.stipple.telemetry.edge.EdgeNode} may be called by any cold thread and
 * never blocks; everything else runs on the thread of its connection, "stipple-edge-mqtt".
 *
 * <p>Does not belong here: anything that could move the machine; the record upload's own
 * connection.
 */
@NullMarked
package org.stipple.telemetry.edge;

import org.jspecify.annotations.NullMarked;
