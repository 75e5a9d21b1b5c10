package org.stipple.controller.safety;

/**
 * Whether the machine may move in this tick. The three carriers are allocated once and reused; a
 * verdict is good for its tick only.
 */
public sealed interface Verdict permits Verdict.Permit, Verdict.Limit, Verdict.Trip {

  /** Nothing stands in the way. */
  final class Permit implements Verdict {
    Permit() {}
  }

  /** The needle may not run: an interlock stands, or a fault is latched. */
  final class Limit implements Verdict {
    private Interlock interlock = Interlock.NONE;

    Limit() {}

    Limit because(Interlock why) {
      interlock = why;
      return this;
    }

    /** The most important interlock; {@link Interlock#NONE} where only the latch forbids. */
    public Interlock interlock() {
      return interlock;
    }
  }

  /** A fault happened now: everything off at once. */
  final class Trip implements Verdict {
    private Fault fault = Fault.NONE;

    Trip() {}

    Trip because(Fault why) {
      fault = why;
      return this;
    }

    /** What happened. */
    public Fault fault() {
      return fault;
    }
  }
}
