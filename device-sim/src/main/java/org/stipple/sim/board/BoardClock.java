package org.stipple.sim.board;

/**
 * World nanoseconds to the board's 64-bit tick count and back. The count starts one second below
 * the wrap of its low 32 bits, so that every host meets the wrap.
 */
final class BoardClock {

  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final long hz;
  private final double nsPerTick;
  private final long startTick;
  private final long startNs;

  BoardClock(BoardKind kind, long startNs) {
    this.hz = kind.trueClockHz();
    this.nsPerTick = (double) NS_PER_SECOND / hz;
    this.startTick = (1L << 32) - kind.clockHz();
    this.startNs = startNs;
  }

  long startTick() {
    return startTick;
  }

  /** Last tick that has passed at {@code timeNs}; split so that no product overflows. */
  long tickAt(long timeNs) {
    long since = timeNs - startNs;
    return startTick + since / NS_PER_SECOND * hz + since % NS_PER_SECOND * hz / NS_PER_SECOND;
  }

  /** Time of a tick; at most one nanosecond late. */
  long nsAt(long tick) {
    return startNs + (long) StrictMath.ceil((tick - startTick) * nsPerTick);
  }
}
