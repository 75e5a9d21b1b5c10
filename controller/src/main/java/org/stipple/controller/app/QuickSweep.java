package org.stipple.controller.app;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.stipple.controller.calibration.Calibration;
import org.stipple.controller.calibration.SweepFit;
import org.stipple.controller.calibration.SweepPoint;
import org.stipple.controller.io.LoopClock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The quick sweep: asks a controller on a bench for one frequency after another, while somebody
 * holds the footswitch down, and takes the mean of what it tells. One cold thread.
 */
final class QuickSweep {

  /** For friction and motor to settle after a step, and for the mean of a point. */
  private static final long SETTLE_NS = 1_200_000_000L;

  private static final long MEAN_NS = 1_500_000_000L;
  private static final long LOOK_NS = 20_000_000;

  /** How long the pedal may be up before the sweep is given up. */
  private static final long PEDAL_WAIT_NS = 60_000_000_000L;

  private static final long ARMING_WAIT_NS = 15_000_000_000L;

  /** A mean further from its setpoint than this was not reached: the supply ends there. */
  private static final double REACHED = 0.98;

  /** Shows how far it got, 0 to 1, and what it does. */
  interface Progress {
    void show(double done, String words);
  }

  private final ControlClient client;
  private final LoopClock clock;
  private final Progress progress;

  QuickSweep(ControlClient client, LoopClock clock, Progress progress) {
    this.client = client;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Runs it; the machine is disarmed afterwards, its setpoints as they were.
   *
   * @throws IOException in one line, when the controller refuses or nobody holds the pedal
   */
  Calibration run(String machine, Instant now, int count) throws IOException {
    JsonNode first = client.ask(ControlClient.request("status"));
    if (!first.path("status").path("bench").asBoolean(false)) {
      throw new IOException(
          "the controller treats clients: start it with stipple run --bench for a calibration");
    }
    double lowHz = first.path("limits").path("frequencyHzMin").asDouble();
    double highHz = first.path("limits").path("frequencyHzMax").asDouble();
    double beforeHz = first.path("status").path("frequencySetHz").asDouble();
    order(ControlClient.request("set-strokes").put("mode", "continuous"));
    order(ControlClient.request("arm"));
    try {
      awaitArmed();
      List<SweepPoint> points = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        double hz = lowHz + (highHz - lowHz) * i / (count - 1);
        SweepPoint point = measure(Math.round(hz * 10) / 10.0, (double) i / count);
        points.add(point);
        if (point.frequencyHz() < REACHED * hz) {
          points.removeLast(); // full duty: it says nothing of the line
          break;
        }
      }
      progress.show(1, points.size() + " points");
      return new Calibration(
          false,
          machine,
          now.truncatedTo(ChronoUnit.SECONDS).toString(),
          SweepFit.of(points),
          points);
    } finally {
      client.ask(ControlClient.request("disarm"));
      client.ask(ControlClient.request("set-frequency").put("hz", beforeHz));
    }
  }

  private void awaitArmed() throws IOException {
    long deadlineNs = clock.nowNs() + ARMING_WAIT_NS;
    while (!status().path("armed").asBoolean(false)) {
      if (clock.nowNs() > deadlineNs) {
        throw new IOException("the machine did not become ready; see stipple ctl status");
      }
      progress.show(0, "homing");
      pause();
    }
  }

  private SweepPoint measure(double hz, double done) throws IOException {
    order(ControlClient.request("set-frequency").put("hz", hz));
    long sinceNs = clock.nowNs();
    long pedalUpNs = sinceNs;
    Mean mean = new Mean();
    while (clock.nowNs() - sinceNs < SETTLE_NS + MEAN_NS) {
      JsonNode now = status();
      if (now.path("fault").isString()) {
        throw new IOException("tripped: " + now.path("faultText").asString(""));
      }
      if (!now.path("armed").asBoolean(false)) {
        throw new IOException("the machine was disarmed");
      }
      long nowNs = clock.nowNs();
      if (!now.path("mode").asString("").equals("running")) {
        if (nowNs - pedalUpNs > PEDAL_WAIT_NS) {
          throw new IOException("nobody held the footswitch down for a minute");
        }
        progress.show(done, "hold the footswitch down");
        sinceNs = nowNs;
        mean = new Mean();
      } else {
        pedalUpNs = nowNs;
        progress.show(done, String.format(Locale.ROOT, "%.1f Hz", hz));
        if (nowNs - sinceNs > SETTLE_NS) {
          mean.add(now);
        }
      }
      pause();
    }
    return mean.point();
  }

  /** Sums of what the status told. */
  private static final class Mean {
    private int count;
    private double hz;
    private double duty;
    private double volts;
    private double milliamps;

    void add(JsonNode status) {
      count++;
      hz += status.path("frequencyHz").asDouble(0);
      duty += status.path("duty").asDouble(0);
      volts += status.path("supplyVolts").asDouble(0);
      milliamps += status.path("currentMilliamps").asDouble(0);
    }

    SweepPoint point() throws IOException {
      if (count == 0 || volts == 0) {
        throw new IOException("the machine does not measure its motor supply (pins.motor_supply)");
      }
      return new SweepPoint(hz / count, duty / count, volts / count, milliamps / count);
    }
  }

  private JsonNode status() throws IOException {
    return client.ask(ControlClient.request("status")).path("status");
  }

  private void order(ObjectNode request) throws IOException {
    JsonNode answer = client.ask(request);
    if (!answer.path("done").asBoolean(false)) {
      throw new IOException(answer.path("words").asString("no word"));
    }
  }

  private void pause() {
    clock.sleepUntilNs(clock.nowNs() + LOOK_NS);
  }
}
