package org.stipple.sim.fault;

import java.util.Locale;

/**
 * One fault to come.
 *
 * @param kind what goes wrong
 * @param atMs when it begins, virtual ms
 * @param lastsMs how long it lasts, 1..
 * @param size how bad it is, in the unit of the kind
 */
public record PlannedFault(FaultKind kind, long atMs, int lastsMs, double size) {

  /** When it is over, virtual ms. */
  public long endMs() {
    return atMs + lastsMs;
  }

  /** As in "at 12.300 s the line falls silent for 80 ms". */
  public String sentence() {
    return String.format(Locale.ROOT, "at %.3f s ", atMs / 1e3)
        + String.format(Locale.ROOT, kind.words(), size)
        + (kind.longestMs() > 1 ? " for " + lastsMs + " ms" : "");
  }
}
