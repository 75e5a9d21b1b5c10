package org.stipple.controller.operator;

import org.stipple.controller.machine.Contacts;
import org.stipple.controller.machine.Reports;

/**
 * The rotary encoder of the panel: two contacts that close one after the other, four changes from
 * one detent to the next, and a push contact.
 *
 * <p>Looked at every tick, which follows a thousand changes a second; a hand makes a hundred. A
 * contact that bounces takes its steps back by itself. Loop thread only.
 */
public final class Encoder {

  /** Steps from one level of both contacts (A, B as bits 0, 1) to another; 0 where it is unsure. */
  private static final int[] STEPS = {
    0, 1, -1, 0, //
    -1, 0, 0, 1, //
    1, 0, 0, -1, //
    0, -1, 1, 0
  };

  /** At a detent both contacts are open; so many of the four steps are surely a whole one. */
  private static final int ENOUGH = 3;

  /** How long the push must stand, or be gone, to count, ns. */
  private static final long PUSH_NS = 10_000_000;

  private boolean begun;
  private int levels;
  private int steps;
  private int detents;
  private boolean pushed;
  private long pushSinceNs;

  /** Takes in the contacts of this tick. */
  public void read(long nowNs, Reports reports) {
    int now =
        ((reports.encoder & Contacts.ENCODER_A) != 0 ? 1 : 0)
            | ((reports.encoder & Contacts.ENCODER_B) != 0 ? 2 : 0);
    detents = 0;
    if (begun) {
      steps += STEPS[4 * levels + now];
      if (now == 0) {
        detents = steps >= ENOUGH ? 1 : steps <= -ENOUGH ? -1 : 0;
        steps = 0;
      }
    }
    begun = true;
    levels = now;
    boolean down = (reports.encoder & Contacts.ENCODER_PUSH) != 0;
    if (down == pushed) {
      pushSinceNs = nowNs;
    } else if (nowNs - pushSinceNs >= PUSH_NS) {
      pushed = down;
      pushSinceNs = nowNs;
    }
  }

  /** Detents passed in this tick: 1 clockwise, -1 back, else 0. */
  public int detents() {
    return detents;
  }

  /** It is held down. */
  public boolean pushed() {
    return pushed;
  }
}
