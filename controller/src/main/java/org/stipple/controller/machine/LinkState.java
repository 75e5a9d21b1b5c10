package org.stipple.controller.machine;

/** How far the way to the machine's board stands open. */
public enum LinkState {
  /** No line: unplugged, or the port cannot be opened. */
  ABSENT,
  /** The line is there; the board is being found, identified or configured. */
  CONNECTING,
  /** Configured; reports flow and drives are obeyed. */
  READY,
  /** The board has shut itself down: outputs at their defaults, counters and contacts silent. */
  SHUTDOWN,
  /** The board cannot serve this machine (wrong kind, missing command or pin); says why. */
  REFUSED
}
