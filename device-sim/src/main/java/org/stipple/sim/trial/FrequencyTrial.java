package org.stipple.sim.trial;

import org.stipple.controller.command.OperatorCommand;
import org.stipple.sim.scenario.VirtualSession;

/** The needle runs free at a set frequency. */
public final class FrequencyTrial {

  private static final long SETTLE_MS = 2_000;
  private static final long MEASURE_MS = 10_000;

  private FrequencyTrial() {}

  /**
   * What was seen over 10 s.
   *
   * @param setHz what was asked for
   * @param meanErrorPercent of the whole time, signed
   * @param deviationPercent standard deviation of the strokes' own frequencies
   */
  public record Result(double setHz, double meanErrorPercent, double deviationPercent) {}

  /** Runs it. */
  public static Result run(Subject subject, double hz, long seed) {
    VirtualSession session = subject.armed(seed);
    session.expectDone(new OperatorCommand.SetFrequency(session.newId(), hz));
    session.pedal(true);
    session.runMs(SETTLE_MS);
    StrokeWatch watch = new StrokeWatch(session.plant());
    session.runMs(MEASURE_MS, watch::look);
    return new Result(
        hz, 100 * (watch.meanHz() - hz) / hz, 100 * watch.deviationHz() / watch.meanHz());
  }
}
