package org.stipple.controller.session;

import java.time.Instant;
import org.stipple.controller.command.StrokeMode;
import org.stipple.controller.record.Sample;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.Zone;

/**
 * A press that goes on: the counters at its beginning and, once the pedal is up, at its release.
 *
 * @param at UTC
 * @param zone in which it began
 * @param releasedStrokes -1 = the pedal is down
 */
record RunningPress(
    Instant at,
    long strokes,
    long needleOnNs,
    long taps,
    long miscounts,
    long contacts,
    boolean dots,
    Zone zone,
    long releasedStrokes,
    long releasedOnNs) {

  static RunningPress from(Sample now, Instant at, Zone zone) {
    return new RunningPress(
        at,
        now.strokes,
        now.needleOnNs,
        now.taps,
        now.miscounts,
        now.contacts,
        now.strokeMode != StrokeMode.PRIMING,
        zone,
        -1,
        0);
  }

  RunningPress released(Sample last) {
    return new RunningPress(
        at,
        strokes,
        needleOnNs,
        taps,
        miscounts,
        contacts,
        dots,
        zone,
        last.strokes,
        last.needleOnNs);
  }

  /** As an entry, with what it has come to by that sample. */
  SessionEntry.Press until(Sample now) {
    boolean held = releasedStrokes < 0;
    long heldStrokes = (held ? now.strokes : releasedStrokes) - strokes;
    double onS = ((held ? now.needleOnNs : releasedOnNs) - needleOnNs) / 1e9;
    return new SessionEntry.Press(
        at,
        Math.clamp(onS, 0, 86_400),
        now.strokes - strokes,
        onS > 0 ? Math.clamp(heldStrokes / onS, 0, 1000) : 0,
        now.taps - taps,
        now.miscounts - miscounts,
        now.contacts - contacts,
        dots);
  }
}
