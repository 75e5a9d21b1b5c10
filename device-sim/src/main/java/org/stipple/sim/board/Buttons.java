package org.stipple.sim.board;

import java.util.Arrays;

/** Debounced inputs that report their changes until the host acknowledges them. */
final class Buttons implements BoardObject, Timer.Event {

  static final int MOST = 8;

  private static final int MOST_RETRANSMIT = 127;

  private final Core core;
  private final int oid;
  private final int[] pins;
  private final byte[] unacknowledged = new byte[MOST];
  private final Timer timer = new Timer(this);
  private long restTicks;
  private int retransmitCount;
  private int untilRetransmit;
  private int pressed;
  private int lastSample;
  private int acknowledged;
  private int reports;

  Buttons(Core core, int oid, int count) {
    if (count > MOST) {
      throw new BoardFault(Reason.TOO_MANY_BUTTONS);
    }
    this.core = core;
    this.oid = oid;
    this.pins = new int[count];
    Arrays.fill(pins, -1);
  }

  void add(int position, int pin, int pull) {
    if (position >= pins.length) {
      throw new BoardFault(Reason.BUTTON_POSITION);
    }
    pins[position] = core.input(pin, pull, core.timers.now());
  }

  /** Starts; {@code initial} is the mask the host assumes, bits equal to it give no report. */
  void query(int clock, long newRestTicks, int newRetransmitCount, int initial) {
    if (newRetransmitCount > MOST_RETRANSMIT) {
      throw new BoardFault(Reason.BUTTON_RETRANSMIT);
    }
    core.timers.stop(timer);
    pressed = initial;
    lastSample = initial;
    acknowledged = 0;
    reports = 0;
    restTicks = newRestTicks;
    retransmitCount = newRetransmitCount;
    if (restTicks > 0) {
      core.checkPeriod(restTicks);
      core.timers.start(timer, core.timers.extend(clock));
    }
  }

  void acknowledge(int count) {
    acknowledged = (acknowledged + count) & 0xFF;
    int gone = Math.min(count, reports);
    System.arraycopy(unacknowledged, gone, unacknowledged, 0, reports - gone);
    reports -= gone;
  }

  @Override
  public long fire(long tick) {
    int sample = 0;
    for (int i = 0; i < pins.length; i++) {
      if (pins[i] >= 0 && core.level(pins[i], tick)) {
        sample |= 1 << i;
      }
    }
    int settled = ~(sample ^ lastSample);
    int changed = (sample ^ pressed) & settled & 0xFF;
    lastSample = sample;
    pressed ^= changed;
    if (changed != 0 && reports < MOST) {
      unacknowledged[reports++] = (byte) pressed;
      report(tick);
    } else if (reports > 0 && --untilRetransmit < 0) {
      report(tick);
    }
    return tick + restTicks;
  }

  private void report(long tick) {
    untilRetransmit = retransmitCount;
    core.out(tick)
        .begin(Response.BUTTONS_STATE)
        .put(oid)
        .put(acknowledged)
        .put(unacknowledged, 0, reports)
        .send();
  }

  @Override
  public void shutdown(long tick) {
    // Its timer is gone, and with it the repeating; it stays silent until it is queried again.
  }
}
