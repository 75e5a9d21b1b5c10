package org.stipple.sim.demo;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The pedal of the bench page, held only as long as its page says so again and again: a page that
 * is closed, asleep or cut off lets go of it.
 *
 * <p>Threading: any thread.
 */
final class PedalHold {

  /** The page repeats itself every 100 ms; three lost in a row are silence. */
  static final long SILENCE_NS = 400_000_000;

  /** Who moves the real pedal. */
  @FunctionalInterface
  interface Foot {
    /** Presses or releases. */
    void move(boolean down) throws IOException;
  }

  private final Foot foot;
  private @Nullable String holder;
  private long heardNs;

  PedalHold(Foot foot) {
    this.foot = foot;
  }

  /** A page presses. One page at a time has the pedal. */
  synchronized void press(String page, long nowNs) throws IOException {
    if (holder != null && !holder.equals(page)) {
      throw new IOException("another page holds the pedal");
    }
    // From here on it counts as held: should the answer get lost, silence releases it.
    holder = page;
    heardNs = nowNs;
    foot.move(true);
  }

  /** A page says that it still presses. After a silence this is no press: that takes a new one. */
  synchronized void held(String page, long nowNs) {
    if (page.equals(holder)) {
      heardNs = nowNs;
    }
  }

  /** A page releases it, or is gone. */
  synchronized void release(String page) {
    if (page.equals(holder)) {
      releaseAll();
    }
  }

  /** Releases it when its page has fallen silent. */
  synchronized void expire(long nowNs) {
    if (holder != null && nowNs - heardNs > SILENCE_NS) {
      releaseAll();
    }
  }

  synchronized boolean isHeld() {
    return holder != null;
  }

  /** Releases it, whoever holds it. A board that does not hear it is off and released already. */
  synchronized void releaseAll() {
    if (holder == null) {
      return;
    }
    holder = null;
    try {
      foot.move(false);
    } catch (IOException e) {
      // The board is away; a board that starts has its pedal up.
    }
  }
}
