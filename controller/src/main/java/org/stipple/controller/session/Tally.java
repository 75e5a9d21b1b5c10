package org.stipple.controller.session;

import java.util.Map;
import java.util.TreeMap;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.Zone;

/** What was done in each zone of the open session. Keeper thread only. */
final class Tally {

  private final Map<String, ZoneCounts> zones = new TreeMap<>();

  /** Begins with what was done before, by the zone's label. */
  void begin(Map<String, ZoneCounts> before) {
    zones.clear();
    zones.putAll(before);
  }

  void add(Zone zone, SessionEntry.Press press) {
    zones.merge(zone.label(), ZoneCounts.NONE.plus(press), (old, _) -> old.plus(press));
  }

  long strokesIn(Zone zone) {
    return zones.getOrDefault(zone.label(), ZoneCounts.NONE).strokes();
  }

  Map<String, ZoneCounts> zones() {
    return Map.copyOf(zones);
  }
}
