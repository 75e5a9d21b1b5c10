package org.stipple.sim.campaign;

import java.util.ArrayList;
import java.util.List;
import org.stipple.sim.trial.Subject;

/** The machines of a campaign; a session is on one of them, those that come often more often. */
final class Roster {

  private static final int USUAL = 6;
  private static final int SLOW_LINE = 4;

  private Roster() {}

  /**
   * They prove themselves before they are armed: the reference machine, the one on a slow line, and
   * one of each at the limits.
   */
  static List<Subject> all() {
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < USUAL; i++) {
      subjects.add(Subject.reference());
    }
    for (int i = 0; i < SLOW_LINE; i++) {
      subjects.add(Subject.eightBit());
    }
    subjects.addAll(Subject.atTheLimits());
    return subjects.stream().map(Subject::selfTesting).toList();
  }
}
