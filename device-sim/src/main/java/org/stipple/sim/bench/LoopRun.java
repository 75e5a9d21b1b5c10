package org.stipple.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.record.LoopTimes.Span;
import org.stipple.sim.ensemble.Launch;
import org.stipple.sim.ensemble.Place;
import org.stipple.sim.ensemble.ProgressLine;

/**
 * Plays the rounds and keeps what they showed.
 *
 * <p>Threading: one thread.
 */
final class LoopRun {

  /** Under the other loads only these: the peers' figures are asked for under the full one. */
  private static final List<Contender> FEW = List.of(Contender.CYCLICTEST, Contender.STIPPLE);

  private final Launch launch;
  private final Place place;
  private final int seconds;
  private final List<Contender> loaded;
  private final ProgressLine progress;
  private final Toolbox toolbox;
  private final Peers peers;
  private final Optional<Path> stress;
  private final Map<Load, List<Round>> rounds = new EnumMap<>(Load.class);
  private final Map<Load, List<ControllerUnderTest.Findings>> findings = new EnumMap<>(Load.class);
  private final List<Histogram> barePairs = new ArrayList<>();

  /**
   * A run that has measured nothing yet.
   *
   * @param asked who is measured under full load; empty = all
   */
  LoopRun(Launch launch, Place place, int seconds, List<Contender> asked, ProgressLine progress)
      throws IOException, InterruptedException {
    this.launch = launch;
    this.place = place;
    this.seconds = seconds;
    loaded = asked.isEmpty() ? List.of(Contender.values()) : asked;
    this.progress = progress;
    toolbox = new Toolbox(place.folder());
    peers = new Peers(place.folder(), launch, toolbox, place.line());
    stress = toolbox.program("stress-ng", "stress-ng");
  }

  void play(List<Load> loads, int count) throws IOException, InterruptedException {
    toolbox.missing().forEach((name, why) -> progress.say(name + ": " + why));
    int steps = 0;
    int all = count * loads.stream().mapToInt(load -> contenders(load).size()).sum();
    for (int round = 1; round <= count; round++) {
      for (Load load : loads) {
        Round result = new Round();
        rounds.computeIfAbsent(load, l -> new ArrayList<>()).add(result);
        for (Contender contender : contenders(load)) {
          progress.showBar(
              steps++ / (double) all,
              "round " + round + " of " + count + ", " + load.label(),
              ", " + contender.label);
          measure(contender, load, result);
        }
      }
    }
    progress.showBar(1, "measured", "");
    progress.say("");
  }

  private List<Contender> contenders(Load load) {
    return load == Load.LOADED ? loaded : FEW;
  }

  private void measure(Contender contender, Load load, Round result)
      throws IOException, InterruptedException {
    boolean ours = contender == Contender.STIPPLE || contender == Contender.STIPPLE_ALONE;
    boolean ownGarbage =
        contender == Contender.STIPPLE
            || contender == Contender.STIPPLE_4KHZ
            || contender == Contender.SES;
    @Nullable Process stressing = load.stress ? startStress(load) : null;
    @Nullable Process littering =
        ownGarbage || load.garbageMegabytesPerSecond == 0 ? null : startGarbage(load);
    try {
      if (ours) {
        result.put(contender, controller(contender, load).of(Span.LATENESS));
      } else {
        peers.measure(contender, seconds, load).ifPresent(late -> result.put(contender, late));
      }
      if (contender == Contender.STIPPLE && load == Load.LOADED) {
        barePairs.add(peers.barePairs(seconds, load));
      }
    } finally {
      end(littering);
      end(stressing);
    }
  }

  private ControllerUnderTest.Findings controller(Contender contender, Load load)
      throws IOException, InterruptedException {
    Load inside = contender == Contender.STIPPLE ? load : Load.IDLE;
    try (ControllerUnderTest controller =
        ControllerUnderTest.start(
            launch,
            place.folder(),
            place.settings(),
            place.controlSocket(),
            place.boardSocket(),
            inside)) {
      ControllerUnderTest.Findings found = controller.measure(seconds);
      if (contender == Contender.STIPPLE) {
        findings.computeIfAbsent(load, l -> new ArrayList<>()).add(found);
      }
      return found;
    }
  }

  /**
   * A little behind the kernel's own workers: a pseudo-terminal passes each byte on by one of them,
   * which a real port does not when it sends, and starved workers would let the guards expire. For
   * real-time threads the niceness of others makes no difference.
   */
  private @Nullable Process startStress(Load load) throws IOException {
    if (stress.isEmpty()) {
      return null;
    }
    String processors = Integer.toString(Runtime.getRuntime().availableProcessors());
    List<String> command =
        new ArrayList<>(
            List.of(
                "nice",
                "-n",
                "10",
                stress.get().toString(),
                "--cpu",
                processors,
                "--vm",
                "1",
                "--vm-bytes",
                "128M",
                "--timeout",
                (seconds + 60) + "s",
                "--quiet"));
    if (load.disk) {
      command.addAll(
          List.of("--hdd", "1", "--hdd-bytes", "32M", "--temp-path", place.folder().toString()));
    }
    return Launch.start(command, place.log("stress"));
  }

  private Process startGarbage(Load load) throws IOException {
    return Launch.start(
        launch.timely(
            "bench-garbage",
            List.of(
                Garbage.class.getName(),
                Integer.toString(load.garbageMegabytesPerSecond),
                Boolean.toString(load.fullCollections))),
        place.log("garbage"));
  }

  private static void end(@Nullable Process process) throws InterruptedException {
    if (process != null) {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  Map<Load, List<Round>> rounds() {
    return rounds;
  }

  /** What the controller under that load showed, a round each; empty where it was not played. */
  List<ControllerUnderTest.Findings> findings(Load load) {
    return findings.getOrDefault(load, List.of());
  }

  /** The times of a bare read and write in each round under full load. */
  List<Histogram> barePairs() {
    return barePairs;
  }
}
