package org.stipple.sim.campaign;

import java.util.List;

/**
 * What came of a disk that failed under a running controller.
 *
 * @param failure how it failed, in a word
 * @param alarmS from the failure to the alarm, s; NaN = none came
 * @param crashes how often the controller ended by itself
 * @param lost entries that had been acknowledged and are not in the record afterwards
 * @param problems what else was not as it should be, in words
 */
record DiskRun(String failure, double alarmS, int crashes, long lost, List<String> problems) {
  DiskRun {
    problems = List.copyOf(problems);
  }

  String sentence() {
    return "%s: alarm after %.2f s, %d crashes, %d entries lost%s"
        .formatted(
            failure,
            alarmS,
            crashes,
            lost,
            problems.isEmpty() ? "" : "; " + String.join("; ", problems));
  }
}
