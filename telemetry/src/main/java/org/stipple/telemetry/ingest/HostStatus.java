package org.stipple.telemetry.ingest;

import java.util.Optional;

/**
 * How the host application is doing.
 *
 * @param connected whether the broker is there
 * @param messages messages taken in
 * @param gaps messages found missing by their sequence number
 * @param rebirthsAsked requests for Rebirth sent
 * @param malformed messages that could not be read
 * @param refused messages dropped because they went beyond a limit, came from a node or device not
 *     born, or are a death of an earlier life
 * @param lastError the last failure of the connection, one line
 */
public record HostStatus(
    boolean connected,
    long messages,
    long gaps,
    long rebirthsAsked,
    long malformed,
    long refused,
    Optional<String> lastError) {}
