package org.stipple.telemetry.export;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The strokes of a record as comma-separated values (RFC 4180), one a line under a heading. */
public final class CsvExport {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private CsvExport() {}

  /**
   * Writes all strokes; a value that is not known is an empty field.
   *
   * @return how many there were
   */
  public static long write(StrokeTable table, Appendable out) throws IOException {
    out.append(
        "stroke,time_utc,period_us,frequency_hz,set_hz,current_ma,protrusion_commanded_mm,"
            + "depth_estimated_mm,zone,mode,pedal,contact_estimated,timed_alone\r\n");
    return table.read(row -> out.append(line(row)));
  }

  private static String line(StrokeRow row) {
    return String.join(
            ",",
            Long.toString(row.number()),
            time(row.at()),
            row.stroke().periodUs() > 0 ? Integer.toString(row.stroke().periodUs()) : "",
            number("%.3f", row.frequencyHz()),
            number("%.2f", row.setHz()),
            number("%.1f", row.stroke().milliamps()),
            number("%.3f", row.stroke().protrusionMm()),
            number("%.3f", row.stroke().depthMm()),
            row.zone().label(),
            row.mode(),
            bit(row.stroke().pressed()),
            bit(row.stroke().contact()),
            bit(row.stroke().alone()))
        + "\r\n";
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
  }

  private static String bit(boolean is) {
    return is ? "1" : "0";
  }
}
