package org.stipple.sim.trial;

import java.util.ArrayList;
import java.util.List;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.sim.plant.Plant;
import org.stipple.sim.scenario.VirtualSession;
import org.stipple.telemetry.plot.Point;

/** How long the needle takes from rest to 95 % of a frequency, against full voltage. */
public final class SpinUpTrial {

  private static final double SHARE = 0.95;
  private static final long LIMIT_MS = 2_000;
  private static final long SHOWN_MS = 200;
  private static final long STEP_NS = 100_000;

  private SpinUpTrial() {}

  /**
   * What was seen. Both times begin when the bridge is first driven.
   *
   * @param ms under our control
   * @param fullMs at the full voltage of the supply, with its current limit
   * @param trace speed of the shaft under our control
   */
  public record Result(double ms, double fullMs, List<Point> trace) {
    /** The first over the second. */
    public double ratio() {
      return ms / fullMs;
    }
  }

  /** Runs it. */
  public static Result run(Subject subject, double hz, long seed) {
    VirtualSession session = subject.armed(seed);
    session.expectDone(new OperatorCommand.SetFrequency(session.newId(), hz));
    // What a needle has done once its friction is known.
    session.pedal(true);
    session.runMs(2_000);
    session.pedal(false);
    session.waitParked();
    session.runMs(300);
    session.pedal(true);
    Plant plant = session.plant();
    double restRad = plant.angleFromNeedleUpRad();
    session.runUntil("drive", () -> session.machine().wiring().bridgeDuty() > 0, 200);
    // Between two ticks the bridge has been driven for less than one.
    long onNs = session.machine().wiring().drive().onNs();
    List<Point> trace = new ArrayList<>();
    long[] reached = {0};
    double[] before = {0};
    session.runMs(
        SHOWN_MS,
        () -> {
          double seconds = (session.nowNs() - onNs) * 1e-9;
          trace.add(new Point(seconds, plant.frequencyHz()));
          if (reached[0] == 0 && plant.frequencyHz() >= SHARE * hz) {
            double since = (plant.frequencyHz() - SHARE * hz) / (plant.frequencyHz() - before[0]);
            reached[0] = session.nowNs() - onNs - (long) (since * VirtualSession.TICK_NS);
          }
          before[0] = plant.frequencyHz();
        });
    double ms = reached[0] == 0 ? LIMIT_MS : reached[0] * 1e-6;
    return new Result(ms, fullMs(subject, hz, restRad), trace);
  }

  private static double fullMs(Subject subject, double hz, double fromRad) {
    Plant plant =
        new Plant(
            subject.parameters().with(subject.parameters().drive().withStartAngle(fromRad)), 1);
    plant.supply(true);
    plant.stepNs(100_000_000);
    plant.bridge(1);
    long startNs = plant.nowNs();
    while (plant.frequencyHz() < SHARE * hz && plant.nowNs() - startNs < LIMIT_MS * 1_000_000) {
      plant.stepNs(STEP_NS);
    }
    return (plant.nowNs() - startNs) * 1e-6;
  }
}
