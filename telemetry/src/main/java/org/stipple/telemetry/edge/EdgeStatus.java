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
 */
public record EdgeStatus(
    boolean connected,
    long connects,
    long messagesSent,
    long births,
    long refusedCommands,
    long droppedSnapshots,
    int bdSeq,
    Optional<String> lastError) {}
