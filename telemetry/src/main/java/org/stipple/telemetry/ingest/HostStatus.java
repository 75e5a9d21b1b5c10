package org.stipple.telemetry.ingest;

import java.util.Map;
import java.util.Optional;

/**
 * How the host application is doing.
 *
 * @param connected whether the broker is there
 * @param part whether it is the one that follows the devices
 * @param takeovers times it became that one, since start
 * @param messages messages taken in
 * @param gaps messages found missing by their sequence number
 * @param rebirthsAsked requests for Rebirth sent
 * @param refusals messages, or values in them, that were not believed, by reason; none = not there
 * @param lastError the last failure of the connection, one line
 */
public record HostStatus(
    boolean connected,
    Part part,
    long takeovers,
    long messages,
    long gaps,
    long rebirthsAsked,
    Map<Refusal, Long> refusals,
    Optional<String> lastError) {

  /** Of the host applications that share an id, one follows the devices, and the others wait. */
  public enum Part {
    /** Finds out whether another is there. */
    LOOKING,
    /** Another is there. */
    STANDBY,
    /** Follows the devices. */
    ACTIVE
  }

  /** How many were refused for this reason. */
  public long refused(Refusal why) {
    return refusals.getOrDefault(why, 0L);
  }
}
