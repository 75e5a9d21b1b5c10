package org.stipple.controller.session;

import java.util.Optional;
import org.stipple.telemetry.session.ClientReference;
import org.stipple.telemetry.session.ConsentReference;
import org.stipple.telemetry.session.PractitionerId;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.Zone;

/**
 * A session as a person asks for it, unchecked; an empty text is one that was not given.
 *
 * @param client pseudonym of the client
 * @param consent reference of the consent
 * @param adultConfirmed whether it was confirmed that the client is 18 or older
 * @param zone name of the zone
 * @param practitioner id of the practitioner; may be empty
 */
public record SessionRequest(
    String client, String consent, boolean adultConfirmed, String zone, String practitioner) {

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
}
