package org.stipple.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.stipple.controller.board.BoardSettings;
import org.stipple.controller.flight.FlightTap;
import org.stipple.controller.flightlog.FlightHeader;
import org.stipple.controller.flightlog.FlightLog;
import org.stipple.controller.flightlog.FlightReplay;
import org.stipple.controller.profile.Profile;
import org.stipple.sim.board.BoardKind;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import org.stipple.sim.scenario.VirtualSession;
import org.stipple.sim.world.SimulatedMachine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How large the flight log of a long session is, and how long it takes to run the host on it. */
@Command(
    name = "replay",
    description = {
      "Plays a session on virtual time with the flight log on, presses of 4 s at 100 Hz, and then"
          + " runs the host again on the log. Every byte it sends must be the same."
    },
    mixinStandardHelpOptions = true)
final class ReplayBench implements Callable<Integer> {

  private static final long PRESS_MS = 4_000;
  private static final long REST_MS = 1_000;
  private static final long BUDGET_BYTES = 100_000_000_000L;

  @Option(names = "--minutes", description = "1 to 1440 (default: ${DEFAULT-VALUE}, three hours).")
  private int minutes = 180;

  @Option(names = "--seed", description = "Seed of board and plant (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private final Measured measured = new Measured();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (minutes < 1 || minutes > 1440) {
      System.err.println("bench replay: --minutes 1 to 1440");
      return 2;
    }
    return measured.measure(this::measure);
  }

  private Figures measure(Path folder) throws IOException {
    ProgressLine progress = ProgressLine.on(System.err);
    Path file = record(folder, progress);
    progress.show("replaying", "");
    long beganNs = System.nanoTime();
    FlightReplay.Result result =
        FlightReplay.of(file, share -> progress.showBar(share, "replaying", ""));
    double seconds = (System.nanoTime() - beganNs) / 1e9;
    if (result.difference() != null) {
      progress.say(result.difference());
    }
    double hours = minutes / 60.0;
    Figures figures = new Figures(seed);
    figures.addCount("replay.ticks", result.ticks(), Goal.atLeast(60_000.0 * minutes));
    figures.addCount("replay.strokes", result.strokes(), Goal.moreThan(0));
    figures.addCount("replay.differences", result.difference() == null ? 0 : 1, Goal.exactly(0));
    figures.add("replay.s", seconds, "s", Goal.atMost(20 * hours));
    figures.add("replay.log_mb_per_h", Files.size(file) / 1e6 / hours, "MB/h", Goal.atMost(45));
    return figures;
  }

  private Path record(Path folder, ProgressLine progress) throws IOException {
    Profile profile = Profile.reference();
    BoardSettings board = BoardSettings.reference(profile);
    FlightTap tap = FlightTap.recording();
    FlightHeader header = new FlightHeader("bench", Instant.EPOCH, profile, board);
    try (FlightLog log = FlightLog.begin(tap, header, folder, BUDGET_BYTES)) {
      VirtualSession session =
          new VirtualSession(
              new SimulatedMachine(BoardKind.PICO, seed, 0), board, profile, seed, 0, tap);
      session.arm();
      long endNs = minutes * 60_000_000_000L;
      while (session.nowNs() < endNs) {
        session.pedal(true);
        session.machine().wiring().skin(session.nowNs() / 5_000_000_000L % 2 == 0, session.nowNs());
        session.runMs(PRESS_MS);
        session.machine().wiring().skin(false, session.nowNs());
        session.pedal(false);
        session.runMs(REST_MS);
        log.pump();
        progress.showBar((double) session.nowNs() / endNs, "recording", "");
      }
      log.pump();
      return log.state().file();
    }
  }
}
