package org.stipple.controller.safety;

/**
 * The memory of a fault: starts set, keeps the first fault, clears only when told to. Loop thread
 * only.
 */
public final class FaultLatch {

  private Fault fault = Fault.STARTED;
  private long occurrence;
  private double value = Double.NaN;
  private double limit = Double.NaN;
  private boolean alarming;

  FaultLatch() {}

  /** Keeps a fault; a later one does not replace the first, a programmer's error replaces any. */
  void keep(Fault what, boolean armed, double measured, double allowed) {
    if (latched() && what != Fault.HOST_ERROR) {
      return;
    }
    fault = what;
    value = measured;
    limit = allowed;
    alarming = armed;
    occurrence++;
  }

  /** Forgets the fault. */
  void clear() {
    fault = Fault.NONE;
    value = Double.NaN;
    limit = Double.NaN;
    alarming = false;
  }

  /** The fault that is kept, {@link Fault#NONE} when none is. */
  public Fault fault() {
    return fault;
  }

  /** Whether a fault is kept. */
  public boolean latched() {
    return fault != Fault.NONE;
  }

  /** Whether the kept fault happened while the machine was armed: somebody must hear it. */
  public boolean alarming() {
    return alarming;
  }

  /** Times a fault was kept since start. */
  public long occurrence() {
    return occurrence;
  }

  /** What was measured; NaN = nothing. */
  public double value() {
    return value;
  }

  /** What it was judged by; NaN = nothing. */
  public double limit() {
    return limit;
  }
}
