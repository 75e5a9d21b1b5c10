package org.stipple.sim.board;

import java.util.ArrayList;
import java.util.List;

/** The latest events; bounded, the oldest are overwritten. */
final class EventLog {

  private static final int CAPACITY = 8192;

  private final BoardEvent[] ring = new BoardEvent[CAPACITY];
  private long written;

  void add(long timeNs, BoardEvent.What what, int pin, double value, String text) {
    ring[(int) (written++ % CAPACITY)] = new BoardEvent(timeNs, what, pin, value, text);
  }

  /** Events ever written. */
  long written() {
    return written;
  }

  /** The kept events from number {@code from} on, oldest first. */
  List<BoardEvent> since(long from) {
    List<BoardEvent> events = new ArrayList<>();
    for (long i = Math.max(Math.max(from, 0), written - CAPACITY); i < written; i++) {
      events.add(ring[(int) (i % CAPACITY)]);
    }
    return events;
  }
}
