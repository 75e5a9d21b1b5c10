package org.stipple.sim.trial;

import java.util.SplittableRandom;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.StrokeMode;
import org.stipple.controller.control.Mode;
import org.stipple.sim.plant.Plant;
import org.stipple.sim.scenario.VirtualSession;

/** Taps of an exact number of strokes, with friction, supply, bounce and skin varied. */
public final class TapTrial {

  /**
   * Shortest press that must be seen: contacts transfer for up to 20 ms and bounce for up to 8, the
   * level is asked for every 20 ms, and a press soon after another must stand for 20 ms (H14).
   */
  private static final long PRESS_MS = 80;

  private static final long LIMIT_MS = 4_000;

  /** Friction moves by a random walk within these, Nm added to the drive's own. */
  private static final double LOAD_NM_MAX = 0.35e-3;

  private static final double SUPPLY_SHARE = 0.08;

  private TapTrial() {}

  /**
   * What was seen.
   *
   * @param run taps made
   * @param miscounts taps with another number of strokes by the plant
   * @param untold of these, those that the host did not report
   * @param parkedMsMax longest time from the last stroke asked for to rest behind the tip
   * @param unparked taps after which the needle did not rest behind the tip
   * @param meanMs mean time of a tap from the press to the next being possible
   */
  public record Result(
      int run, int miscounts, int untold, double parkedMsMax, int unparked, double meanMs) {
    /** Both together. */
    public Result plus(Result other) {
      return new Result(
          run + other.run,
          miscounts + other.miscounts,
          untold + other.untold,
          Math.max(parkedMsMax, other.parkedMsMax),
          unparked + other.unparked,
          (run * meanMs + other.run * other.meanMs) / Math.max(1, run + other.run));
    }
  }

  /** Makes {@code taps} taps of {@code from} to {@code to} strokes each. */
  public static Result run(Subject subject, int from, int to, int taps, long seed) {
    VirtualSession session = subject.armed(seed);
    SplittableRandom random = new SplittableRandom(seed);
    Plant plant = session.plant();
    double supplyVolts = subject.parameters().supply().openVolts();
    double ceilingHz = Math.min(150, 0.8 * subject.reachHz());
    Result all = new Result(0, 0, 0, 0, 0, 0);
    double load = 0;
    for (int i = 0; i < taps; i++) {
      load = Math.clamp(load + random.nextDouble(-0.03e-3, 0.03e-3), 0.0, LOAD_NM_MAX);
      plant.extraLoadNewtonMetres(load);
      if (i % 50 == 0) {
        plant.supplyOpenVolts(supplyVolts * random.nextDouble(1 - SUPPLY_SHARE, 1 + SUPPLY_SHARE));
        double hz = Math.rint(random.nextDouble(Math.min(40, ceilingHz - 1), ceilingHz));
        session.expectDone(new OperatorCommand.SetFrequency(session.newId(), hz));
      }
      int strokes = from + random.nextInt(to - from + 1);
      session.expectDone(
          new OperatorCommand.SetStrokes(session.newId(), StrokeMode.TAPS, strokes, 1));
      session.machine().wiring().skin(random.nextInt(4) == 0, session.nowNs());
      all = all.plus(tap(session, strokes, random));
    }
    return all;
  }

  private static Result tap(VirtualSession session, int strokes, SplittableRandom random) {
    Plant plant = session.plant();
    long before = plant.strokes();
    long toldBefore = session.sample().miscounts;
    long tapsBefore = session.sample().taps;
    long startNs = session.nowNs();
    session.pedal(true);
    long[] lastDownNs = {startNs};
    long[] unrestNs = {startNs};
    session.runMs(
        PRESS_MS + random.nextLong(20),
        () -> look(session, before + strokes, lastDownNs, unrestNs));
    session.pedal(false);
    while (session.nowNs() - startNs < LIMIT_MS * 1_000_000
        && !(session.sample().taps > tapsBefore && session.sample().mode == Mode.ARMED)) {
      session.runMs(1, () -> look(session, before + strokes, lastDownNs, unrestNs));
    }
    double ms = (session.nowNs() - startNs) * 1e-6;
    if (session.sample().mode != Mode.ARMED) {
      throw new IllegalStateException("tap of " + strokes + ": " + session);
    }
    session.runMs(
        30 + random.nextLong(30), () -> look(session, before + strokes, lastDownNs, unrestNs));
    boolean wrong = plant.strokes() - before != strokes;
    boolean told = session.sample().miscounts > toldBefore;
    boolean parked = plant.needleBeyondTipMm() <= -StopTrial.BEHIND_MM;
    return new Result(
        1,
        wrong ? 1 : 0,
        wrong && !told ? 1 : 0,
        (unrestNs[0] - lastDownNs[0]) * 1e-6,
        parked ? 0 : 1,
        ms);
  }

  private static void look(
      VirtualSession session, long strokesWhenDown, long[] lastDownNs, long[] unrestNs) {
    Plant plant = session.plant();
    if (plant.strokes() < strokesWhenDown) {
      lastDownNs[0] = session.nowNs();
    }
    boolean rests =
        Math.abs(plant.speedRadPerS()) < 0.5 && plant.needleBeyondTipMm() <= -StopTrial.BEHIND_MM;
    if (!rests) {
      unrestNs[0] = session.nowNs();
    }
  }
}
