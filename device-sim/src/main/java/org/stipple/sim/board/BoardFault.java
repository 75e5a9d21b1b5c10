package org.stipple.sim.board;

/** Leaves the running command or timer; the board then shuts down with the reason. */
final class BoardFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  BoardFault(Reason reason) {
    super(reason.text(), null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
