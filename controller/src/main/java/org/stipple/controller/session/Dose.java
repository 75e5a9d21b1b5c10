package org.stipple.controller.session;

import java.util.Optional;
import org.stipple.controller.catalogue.Catalogue;
import org.stipple.controller.catalogue.Skin;
import org.stipple.telemetry.session.Zone;

/**
 * What a zone has taken and may take in a session.
 *
 * @param zone which
 * @param strokes it has taken
 * @param soft strokes from which on a warning stands
 * @param hard strokes at which the machine disarms
 */
public record Dose(Zone zone, long strokes, long soft, long hard) {

  /** The dose of a zone in that skin; empty where the catalogue says nothing of the zone. */
  static Optional<Dose> of(Catalogue catalogue, Skin skin, Zone zone, long strokes) {
    return catalogue
        .doseOf(zone.label())
        .map(limits -> new Dose(zone, strokes, limits.softStrokes(skin), limits.hardStrokes(skin)));
  }

  /** Whether a warning stands. */
  public boolean warns() {
    return strokes >= soft;
  }

  /** Whether the machine must not go on in this zone. */
  public boolean full() {
    return strokes >= hard;
  }

  /** For people. */
  String words() {
    return "%s has taken %d strokes; its limit in this skin is %d".formatted(zone, strokes, hard);
  }
}
