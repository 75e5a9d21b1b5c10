package org.stipple.controller.board;

import org.stipple.controller.machine.PulseReports;
import org.stipple.controller.wire.Command;
import org.stipple.controller.wire.DictionaryException;
import org.stipple.controller.wire.MessageFormat;
import org.stipple.controller.wire.MessageReader;
import org.stipple.controller.wire.Response;

/**
 * A pin whose level changes the board counts with the time of the last one. Counts are extended
 * from 32 to 64 bits.
 */
final class PulseCounter {

  private static final int OID = 0;
  private static final int NEXT_CLOCK = 1;
  private static final int COUNT = 2;
  private static final int COUNT_CLOCK = 3;

  private final Channel channel;
  private final PulseReports reports;
  private final Command query;
  private final Response state;
  private final int oid;
  private final int pollTicks;
  private final int sampleTicks;

  private boolean seen;
  private long edges;
  private long edgeTicks;

  /**
   * On a fitted role.
   *
   * @param pollSeconds how often the board looks at the pin
   * @param sampleSeconds how often it reports
   */
  PulseCounter(
      Configuration c,
      Role role,
      double pollSeconds,
      double sampleSeconds,
      PulseReports reports,
      Channel channel)
      throws DictionaryException {
    this.channel = channel;
    this.reports = reports;
    oid = c.newOid();
    pollTicks = c.ticks(pollSeconds);
    sampleTicks = c.ticks(sampleSeconds);
    c.configure(
        c.command(role, "config_counter", "oid", "pin", "pull_up"),
        oid,
        c.input(role),
        c.name(role).pull());
    query = c.command(role, "query_counter", "oid", "clock", "poll_ticks", "sample_ticks");
    state = c.response(role, "counter_state", "oid", "next_clock", "count", "count_clock");
  }

  void begin(long startTicks) {
    seen = false;
    edges = 0;
    edgeTicks = 0;
    channel.start(query).put(oid).putClock(startTicks).put(pollTicks).put(sampleTicks);
    channel.send();
  }

  boolean take(MessageFormat message, MessageReader reader) {
    if (!state.is(message) || state.value(reader, OID) != oid) {
      return false;
    }
    int count = state.value(reader, COUNT);
    int advance = count - (int) edges;
    long sampled = channel.clock.extend(state.value(reader, NEXT_CLOCK)) - pollTicks;
    if (!seen || advance != 0) {
      // The time of an edge is only near enough to be extended when the edge is new.
      edgeTicks = channel.clock.extend(state.value(reader, COUNT_CLOCK));
      seen = true;
    }
    edges += advance;
    reports.add(edges, edgeTicks, sampled);
    return true;
  }
}
