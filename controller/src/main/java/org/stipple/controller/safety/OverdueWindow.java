package org.stipple.controller.safety;

/**
 * In how much of the last second the host owed the machine a tick. One long pause is a fault of its
 * own; this sees the many short ones that none of them is.
 */
final class OverdueWindow {

  /**
   * A tick this long after the one before it is not overdue yet: the usual period and half of it.
   */
  private static final long DUE_NS = 1_500_000;

  private static final int SLOTS = 10;
  private static final long SLOT_NS = 100_000_000;

  private final long[] overdueNs = new long[SLOTS];
  private long slotNs;
  private int slot;
  private long sumNs;
  private long lastNs;
  private boolean begun;

  OverdueWindow() {}

  /** A tick came. */
  void tick(long nowNs) {
    if (!begun) {
      begun = true;
      slotNs = nowNs;
      lastNs = nowNs;
    }
    turnTo(nowNs);
    long late = Math.max(0, nowNs - lastNs - DUE_NS);
    overdueNs[slot] += late;
    sumNs += late;
    lastNs = nowNs;
  }

  private void turnTo(long nowNs) {
    for (int turns = 0; nowNs - slotNs >= SLOT_NS && turns < SLOTS; turns++) {
      slot = (slot + 1) % SLOTS;
      sumNs -= overdueNs[slot];
      overdueNs[slot] = 0;
      slotNs += SLOT_NS;
    }
    if (nowNs - slotNs >= SLOT_NS) {
      slotNs = nowNs;
    }
  }

  /** Share of the last second, %; more than 100 after a pause longer than that. */
  double percent() {
    return 100.0 * sumNs / (SLOTS * SLOT_NS);
  }
}
