package org.stipple.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.board.BoardSettings;
import org.stipple.controller.profile.Profile;
import org.stipple.sim.board.BoardKind;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.VirtualSession;
import org.stipple.sim.world.SimulatedMachine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How many seconds of a running machine (host, wire, board and physics in one thread, on virtual
 * time) one second of a core simulates, and whether host and plant agree about the strokes.
 */
@Command(
    name = "sim",
    description = {
      "How fast the whole machine runs on virtual time: host, wire, board and physics on one core.",
      "Presses of 4 s at 100 Hz, half of them on skin. The figure is the median of the rounds."
    },
    mixinStandardHelpOptions = true)
final class SimBench implements Callable<Integer> {

  private static final double GOAL = 200;
  private static final long PRESS_MS = 4000;
  private static final long REST_MS = 1000;

  @Option(names = "--seed", description = "Seed of board and plant (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--rounds", description = "Rounds, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int rounds = 10;

  @Option(
      names = "--seconds",
      description = "Virtual seconds a round, 10 to 3600 (default: ${DEFAULT-VALUE}).")
  private int seconds = 120;

  @Option(names = "--json", description = "Write the figures to this file as well.")
  private @Nullable Path json;

  @Override
  public Integer call() throws IOException {
    if (rounds < 1 || rounds > 1000 || seconds < 10 || seconds > 3600) {
      System.err.println("bench sim: --rounds 1 to 1000, --seconds 10 to 3600");
      return 2;
    }
    Profile profile = Profile.reference();
    VirtualSession session =
        new VirtualSession(
            new SimulatedMachine(BoardKind.PICO, seed, 0),
            BoardSettings.reference(profile),
            profile,
            seed,
            0);
    session.arm();
    double[] factors = new double[rounds];
    play(session, 3 * seconds);
    for (int round = 0; round < rounds; round++) {
      long startNs = System.nanoTime();
      play(session, seconds);
      factors[round] = seconds / ((System.nanoTime() - startNs) * 1e-9);
      System.out.printf("round %2d of %d: %.0f x real time%n", round + 1, rounds, factors[round]);
    }
    Arrays.sort(factors);
    Figures figures = new Figures(seed);
    figures.add("sim.realtime_factor", factors[rounds / 2], "x", Figures.Goal.atLeast(GOAL));
    figures.addCount("sim.strokes.plant", session.plant().strokes(), Figures.Goal.moreThan(0));
    figures.addCount(
        "sim.strokes.host",
        session.sample().strokes,
        Figures.Goal.exactly((double) session.plant().strokes()));
    System.out.println(figures.table());
    if (json != null) {
      figures.write(json);
    }
    return figures.allMet() ? 0 : 1;
  }

  private static void play(VirtualSession session, int seconds) {
    long endNs = session.nowNs() + seconds * 1_000_000_000L;
    boolean skin = false;
    while (session.nowNs() < endNs) {
      session.pedal(true);
      session.machine().wiring().skin(skin, session.nowNs());
      session.runMs(PRESS_MS);
      session.machine().wiring().skin(false, session.nowNs());
      session.pedal(false);
      session.runMs(REST_MS);
      skin = !skin;
    }
  }
}
