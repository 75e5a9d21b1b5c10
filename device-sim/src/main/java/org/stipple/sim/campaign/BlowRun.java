package org.stipple.sim.campaign;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stipple.sim.ensemble.Silence;

/**
 * What came of a blow.
 *
 * @param blow which
 * @param silence how the needle stopped; empty where it is not known
 * @param restartS from the start of the next controller to one that is ready to be reset and armed,
 *     s; NaN where none was started
 * @param acknowledged entries of the session that somebody had been told are on disk
 * @param lost of these, not in the file afterwards
 * @param duplicated of these, more than once in it
 * @param violations what should not have been
 */
record BlowRun(
    Blow blow,
    Optional<Silence> silence,
    double restartS,
    int acknowledged,
    int lost,
    int duplicated,
    List<Violation> violations) {

  BlowRun {
    violations = List.copyOf(violations);
  }

  /** A blow that could not be seen to its end. */
  static BlowRun brokenOff(Blow blow, String why) {
    String words = why.replaceAll("\\s+", " ");
    return new BlowRun(
        blow,
        Optional.empty(),
        Double.NaN,
        0,
        0,
        0,
        List.of(new Violation("H16", 0, "broke off: " + words, 1, 0)));
  }

  /** For people. */
  String sentence() {
    StringBuilder text = new StringBuilder(blow.words());
    silence.ifPresent(seen ->
        text.append(
            String.format(
                Locale.ROOT,
                ": drive off %.1f ms and %d strokes after the last byte, standstill %.1f ms",
                seen.driveOffMs(),
                seen.strokes(),
                seen.standstillMs())));
    if (!Double.isNaN(restartS)) {
      text.append(String.format(Locale.ROOT, "; ready again in %.2f s", restartS));
    }
    violations.forEach(violation -> text.append("\n  ").append(violation.sentence()));
    return text.toString();
  }
}
