package org.stipple.controller.panel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.controller.control.Mode;
import org.stipple.controller.session.Requests;

/**
 * Whether the page that armed the machine still paints. A browser that stands still shows old
 * values as if they were live (H30): then the press under way may finish, since a browser is no
 * reason to stop in the middle of a hairline, and no other begins. Any thread.
 */
final class DeadMan {
  private static final Logger LOG = LoggerFactory.getLogger(DeadMan.class);

  /** A page that tells of no painted frame for so long stands still, ns; it tells every 150 ms. */
  static final long SILENT_NS = 1_000_000_000;

  private final Requests requests;
  private String page = "";
  private long paintedNs;
  private boolean guards;
  private boolean seenArmed;
  private boolean silent;

  DeadMan(Requests requests) {
    this.requests = requests;
  }

  /** That page has armed the machine. */
  synchronized void armedBy(String name, long nowNs) {
    page = name;
    paintedNs = nowNs;
    guards = true;
    seenArmed = false;
  }

  /** That page has painted a frame. */
  synchronized void painted(String name, long nowNs) {
    if (name.equals(page)) {
      paintedNs = nowNs;
      if (silent) {
        silent = false;
        requests.attend(true);
        LOG.info("panel: the page paints again");
      }
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
      silent = true;
      requests.attend(false);
      LOG.warn(
          "panel: the page that armed the machine has painted nothing for {} ms: the press under way"
              + " may finish, the next is refused",
          (nowNs - paintedNs) / 1_000_000);
    }
  }
}
