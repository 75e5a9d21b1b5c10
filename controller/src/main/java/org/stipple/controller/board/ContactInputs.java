package org.stipple.controller.board;

import org.stipple.controller.machine.Contacts;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.wire.Command;
import org.stipple.controller.wire.DictionaryException;
import org.stipple.controller.wire.MessageFormat;
import org.stipple.controller.wire.MessageReader;
import org.stipple.controller.wire.Response;

/**
 * Footswitch and e-stop contacts, each read in two ways: as a button, which reports changes
 * quickly, and as an endstop input whose level is asked for every 20 ms, since a lost change would
 * otherwise never be noticed.
 */
final class ContactInputs {

  private static final Role[] ROLES = {Role.PEDAL_NO, Role.PEDAL_NC, Role.ESTOP_SENSE};
  private static final int[] BITS = {Contacts.PEDAL_NO, Contacts.PEDAL_NC, Contacts.ESTOP};

  /** A level that was answered this long ago is asked for again: with its way about every 20 ms. */
  private static final long QUERY_AFTER_NS = 16_000_000L;

  /** Without an answer for this long the question or the answer was lost. */
  private static final long ASK_AGAIN_NS = 8_000_000L;

  private static final double REST_SECONDS = 2e-3;

  /** Unacknowledged changes are told again every (this + 1) samples: 10 ms. */
  private static final int RETRANSMIT_COUNT = 4;

  /**
   * Changes that may wait to be handed on, one a tick; the board keeps at most 8 unacknowledged.
   */
  private static final int WAITING_MAX = 64;

  private final Channel channel;
  private final int fitted;
  private final int[] bits;
  private final int[] endstopOids;
  private final int invertedBits;
  private final int buttonsOid;
  private final int restTicks;
  private final Command buttonsQuery;
  private final Command buttonsAck;
  private final Response buttonsState;
  private final Command levelQuery;
  private final Response levelState;

  private final long[] answeredNs;
  private final long[] askedNs;
  private final byte[] waiting = new byte[WAITING_MAX];
  private int waitingHead;
  private int waitingSize;
  private int acknowledged;
  private int reported;
  private int queried;
  private int nextQuery;

  /** With at least one contact fitted. */
  ContactInputs(Configuration c, BoardSettings settings, Channel channel)
      throws DictionaryException {
    this.channel = channel;
    int count = 0;
    for (Role role : ROLES) {
      count += settings.has(role) ? 1 : 0;
    }
    fitted = count;
    bits = new int[count];
    endstopOids = new int[count];
    answeredNs = new long[count];
    askedNs = new long[count];
    Role any = Role.PEDAL_NO;
    restTicks = c.ticks(REST_SECONDS);
    buttonsOid = c.newOid();
    c.configure(c.command(any, "config_buttons", "oid", "button_count"), buttonsOid, count);
    int inverted = 0;
    int place = 0;
    for (int i = 0; i < ROLES.length; i++) {
      Role role = ROLES[i];
      if (!settings.has(role)) {
        continue;
      }
      bits[place] = BITS[i];
      inverted |= c.name(role).inverted() ? BITS[i] : 0;
      int pin = c.input(role);
      int pull = c.name(role).pull();
      c.configureAfter(
          c.command(role, "buttons_add", "oid", "pos", "pin", "pull_up"),
          buttonsOid,
          place,
          pin,
          pull);
      endstopOids[place] = c.newOid();
      c.configure(
          c.command(role, "config_endstop", "oid", "pin", "pull_up"),
          endstopOids[place],
          pin,
          pull);
      place++;
    }
    invertedBits = inverted;
    buttonsQuery =
        c.command(any, "buttons_query", "oid", "clock", "rest_ticks", "retransmit_count", "invert");
    buttonsAck = c.command(any, "buttons_ack", "oid", "count");
    buttonsState = c.response(any, "buttons_state", "oid", "ack_count", "state");
    levelQuery = c.command(any, "endstop_query_state", "oid");
    levelState = c.response(any, "endstop_state", "oid", "pin_value");
  }

  void begin(long startTicks) {
    waitingHead = 0;
    waitingSize = 0;
    acknowledged = 0;
    // Initial mask 0: a pin that is high at the start reports itself.
    reported = closed(0);
    queried = 0;
    nextQuery = 0;
    java.util.Arrays.fill(answeredNs, 0);
    java.util.Arrays.fill(askedNs, 0);
    channel
        .start(buttonsQuery)
        .put(buttonsOid)
        .putClock(startTicks)
        .put(restTicks)
        .put(RETRANSMIT_COUNT)
        .put(0);
    channel.send();
  }

  /** Contact bits that are closed, from a mask of pins that are high, one bit a place. */
  private int closed(int highPlaces) {
    int closed = 0;
    for (int place = 0; place < fitted; place++) {
      boolean high = (highPlaces >> place & 1) != 0;
      boolean inverted = (invertedBits & bits[place]) != 0;
      closed |= high != inverted ? bits[place] : 0;
    }
    return closed;
  }

  boolean take(MessageFormat message, MessageReader reader, long nowNs) {
    if (buttonsState.is(message) && buttonsState.value(reader, 0) == buttonsOid) {
      takeChanges(reader);
      return true;
    }
    if (levelState.is(message)) {
      int oid = levelState.value(reader, 0);
      for (int place = 0; place < fitted; place++) {
        if (endstopOids[place] == oid) {
          boolean high = levelState.value(reader, 1) != 0;
          boolean inverted = (invertedBits & bits[place]) != 0;
          queried = high != inverted ? queried | bits[place] : queried & ~bits[place];
          answeredNs[place] = nowNs;
          return true;
        }
      }
    }
    return false;
  }

  private void takeChanges(MessageReader reader) {
    int place = buttonsState.place(2);
    int length = reader.bufferLength(place);
    int fresh = (buttonsState.value(reader, 1) + length - acknowledged) & 0xFF;
    if (fresh == 0 || fresh > length) {
      return;
    }
    for (int i = length - fresh; i < length; i++) {
      if (waitingSize < WAITING_MAX) {
        waiting[(waitingHead + waitingSize++) % WAITING_MAX] = (byte) reader.bufferByte(place, i);
      }
    }
    acknowledged = (acknowledged + fresh) & 0xFF;
    channel.start(buttonsAck).put(buttonsOid).put(fresh);
    channel.send();
  }

  /** Hands on one change a tick, so that a short release between two ticks is seen. */
  void fill(Reports reports) {
    if (waitingSize > 0) {
      reported = closed(waiting[waitingHead] & 0xFF);
      waitingHead = (waitingHead + 1) % WAITING_MAX;
      waitingSize--;
    }
    reports.contactsReported = reported;
    reports.contactsQueried = queried;
    long oldest = Long.MAX_VALUE;
    for (int place = 0; place < fitted; place++) {
      oldest = Math.min(oldest, answeredNs[place]);
    }
    reports.contactsQueriedNs = oldest;
  }

  /** Asks for the level of one contact a tick, each in its turn when it is due. */
  void update(long nowNs) {
    nextQuery = (nextQuery + 1) % fitted;
    if (nowNs - answeredNs[nextQuery] < QUERY_AFTER_NS
        || nowNs - askedNs[nextQuery] < ASK_AGAIN_NS) {
      return;
    }
    askedNs[nextQuery] = nowNs;
    channel.start(levelQuery).put(endstopOids[nextQuery]);
    channel.send(nowNs + ASK_AGAIN_NS);
  }
}
