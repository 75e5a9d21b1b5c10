package org.stipple.sim.rig;

import java.io.IOException;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;

/**
 * Kills or pauses the controller while the needle runs: no toggle of the heartbeat may come any
 * more, so that its charge pump stops the motor, although the duty goes on.
 */
final class Kills {

  private static final long RUNS_MS = 5_000;

  /** The charge pump has fallen by then: the settings promise 50 ms. */
  private static final long SILENT_MS = 100;

  /** From the order to the kernel inside until the process has it. */
  private static final long SIGNAL_MS = 2_000;

  private final Wiring wiring;
  private final Controller controller;
  private long kills;
  private long stuckOn;

  Kills(Wiring wiring, Controller controller) {
    this.wiring = wiring;
    this.controller = controller;
  }

  /** By SIGKILL, or by SIGSTOP and, later, SIGCONT. */
  void play(int count, boolean stops, ProgressLine progress)
      throws IOException, InterruptedException {
    String name = stops ? "SIGSTOP" : "kill -9";
    for (int i = 0; i < count; i++) {
      progress.showBar((double) i / count, name, " " + i + "/" + count);
      wiring.act(outside -> outside.pedal(true));
      if (!wiring.await(wiring::runs, RUNS_MS)) {
        wiring.act(outside -> outside.pedal(false));
        controller.arm();
        i--;
        continue;
      }
      controller.signal(stops ? "STOP" : "KILL");
      kills++;
      if (!wiring.await(() -> wiring.silent(SILENT_MS), SIGNAL_MS)) {
        stuckOn++;
      }
      if (stops) {
        controller.signal("CONT");
        // It must not go on by itself, though the pedal is still down.
        Thread.sleep(300);
        if (!wiring.silent(SILENT_MS)) {
          stuckOn++;
        }
        wiring.act(outside -> outside.pedal(false));
      } else {
        controller.awaitEnd();
        wiring.act(outside -> outside.pedal(false));
        controller.start();
      }
      controller.arm();
    }
  }

  void tell(Figures figures) {
    figures.addCount("rig.kills", kills, Goal.none());
    figures.addCount("rig.kills_stuck_on", stuckOn, Goal.exactly(0));
  }
}
