package org.stipple.sim.rig;

import java.io.IOException;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;

/**
 * Presses the pedal and lets the needle run, ends it by the pedal or by the e-stop, and sends
 * bursts of bouncing contacts; judged by heartbeat and duty alone, as they are outside.
 *
 * <p>The controller takes an emulator that stands still for a moment as what it is, a host or a
 * tachometer that is late, and trips. Such a cycle shows a safe stop and nothing else: it is
 * counted as disturbed, the machine reset and armed, the cycle played again.
 */
final class Cycles {

  private static final long RUNS_MS = 2_000;
  private static final long STOPS_MS = 1_000;

  /** So long without toggle and duty is at rest. */
  private static final long REST_MS = 15;

  /** Every so many-th cycle is ended by the e-stop. */
  private static final int ESTOP_EVERY = 10;

  /** Most tries of one cycle. */
  private static final int TRIES = 5;

  private static final int EDGES_MIN = 10;
  private static final int EDGES_MAX = 42;

  private final Wiring wiring;
  private final Controller controller;
  private final SplittableRandom random;

  private long cycles;
  private long bursts;
  private long stuckOn;
  private long missedPresses;
  private long wrongAfterBurst;
  private long measured;
  private long ticksMax;
  private long dutyBeyondUs;
  private final Map<String, Integer> disturbed = new TreeMap<>();

  Cycles(Wiring wiring, Controller controller, long seed) {
    this.wiring = wiring;
    this.controller = controller;
    random = new SplittableRandom(seed);
  }

  /** Cycles of the pedal and the e-stop. */
  void play(int count, ProgressLine progress) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      progress.showBar((double) i / count, "pedal and e-stop cycles", " " + i + "/" + count);
      boolean byEstop = i % ESTOP_EVERY == ESTOP_EVERY - 1;
      for (int attempt = 1; !cycle(byEstop); attempt++) {
        if (attempt == TRIES) {
          throw new IOException("one cycle was disturbed %d times: %s".formatted(TRIES, disturbed));
        }
      }
      cycles++;
    }
  }

  /** One cycle; false when it was disturbed. */
  private boolean cycle(boolean byEstop) throws IOException, InterruptedException {
    wiring.act(outside -> outside.pedal(true));
    if (!wiring.await(wiring::runs, RUNS_MS)) {
      wiring.act(outside -> outside.pedal(false));
      if (isDisturbed()) {
        return false;
      }
      missedPresses++;
      return true;
    }
    Thread.sleep(random.nextInt(20, 60));
    boolean ran = wiring.runs();
    wiring.act(outside -> end(outside, byEstop));
    boolean stopped = wiring.await(() -> wiring.rests(REST_MS), STOPS_MS);
    if (!stopped) {
      stuckOn++;
    } else if (ran) {
      measure();
    }
    if (byEstop) {
      wiring.act(outside -> {
        outside.pedal(false);
        outside.estop(false);
      });
      rearm();
      return true;
    }
    return ran || !isDisturbed();
  }

  private static void end(Wiring outside, boolean byEstop) throws IOException {
    if (byEstop) {
      outside.estop(true);
    } else {
      outside.pedal(false);
    }
  }

  /** Each toggle after the contact is a tick that still ran; one more saw the contact and ended. */
  private void measure() {
    if (wiring.widestNs() > Wiring.BLURRED_NS) {
      return;
    }
    measured++;
    ticksMax = Math.max(ticksMax, wiring.toggles() + 1);
    dutyBeyondUs = Math.max(dutyBeyondUs, wiring.dutyBeyondNs() / 1_000);
  }

  /** Whether the machine has tripped meanwhile; then it is armed again. */
  private boolean isDisturbed() throws IOException, InterruptedException {
    String fault = controller.fault();
    if (fault.isEmpty()) {
      return false;
    }
    disturbed.merge(fault, 1, Integer::sum);
    rearm();
    return true;
  }

  private void rearm() throws IOException, InterruptedException {
    controller.arm();
  }

  /** Bursts of a bouncing contact, each of which ends pressed or released. */
  void bounce(int count, ProgressLine progress) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      progress.showBar((double) i / count, "bounce bursts", " " + i + "/" + count);
      boolean pressed = i % 2 == 0;
      int edges = random.nextInt(EDGES_MIN, EDGES_MAX + 1);
      boolean ofNo = random.nextBoolean();
      wiring.act(outside -> burst(outside, edges, ofNo, pressed));
      boolean right =
          pressed
              ? wiring.await(wiring::runs, RUNS_MS)
              : wiring.await(() -> wiring.rests(REST_MS), STOPS_MS);
      bursts++;
      if (right) {
        continue;
      }
      if (isDisturbed()) {
        wiring.act(outside -> outside.pedal(false));
      } else if (pressed) {
        wrongAfterBurst++;
      } else {
        stuckOn++;
      }
    }
    wiring.act(outside -> outside.pedal(false));
  }

  private static void burst(Wiring outside, int edges, boolean ofNo, boolean pressed)
      throws IOException {
    for (int edge = 0; edge < edges; edge++) {
      boolean closed = edge % 2 == 0;
      if (ofNo) {
        outside.pedalNo(closed);
      } else {
        outside.pedalNc(closed);
      }
    }
    outside.pedal(pressed);
  }

  void tell(Figures figures) {
    figures.addCount("rig.cycles", cycles, Goal.moreThan(0));
    figures.addCount("rig.bursts", bursts, Goal.none());
    figures.addCount("rig.stuck_on", stuckOn, Goal.exactly(0));
    figures.addCount("rig.missed_presses", missedPresses, Goal.exactly(0));
    figures.addCount("rig.bursts_wrong", wrongAfterBurst, Goal.exactly(0));
    figures.addCount("rig.release_ticks_max", ticksMax, Goal.atMost(3));
    // Of a look that came late nobody knows what it missed; most must be sharp to mean something.
    figures.addCount(
        "rig.releases_measured", measured, Goal.atLeast((double) Math.max(1, cycles / 4)));
    figures.add("rig.duty_beyond_us", (double) dutyBeyondUs, "us", Goal.atMost(3_000));
    long sum = disturbed.values().stream().mapToLong(Integer::longValue).sum();
    figures.addCount("rig.disturbed", sum, Goal.atMost((double) Math.max(5, cycles)));
    if (sum > 0) {
      System.out.println("cycles that the emulator disturbed, by fault: " + disturbed);
    }
  }
}
