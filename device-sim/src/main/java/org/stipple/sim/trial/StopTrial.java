package org.stipple.sim.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.control.Mode;
import org.stipple.sim.plant.Plant;
import org.stipple.sim.scenario.VirtualSession;
import org.stipple.telemetry.plot.Point;

/** The pedal is let go at any moment: how many strokes follow, and when the needle is parked. */
public final class StopTrial {

  /** Needle this far behind the tip is parked, mm (machine.md section 2). */
  static final double BEHIND_MM = 0.5;

  private static final double STILL_RAD_PER_S = 0.5;
  private static final long LIMIT_MS = 1_500;
  private static final double SHOWN_SECONDS = 0.3;

  private StopTrial() {}

  /**
   * What was seen.
   *
   * @param strokesMax most strokes after the contact's edge
   * @param parkedMsMax longest time until the needle was at rest behind the tip for good
   * @param unparked stops after which it was not within 1.5 s
   * @param miscounted stops whose strokes the host told wrong by more than the one that a bouncing
   *     contact leaves in doubt
   * @param trace angle of the shaft in turns after the last stop
   */
  public record Result(
      long strokesMax, double parkedMsMax, int unparked, int miscounted, List<Point> trace) {}

  /** Lets go {@code stops} times. */
  public static Result run(Subject subject, double hz, int stops, long seed) {
    VirtualSession session = subject.armed(seed);
    SplittableRandom random = new SplittableRandom(seed);
    session.expectDone(new OperatorCommand.SetFrequency(session.newId(), hz));
    Plant plant = session.plant();
    long most = 0;
    double longest = 0;
    int unparked = 0;
    int miscounted = 0;
    List<Point> trace = new ArrayList<>();
    for (int i = 0; i < stops; i++) {
      session.pedal(true);
      session.runMs(random.nextLong(400, 700));
      if (random.nextBoolean()) {
        session.machine().wiring().skin(true, session.nowNs());
      }
      session.runMs(random.nextLong(30, 300));
      session.pedal(false);
      long before = plant.strokes();
      long startNs = session.nowNs();
      long[] unrestNs = {startNs};
      trace.clear();
      double turnsAtRelease = plant.shaftAngleRad() / (2 * StrictMath.PI);
      session.runMs(
          LIMIT_MS,
          () -> {
            boolean rests =
                Math.abs(plant.speedRadPerS()) < STILL_RAD_PER_S
                    && plant.needleBeyondTipMm() <= -BEHIND_MM;
            if (!rests) {
              unrestNs[0] = session.nowNs();
            }
            double seconds = (session.nowNs() - startNs) * 1e-9;
            double turns = plant.shaftAngleRad() / (2 * StrictMath.PI) - turnsAtRelease;
            if (seconds < SHOWN_SECONDS) {
              trace.add(new Point(seconds, turns));
            }
          });
      session.machine().wiring().skin(false, session.nowNs());
      long strokes = plant.strokes() - before;
      most = Math.max(most, strokes);
      double ms = (unrestNs[0] - startNs) * 1e-6;
      longest = Math.max(longest, ms);
      unparked += ms > LIMIT_MS - 100 || session.sample().mode != Mode.ARMED ? 1 : 0;
      miscounted += Math.abs(session.sample().strokesAfterRelease - strokes) <= 1 ? 0 : 1;
      if (session.sample().mode != Mode.ARMED) {
        throw new IllegalStateException(subject.name() + " at " + hz + " Hz: " + session);
      }
    }
    return new Result(most, longest, unparked, miscounted, trace);
  }
}
