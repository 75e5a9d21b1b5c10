package org.stipple.controller.control;

import org.stipple.controller.estimate.Contact;
import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.operator.Pedal;

/**
 * A needle that runs with the pedal up, which nobody must forget (H33): any press ends it, and so
 * does any change of a contact once the starting press is over; it ends by itself after a while
 * without the skin, and in any case in the end.
 */
final class LatchedRun {

  private static final long WITHOUT_CONTACT_NS = 20_000_000_000L;
  private static final long IN_ALL_NS = 120_000_000_000L;

  private final boolean feelsSkin;
  private long beganNs;
  private long skinNs;
  private boolean released;
  private boolean forgotten;

  LatchedRun(Equipment equipment) {
    feelsSkin = equipment.motorCurrent() && equipment.tachometer();
  }

  void begin(long nowNs) {
    beganNs = nowNs;
    skinNs = nowNs;
    released = false;
    forgotten = false;
  }

  boolean goesOn(long nowNs, Pedal pedal, Estimate estimate) {
    if (released && !pedal.up()) {
      return false;
    }
    released |= pedal.up();
    if (estimate.contact == Contact.IN_SKIN) {
      skinNs = nowNs;
    }
    forgotten = nowNs - beganNs > IN_ALL_NS || (feelsSkin && nowNs - skinNs > WITHOUT_CONTACT_NS);
    return !forgotten;
  }

  /** Whether it ended by itself. */
  boolean forgotten() {
    return forgotten;
  }
}
