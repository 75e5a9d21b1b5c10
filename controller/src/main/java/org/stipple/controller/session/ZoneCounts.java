package org.stipple.controller.session;

import org.stipple.telemetry.session.SessionEntry;

/**
 * What was done in one zone of a session.
 *
 * @param dots taps, and the contacts of presses without taps
 * @param strokes for the skin
 * @param taps of an exact number of strokes
 * @param miscounts of these, taps of another number than asked for
 * @param contacts with the skin, from the motor's load; an estimate
 * @param needleOnS seconds with the needle on, for the skin
 */
public record ZoneCounts(
    long dots, long strokes, long taps, long miscounts, long contacts, double needleOnS) {

  /** Nothing yet. */
  static final ZoneCounts NONE = new ZoneCounts(0, 0, 0, 0, 0, 0);

  /** Together with others of the same zone. */
  ZoneCounts plus(ZoneCounts more) {
    return new ZoneCounts(
        dots + more.dots,
        strokes + more.strokes,
        taps + more.taps,
        miscounts + more.miscounts,
        contacts + more.contacts,
        needleOnS + more.needleOnS);
  }

  /** With one press more; dipping and priming are no work in a zone. */
  ZoneCounts plus(SessionEntry.Press press) {
    return press.dots()
        ? new ZoneCounts(
            dots + (press.taps() > 0 ? press.taps() : press.contacts()),
            strokes + press.strokes(),
            taps + press.taps(),
            miscounts + press.miscounts(),
            contacts + press.contacts(),
            needleOnS + press.durationS())
        : this;
  }
}
