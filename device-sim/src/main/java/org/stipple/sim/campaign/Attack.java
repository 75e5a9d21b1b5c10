package org.stipple.sim.campaign;

import java.util.Optional;

/**
 * A way to do at a clinic what one may not.
 *
 * @param name in a word or three
 * @param audited what a line about it in the audit log has; empty where another broker than ours
 *     stands in the way, which has a log of its own
 * @param attempt the n-th try; whether it was accepted
 */
record Attack(String name, Optional<String> audited, Attempt attempt) {

  /** One try. */
  interface Attempt {
    /** Whether it was accepted. */
    boolean isAccepted(int number) throws Exception;
  }
}
