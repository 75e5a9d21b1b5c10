package org.stipple.sim.campaign;

import java.util.List;
import java.util.function.LongFunction;
import org.stipple.sim.trial.Subject;

/**
 * Plays sessions inside a {@link MutantLoader}. What it gives is a text of the JVM's own, since
 * every class of ours is another one there.
 */
public final class Mutant implements LongFunction<String> {

  private final List<Subject> subjects =
      List.of(Subject.reference().selfTesting(), Subject.eightBit().selfTesting());

  /** For the loader, by reflection. */
  public Mutant() {}

  /** The first violation of the session of that seed, as a sentence; empty where there is none. */
  @Override
  public String apply(long seed) {
    try {
      SessionRun run = SessionRun.play(seed, subjects);
      return run.violations().isEmpty() ? "" : run.violations().getFirst().sentence();
    } catch (RuntimeException | AssertionError e) {
      return "broke off: " + e;
    }
  }
}
