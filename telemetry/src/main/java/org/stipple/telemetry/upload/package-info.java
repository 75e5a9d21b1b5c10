/**
 * What device and clinic say to each other about treatment records: chunks one way, receipts the
 * other.
 *
 * <p>In and out: bytes of MQTT messages and their meaning. Threading: immutable values.
 *
 * <p>Does not belong here: where chunks come from and go to; connections; SQL.
 */
@NullMarked
package org.stipple.telemetry.upload;

import org.jspecify.annotations.NullMarked;
