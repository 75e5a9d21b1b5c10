package org.stipple.controller.session;

import java.io.IOException;
import java.util.Optional;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.session.ClientReference;
import org.stipple.telemetry.session.ConsentReference;
import org.stipple.telemetry.session.PractitionerId;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Zone;

/**
 * A session as a person asks for it, unchecked; an empty text is one that was not given.
 *
 * @param client pseudonym of the client
 * @param consent reference of the consent
 * @param adultConfirmed whether it was confirmed that the client is 18 or older
 * @param zone name of the zone
 * @param practitioner id of the practitioner; may be empty
 * @param after earlier session of the same client that this one follows; may be empty
 * @param touchUp whether it mends that one, else it is the next of the same course
 */
public record SessionRequest(
    String client,
    String consent,
    boolean adultConfirmed,
    String zone,
    String practitioner,
    String after,
    boolean touchUp) {

  /** A session that follows no other. */
  public SessionRequest(
      String client, String consent, boolean adultConfirmed, String zone, String practitioner) {
    this(client, consent, adultConfirmed, zone, practitioner, "", false);
  }

  /**
   * Checks everything.
   *
   * @throws IllegalArgumentException saying what is missing or allowed
   */
  SessionEntry.Opened checked() {
    if (client.isBlank()) {
      throw new IllegalArgumentException("a session needs a client reference (a pseudonym)");
    }
    if (consent.isBlank()) {
      throw new IllegalArgumentException("a session needs a consent reference");
    }
    return new SessionEntry.Opened(
        new ClientReference(client.strip()),
        new ConsentReference(consent.strip()),
        adultConfirmed,
        Zone.of(zone.strip()),
        Optional.of(practitioner.strip()).filter(id -> !id.isEmpty()).map(PractitionerId::new));
  }

  /**
   * The course that it goes on with.
   *
   * @throws IllegalStateException where the earlier session is not here, or another client's
   */
  Course course(SessionBook book, ClientReference by) {
    if (after.isBlank()) {
      if (touchUp) {
        throw new IllegalArgumentException("a touch-up needs the session that it mends");
      }
      return Course.NONE;
    }
    try {
      return Course.after(book, by, new SessionId(after.strip()), touchUp);
    } catch (IOException e) {
      throw new IllegalStateException("session " + after + " cannot be read: " + e.getMessage(), e);
    }
  }
}
