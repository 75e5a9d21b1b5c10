package org.stipple.telemetry.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stipple.telemetry.session.Closing;
import org.stipple.telemetry.session.SessionEntry;

/** How a session that was cut off is ended by what its entries say. */
final class Interruption {

  private Interruption() {}

  /** The entries to be appended: the press it was cut off in, if it was in one, and the end. */
  static List<SessionEntry> endOf(List<RecordedEntry> entries) {
    Optional<SessionEntry.Press> cut = underway(entries);
    List<SessionEntry> end = new ArrayList<>();
    cut.ifPresent(end::add);
    end.add(closing(entries, cut));
    return end;
  }

  /** The press that had begun and was not told to its end, with what was told of it last. */
  private static Optional<SessionEntry.Press> underway(List<RecordedEntry> entries) {
    Optional<SessionEntry.Press> underway = Optional.empty();
    for (RecordedEntry recorded : entries) {
      if (recorded.entry() instanceof SessionEntry.PressUnderway now) {
        underway = Optional.of(now.soFar());
      } else if (recorded.entry() instanceof SessionEntry.Press) {
        underway = Optional.empty();
      }
    }
    return underway;
  }

  /** What is known of an interrupted session is what its presses say. */
  private static SessionEntry.Closed closing(
      List<RecordedEntry> entries, Optional<SessionEntry.Press> cut) {
    long strokes = cut.map(SessionEntry.Press::strokes).orElse(0L);
    double needleOnS = cut.map(SessionEntry.Press::durationS).orElse(0.0);
    for (RecordedEntry recorded : entries) {
      if (recorded.entry() instanceof SessionEntry.Press press) {
        strokes += press.strokes();
        needleOnS += press.durationS();
      }
    }
    return new SessionEntry.Closed(strokes, needleOnS, Closing.INTERRUPTED);
  }
}
