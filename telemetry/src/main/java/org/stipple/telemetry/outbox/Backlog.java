package org.stipple.telemetry.outbox;

import java.util.Optional;

/**
 * What of the records the clinic has not acknowledged.
 *
 * @param records there are on this device
 * @param waiting of these, not wholly acknowledged
 * @param bytes not acknowledged
 * @param refused records the clinic does not take
 * @param problem of one of them, in words; empty = none
 */
public record Backlog(int records, int waiting, long bytes, int refused, Optional<String> problem) {
  /** Of a device without records. */
  public static final Backlog NONE = new Backlog(0, 0, 0, 0, Optional.empty());
}
