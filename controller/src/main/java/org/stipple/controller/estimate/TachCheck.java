package org.stipple.controller.estimate;

/**
 * Whether the tachometer's edges from one index pulse to the next are those of one turn (H5). A
 * pulse lost or doubled now and then is corrected by the next index; one that goes on is counted
 * here.
 */
final class TachCheck {

  /** Farther off is not a turn of this tachometer, share of its edges. */
  private static final double OFF_SHARE = 0.15;

  /** A shaft that trembles at the index's edge advances less, turns. */
  private static final double TREMBLES_TURNS = 0.05;

  private boolean whole;
  private int wrongTurns;
  private double share = 1;

  TachCheck() {}

  /** A driven shaft came to the index again after so many turns by its tachometer. */
  void turned(double turnsByTach) {
    if (!whole) {
      // It began to be driven somewhere within this turn.
      whole = true;
      return;
    }
    if (turnsByTach < TREMBLES_TURNS) {
      return;
    }
    share = turnsByTach;
    wrongTurns = Math.abs(turnsByTach - 1) > OFF_SHARE ? wrongTurns + 1 : 0;
  }

  /** It is not driven: the turn it is in does not count. */
  void clear() {
    whole = false;
    wrongTurns = 0;
    share = 1;
  }

  /** Turns in a row that were not those of the tachometer. */
  int wrongTurns() {
    return wrongTurns;
  }

  /** Edges of the last turn as a share of what a turn has. */
  double share() {
    return share;
  }
}
