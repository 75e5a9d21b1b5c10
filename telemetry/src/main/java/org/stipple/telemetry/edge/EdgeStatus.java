package org.stipple.telemetry.edge;

import java.util.Optional;

/**
 * How the edge node is doing.
 *
 * @param connected whether the broker is there
 * @param connects how often the connection came up
 * @param messagesSent messages handed to the broker, of all kinds
 * @param births how often everything was told again, first times included
 * @param refusedCommands metrics of NCMD other than Rebirth, messages of DCMD, broken commands
 * @param droppedSnapshots snapshots that came faster than they could be looked at
 * @param bdSeq of the present or last attempt to connect, -1 before the first
 * @param lastError the last failure, one line
 * @param primary the primary host and what is kept for it; empty where none is named
 */
public record EdgeStatus(
    boolean connected,
    long connects,
    long messagesSent,
    long births,
    long refusedCommands,
    long droppedSnapshots,
    int bdSeq,
    Optional<String> lastError,
    Optional<Primary> primary) {

  /**
   * The host application that live values are for.
   *
   * @param hostId its id
   * @param online whether it said so, as far as is known here
   * @param buffered what is kept for it
   */
  public record Primary(String hostId, boolean online, Buffered buffered) {}

  /**
   * Live values kept while the primary host is away.
   *
   * @param values that wait
   * @param bytes of them
   * @param bytesMax most bytes that are kept
   * @param sinceMs the oldest of them, ms since 1970 UTC; 0 = none
   * @param dropped values dropped since start, for lack of place or as too old
   * @param sent values sent later, since start
   */
  public record Buffered(
      long values, long bytes, long bytesMax, long sinceMs, long dropped, long sent) {}
}
