package org.stipple.controller.panel;

import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.controller.control.Mode;

/**
 * Whether the page that armed the machine still paints. A browser that stands still shows old
 * values as if they were live (H30): then the press under way may finish, since a browser is no
 * reason to stop in the middle of a hairline, and no other begins. Any thread.
 */
final class DeadMan {
  private static final Logger LOG = LoggerFactory.getLogger(DeadMan.class);

  /** A page that tells of no painted frame for so long stands still, ns; it tells every 150 ms. */
  static final long SILENT_NS = 1_000_000_000;

  private final Predicate<Boolean> attend;
  private String page = "";
  private long paintedNs;
  private boolean guards;
  private boolean seenArmed;
  private boolean silent;

  /**
   * One that guards nothing yet.
   *
   * @param attend tells the machine whether anybody sees; false where it has to be told again
   */
  DeadMan(Predicate<Boolean> attend) {
    this.attend = attend;
  }

  /** That page has armed the machine. */
  synchronized void armedBy(String name, long nowNs) {
    page = name;
    paintedNs = nowNs;
    guards = true;
    seenArmed = false;
    seen();
  }

  /** The machine did not take that: unless it is armed all the same there is nothing to guard. */
  synchronized void notArmed(Mode mode) {
    guards &= mode != Mode.DISARMED;
  }

  /** That page has painted a frame: any will do while none has armed, as after a browser's end. */
  synchronized void painted(String name, long nowNs) {
    if (name.equals(page) || !guards) {
      paintedNs = nowNs;
      seen();
    }
  }

  private void seen() {
    if (silent && attend.test(true)) {
      silent = false;
      LOG.info("panel: the page paints again");
    }
  }

  /** Looks, 20 times a second. */
  synchronized void look(Mode mode, long nowNs) {
    boolean armed = mode != Mode.DISARMED;
    seenArmed |= armed;
    if (guards && seenArmed && !armed) {
      guards = false;
    }
    if (guards && armed && !silent && nowNs - paintedNs > SILENT_NS) {
      silent = attend.test(false);
      LOG.warn(
          "panel: the page that armed the machine has painted nothing for {} ms: the press under way"
              + " may finish, the next is refused",
          (nowNs - paintedNs) / 1_000_000);
    }
  }
}
