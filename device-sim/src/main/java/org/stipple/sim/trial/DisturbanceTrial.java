package org.stipple.sim.trial;

import java.util.ArrayList;
import java.util.List;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.sim.plant.Plant;
import org.stipple.sim.scenario.VirtualSession;
import org.stipple.telemetry.plot.Point;

/** Skin at the needle, and friction that grows: how far and how long the frequency is off. */
public final class DisturbanceTrial {

  private static final long SETTLE_MS = 2_500;
  private static final long CONTACT_MS = 1_200;
  private static final long GAP_MS = 800;
  private static final int CONTACTS = 20;

  /** Back for good: the running mean stays within this. */
  private static final double BACK_PERCENT = 0.2;

  /** Strokes of a running mean. */
  private static final int STROKES = 15;

  private static final double RAMP_SECONDS = 1;
  private static final double RAMP_NM = 0.9e-3;

  private DisturbanceTrial() {}

  /**
   * What contacts did.
   *
   * @param recoveryMs longest time until the mean of the strokes was back within 0.2 % and stayed
   * @param limitMs what is allowed at this frequency: the longer of 150 ms and 15 strokes
   */
  public record Contact(double recoveryMs, double limitMs) {}

  /**
   * What a ramp of friction did.
   *
   * @param worstPercent how far the running mean was off at most
   * @param trace each stroke
   */
  public record Ramp(double worstPercent, List<Point> trace) {}

  /** A drive of one needle, ours or another's. */
  interface Drive {
    void runMs(long ms, Runnable each);

    void skin(boolean there);

    Plant plant();
  }

  private record Ours(VirtualSession session) implements Drive {
    @Override
    public void runMs(long ms, Runnable each) {
      session.runMs(ms, each);
    }

    @Override
    public void skin(boolean there) {
      session.machine().wiring().skin(there, session.nowNs());
    }

    @Override
    public Plant plant() {
      return session.plant();
    }
  }

  /** Our control, running at that frequency. */
  static Drive ours(Subject subject, double hz, long seed) {
    VirtualSession session = subject.armed(seed);
    session.expectDone(new OperatorCommand.SetFrequency(session.newId(), hz));
    session.pedal(true);
    session.runMs(SETTLE_MS);
    return new Ours(session);
  }

  /** Contacts under our control. */
  public static Contact contacts(Subject subject, double hz, long seed) {
    return contacts(ours(subject, hz, seed), hz);
  }

  /** A ramp of friction under our control. */
  public static Ramp ramp(Subject subject, double hz, long seed) {
    return ramp(ours(subject, hz, seed), hz);
  }

  /** The same ramp under a peer. */
  public static Ramp ramp(Peer peer, Subject subject, double hz, long seed) {
    return ramp(peer.running(subject, hz, seed), hz);
  }

  /** The same contacts under a peer. */
  public static Contact contacts(Peer peer, Subject subject, double hz, long seed) {
    return contacts(peer.running(subject, hz, seed), hz);
  }

  static Contact contacts(Drive drive, double hz) {
    double worstMs = 0;
    for (int i = 0; i < CONTACTS; i++) {
      drive.skin(true);
      Recovery recovery = new Recovery(drive.plant(), hz);
      drive.runMs(CONTACT_MS, recovery::look);
      worstMs = Math.max(worstMs, recovery.ms());
      drive.skin(false);
      drive.runMs(GAP_MS + 7L * i, () -> {});
    }
    return new Contact(worstMs, Math.max(150, 1e3 * 15 / hz));
  }

  static Ramp ramp(Drive drive, double hz) {
    Plant plant = drive.plant();
    List<Point> trace = new ArrayList<>();
    RunningMean mean = new RunningMean(plant, STROKES);
    long startNs = plant.nowNs();
    double[] worst = {0};
    drive.runMs(
        2_000,
        () -> {
          double seconds = (plant.nowNs() - startNs) * 1e-9 - 0.3;
          plant.extraLoadNewtonMetres(RAMP_NM * Math.clamp(seconds / RAMP_SECONDS, 0.0, 1.0));
          if (mean.look()) {
            trace.add(new Point(seconds + 0.3, plant.lastStrokeHz()));
            worst[0] = Math.max(worst[0], 100 * Math.abs(mean.hz() - hz) / hz);
          }
        });
    return new Ramp(worst[0], trace);
  }

  /** Mean frequency of the last strokes, by their times. */
  private static final class RunningMean {
    private final Plant plant;
    private final double[] periods;
    private long strokes;
    private int count;

    RunningMean(Plant plant, int strokes) {
      this.plant = plant;
      periods = new double[strokes];
      this.strokes = plant.strokes();
    }

    /** Whether there was a new stroke. */
    boolean look() {
      if (plant.strokes() == strokes) {
        return false;
      }
      strokes = plant.strokes();
      periods[count++ % periods.length] = 1 / plant.lastStrokeHz();
      return count >= periods.length;
    }

    double hz() {
      double sum = 0;
      for (double period : periods) {
        sum += period;
      }
      return periods.length / sum;
    }
  }

  /** When the mean of the strokes was last outside the band; the mean ends there, so is late. */
  private static final class Recovery {
    private final Plant plant;
    private final double hz;
    private final long startNs;
    private final RunningMean mean;
    private double ms;

    Recovery(Plant plant, double hz) {
      this.plant = plant;
      this.hz = hz;
      startNs = plant.nowNs();
      mean = new RunningMean(plant, STROKES / 3);
    }

    void look() {
      if (mean.look() && 100 * Math.abs(mean.hz() - hz) / hz > BACK_PERCENT) {
        ms = (plant.nowNs() - startNs) * 1e-6;
      }
    }

    double ms() {
      return ms;
    }
  }
}
