package org.stipple.sim.trial;

import java.util.SplittableRandom;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.machine.DepthState;
import org.stipple.sim.scenario.VirtualSession;

/** Moves of the depth axis: where the tip truly ends up, and how long a millimetre takes. */
public final class DepthTrial {

  private DepthTrial() {}

  /**
   * What was seen.
   *
   * @param errorMmMax farthest the true protrusion was from the depth set
   * @param millimetreMsMax longest move of one millimetre, from the command to the tick that knows
   */
  public record Result(double errorMmMax, double millimetreMsMax) {}

  /** Makes {@code moves} moves to random depths, and some of exactly one millimetre. */
  public static Result run(Subject subject, int moves, long seed) {
    VirtualSession session = subject.armed(seed);
    SplittableRandom random = new SplittableRandom(seed);
    double deepestMm = subject.profile().limits().depthMmMax();
    double worst = 0;
    for (int i = 0; i < moves; i++) {
      double mm = StrictMath.rint(random.nextDouble(0.2, deepestMm) * 20) / 20;
      mm = Math.min(mm, deepestMm);
      move(session, mm);
      worst = Math.max(worst, Math.abs(session.plant().protrusionMm() - mm));
    }
    double longest = 0;
    double far = Math.min(1.5, deepestMm);
    double near = far - 1;
    for (double mm : new double[] {near, far, near, far, near}) {
      double ms = move(session, mm);
      worst = Math.max(worst, Math.abs(session.plant().protrusionMm() - mm));
      longest = mm == near && longest == 0 ? longest : Math.max(longest, ms);
    }
    return new Result(worst, longest);
  }

  private static double move(VirtualSession session, double mm) {
    long startNs = session.nowNs();
    session.expectDone(new OperatorCommand.SetDepth(session.newId(), mm));
    session.runUntil(
        "depth " + mm,
        () ->
            session.sample().depth == DepthState.STANDING
                && Math.abs(session.sample().protrusionMm - mm) < 0.005,
        2_000);
    return (session.nowNs() - startNs) * 1e-6;
  }
}
