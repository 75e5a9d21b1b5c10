package org.stipple.controller.session;

import java.util.Optional;
import org.stipple.controller.flightlog.FlightLog;
import org.stipple.telemetry.outbox.Backlog;

/**
 * How what is written besides the open session is doing.
 *
 * @param records what the clinic has not acknowledged; empty where records go nowhere
 * @param flight the flight log; empty where none is written
 */
public record Outlook(Optional<Backlog> records, Optional<FlightLog.State> flight) {
  /** Of a host that does neither. */
  public static final Outlook NONE = new Outlook(Optional.empty(), Optional.empty());
}
