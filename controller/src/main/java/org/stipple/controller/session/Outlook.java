package org.stipple.controller.session;

import java.util.Optional;
import org.stipple.controller.flightlog.FlightLog;
import org.stipple.controller.storage.DiskWatch;
import org.stipple.telemetry.edge.EdgeStatus;
import org.stipple.telemetry.outbox.Backlog;

/**
 * How what is written besides the open session is doing.
 *
 * @param records what the clinic has not acknowledged; empty where records go nowhere
 * @param flight the flight log; empty where none is written
 * @param disk the disk below all of it; empty where nobody looks at it
 * @param clock whether the time of day can be trusted; empty where nobody looks at it
 * @param live live values; empty where they go nowhere
 */
public record Outlook(
    Optional<Backlog> records,
    Optional<FlightLog.State> flight,
    Optional<DiskWatch.State> disk,
    Optional<ClockHealth.State> clock,
    Optional<EdgeStatus> live) {
  /** Of a host that does neither. */
  public static final Outlook NONE =
      new Outlook(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
