package org.stipple.controller.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.Zone;

/**
 * What was done in a session, by its record.
 *
 * @param zones what was done in each zone, by its label
 * @param zone where the work stood last
 * @param course what was planned and used
 * @param strokes needle strokes, dipping and priming included
 * @param needleOnS seconds with the needle on
 */
record Done(
    Map<String, ZoneCounts> zones,
    Optional<Zone> zone,
    Course course,
    long strokes,
    double needleOnS) {

  /** Adds up a record's entries. */
  static Done in(List<RecordedEntry> entries) {
    Map<String, ZoneCounts> zones = new TreeMap<>();
    Optional<Zone> zone = Optional.empty();
    long strokes = 0;
    double needleOnS = 0;
    for (RecordedEntry recorded : entries) {
      if (recorded.entry() instanceof SessionEntry.Opened opened) {
        zone = Optional.of(opened.zone());
      } else if (recorded.entry() instanceof SessionEntry.ZoneChanged changed) {
        zone = Optional.of(changed.zone());
      } else if (recorded.entry() instanceof SessionEntry.Press press) {
        strokes += press.strokes();
        needleOnS += press.durationS();
        zone.ifPresent(where ->
            zones.merge(where.label(), ZoneCounts.NONE.plus(press), (old, _) -> old.plus(press)));
      }
    }
    return new Done(Map.copyOf(zones), zone, Course.of(entries), strokes, needleOnS);
  }
}
