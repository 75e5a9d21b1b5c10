package org.stipple.telemetry.export;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.Stroke;
import org.stipple.telemetry.session.Zone;

/** The strokes of a record, one by one in their order, with what was set when each was made. */
public final class StrokeTable {

  private final List<RecordedEntry> entries;
  private final Zone firstZone;

  /**
   * Of those entries.
   *
   * @throws IllegalArgumentException where they do not begin with a session's opening
   */
  public StrokeTable(List<RecordedEntry> entries) {
    if (entries.isEmpty() || !(entries.getFirst().entry() instanceof SessionEntry.Opened opened)) {
      throw new IllegalArgumentException("the record has no sound beginning: nothing can be told");
    }
    this.entries = List.copyOf(entries);
    this.firstZone = opened.zone();
  }

  /** Takes the rows. */
  public interface Reader {
    /** The next row. */
    void row(StrokeRow row) throws IOException;
  }

  /**
   * Reads all rows out; the entries are never unpacked all at once.
   *
   * @return how many rows there were
   */
  public long read(Reader reader) throws IOException {
    Zone zone = firstZone;
    String mode = "";
    double setHz = Double.NaN;
    long rows = 0;
    for (RecordedEntry recorded : entries) {
      switch (recorded.entry()) {
        case SessionEntry.ZoneChanged changed -> zone = changed.zone();
        case SessionEntry.StrokesSet set -> mode = set.mode();
        case SessionEntry.SetpointChanged set -> setHz = set.frequencyHz();
        case SessionEntry.Strokes told -> {
          Instant at = told.startedAt();
          long number = told.first();
          for (Stroke stroke : told.strokes().unpack()) {
            at = number == told.first() ? at : at.plus(stroke.periodUs(), ChronoUnit.MICROS);
            reader.row(new StrokeRow(number, at, stroke, setHz, zone, mode));
            number++;
            rows++;
          }
        }
        default -> {}
      }
    }
    return rows;
  }
}
