package org.stipple.controller.board;

import org.jspecify.annotations.Nullable;
import org.stipple.controller.machine.CurrentReports;
import org.stipple.controller.wire.Command;
import org.stipple.controller.wire.DataDictionary;
import org.stipple.controller.wire.DictionaryException;
import org.stipple.controller.wire.MessageFormat;
import org.stipple.controller.wire.MessageReader;
import org.stipple.controller.wire.Response;

/**
 * An analog input, with or without a range trip that the board acts on by itself. Speaks both forms
 * of the query: one sum a report (old), or several in a buffer (new).
 */
final class AnalogInput {

  /** Conversions summed to one value: 4 x 4095 stays far below 65536. */
  private static final int SAMPLES = 4;

  private static final double SAMPLE_SECONDS = 100e-6;

  /** Values out of range in a row that trip. */
  private static final int RANGE_CHECKS = 4;

  private static final int SUM_MAX = 65_535;

  private static final int NEXT_CLOCK = 1;
  private static final int VALUES = 2;

  private final Channel channel;
  private final Command query;
  private final Response state;
  private final boolean buffered;
  private final int oid;
  private final int valuesPerReport;
  private final int sampleTicks;
  private final int restTicks;
  private final int trip;
  private final double fullScale;

  private final @Nullable CurrentReports reports;
  private double fraction;
  private boolean fresh;

  /**
   * On a fitted role.
   *
   * @param restSeconds time between two values
   * @param values values a report carries where the board can
   * @param tripFraction fraction of full scale above which the board trips; above 1 = never
   * @param reports where each value goes with its time; null = only the mean is wanted
   */
  AnalogInput(
      Configuration c,
      Role role,
      double restSeconds,
      int values,
      double tripFraction,
      @Nullable CurrentReports reports,
      Channel channel)
      throws DictionaryException {
    this.channel = channel;
    this.reports = reports;
    oid = c.newOid();
    c.configure(c.command(role, "config_analog_in", "oid", "pin"), oid, c.pin(role));
    DataDictionary dictionary = c.dictionary();
    var format = dictionary.command("query_analog_in");
    buffered = format != null && format.indexOf("bytes_per_report") >= 0;
    valuesPerReport = buffered ? values : 1;
    // The old form reports every value: as often as the new one would report.
    restTicks = c.ticks(buffered ? restSeconds : restSeconds * values);
    sampleTicks = c.ticks(SAMPLE_SECONDS);
    fullScale = SAMPLES * c.number(role, "ADC_MAX");
    trip =
        tripFraction > 1 ? SUM_MAX : (int) Math.min(SUM_MAX, Math.ceil(tripFraction * fullScale));
    if (buffered) {
      query =
          c.command(
              role,
              "query_analog_in",
              "oid",
              "clock",
              "sample_ticks",
              "sample_count",
              "rest_ticks",
              "min_value",
              "max_value",
              "range_check_count",
              "bytes_per_report");
      state = c.response(role, "analog_in_state", "oid", "next_clock", "values");
    } else {
      query =
          c.command(
              role,
              "query_analog_in",
              "oid",
              "clock",
              "sample_ticks",
              "sample_count",
              "rest_ticks",
              "min_value",
              "max_value",
              "range_check_count");
      state = c.response(role, "analog_in_state", "oid", "next_clock", "value");
    }
  }

  void begin(long startTicks) {
    fraction = 0;
    fresh = false;
    var message =
        channel
            .start(query)
            .put(oid)
            .putClock(startTicks)
            .put(sampleTicks)
            .put(SAMPLES)
            .put(restTicks)
            .put(0)
            .put(trip)
            .put(RANGE_CHECKS);
    if (buffered) {
      message.put(2 * valuesPerReport);
    }
    channel.send();
  }

  boolean take(MessageFormat message, MessageReader reader) {
    if (!state.is(message) || state.value(reader, 0) != oid) {
      return false;
    }
    long nextTicks = channel.clock.extend(state.value(reader, NEXT_CLOCK));
    if (buffered) {
      int place = state.place(VALUES);
      int values = reader.bufferLength(place) / 2;
      if (values == 0) {
        return true;
      }
      int sum = 0;
      for (int i = 0; i < values; i++) {
        int one = reader.bufferByte(place, 2 * i) | reader.bufferByte(place, 2 * i + 1) << 8;
        sum += one;
        tell(one, nextTicks - (long) (values - i) * restTicks);
      }
      fraction = sum / (values * fullScale);
    } else {
      int one = state.value(reader, VALUES) & SUM_MAX;
      fraction = one / fullScale;
      tell(one, nextTicks - restTicks);
    }
    fresh = true;
    return true;
  }

  private void tell(int sum, long beganTicks) {
    CurrentReports sink = reports;
    if (sink != null) {
      sink.add(sum / fullScale, beganTicks + (SAMPLES - 1) * sampleTicks / 2);
    }
  }

  /** Mean of the last report as a fraction of full scale. */
  double fraction() {
    return fraction;
  }

  /** Whether a report came since the last call. */
  boolean takeFresh() {
    boolean was = fresh;
    fresh = false;
    return was;
  }
}
