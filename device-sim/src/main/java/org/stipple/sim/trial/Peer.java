package org.stipple.sim.trial;

import org.stipple.sim.plant.Plant;

/**
 * What others do, on the same plant: a constant voltage, as the dial of today's machines gives, and
 * a textbook PI that sees each stroke's frequency at once and acts after the same lead as we do.
 */
public enum Peer {
  /** Constant voltage, chosen for the frequency of the idle needle. */
  OPEN_LOOP("constant voltage", 0, 0),
  /**
   * PI by the lambda rule for one lag (20 ms) and a dead time (20 ms lead and half a stroke):
   * lambda = three dead times, the usual choice where the dead time is as long as the lag.
   */
  TEXTBOOK_PI("textbook PI", 0.17, 8.7);

  private static final long TICK_NS = 1_000_000;
  private static final int LEAD_TICKS = 20;
  private static final double SETTLE_S = 2.5;
  private static final double PROTRUSION_METRES = 1e-3;

  private final String label;
  private final double proportional;
  private final double integralPerS;

  Peer(String label, double proportional, double integralPerS) {
    this.label = label;
    this.proportional = proportional;
    this.integralPerS = integralPerS;
  }

  /** For tables. */
  public String label() {
    return label;
  }

  DisturbanceTrial.Drive running(Subject subject, double hz, long seed) {
    Running running = new Running(subject, hz, seed);
    running.runMs((long) (SETTLE_S * 1e3), () -> {});
    return running;
  }

  private final class Running implements DisturbanceTrial.Drive {
    private final Plant plant;
    private final double hz;
    private final double slope;
    private final double supplyVolts;
    private final double[] onTheirWay = new double[LEAD_TICKS];
    private double trimVolts;
    private int tick;

    Running(Subject subject, double hz, long seed) {
      this.hz = hz;
      // The needle stands out as far as ours does.
      plant =
          new Plant(
              subject.parameters().with(subject.parameters().axis().withStart(PROTRUSION_METRES)),
              seed);
      plant.supply(true);
      slope = subject.profile().needle().feedForwardVoltsPerHz();
      supplyVolts = subject.parameters().supply().openVolts();
      double volts = subject.profile().needle().feedForwardOffsetVolts() + slope * hz;
      java.util.Arrays.fill(onTheirWay, volts);
      trimVolts = volts;
    }

    @Override
    public void runMs(long ms, Runnable each) {
      for (long i = 0; i < ms; i++) {
        double errorHz = plant.strokes() > 2 ? hz - plant.lastStrokeHz() : 0;
        trimVolts += integralPerS * slope * errorHz * TICK_NS * 1e-9;
        int slot = tick++ % LEAD_TICKS;
        plant.bridge(Math.clamp(onTheirWay[slot] / supplyVolts, 0.0, 1.0));
        onTheirWay[slot] = trimVolts + proportional * slope * errorHz;
        plant.stepNs(TICK_NS);
        each.run();
      }
    }

    @Override
    public void skin(boolean there) {
      plant.skin(there);
    }

    @Override
    public Plant plant() {
      return plant;
    }
  }
}
