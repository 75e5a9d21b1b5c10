package org.stipple.sim.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.stipple.sim.ensemble.BoardChoice;
import org.stipple.sim.ensemble.BoardHand;
import org.stipple.sim.ensemble.Child;
import org.stipple.sim.ensemble.ControllerDesk;
import org.stipple.sim.ensemble.Ensemble;
import org.stipple.sim.ensemble.Launch;
import org.stipple.sim.ensemble.Place;
import org.stipple.sim.ensemble.Ports;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./stipple demo}: the whole machine on this computer, by one command. */
@Command(
    name = "stipple demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts the whole machine on this computer, each part a process of its own: an MQTT",
      "broker, a simulated board with motor, needle and skin behind it, the controller on",
      "the board's line, and a clinic's server. Then three pages: the controller's panel,",
      "the clinic, and the bench, on which you are the foot on the pedal and the hand on",
      "the skin. Ctrl-C stops all of it.",
      ""
    },
    footer = {
      "",
      "To see the needle run: open the panel, open a session, reset, arm; then open the bench",
      "and hold the space bar.",
      "",
      "Examples: ./stipple demo",
      "          ./stipple demo --headless --seconds 60 --seed 7 --json figures.json",
      "          ./stipple demo --headless --seconds 600 --kind avr --corrupt 0.05",
      "Exit code 1: a goal was missed, or a part did not start; 2: wrong options; 3: a goal was",
      "missed while this computer kept controller or board from their turns for 30 ms and more,",
      "so that the machine did what it should then: run it again on a calmer computer."
    })
public final class DemoCommand implements Callable<Integer> {

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;
  private static final int HELD_UP = 3;

  private static final long READY_MS = 60_000;
  private static final long LOOK_MS = 20;
  private static final double FREQUENCY_ERROR_PCT_MAX = 0.2;

  /**
   * Half of the silence after which the link counts as lost: less cannot make a fault by itself.
   */
  private static final double HELD_UP_MS_MAX = 30;

  @Option(
      names = "--mqtt-port",
      paramLabel = "PORT",
      description = "port of the broker; 0 = any free one; default 1883 if it is free, else any")
  private @Nullable Integer mqttPort;

  @Option(
      names = "--panel-port",
      paramLabel = "PORT",
      description = "port of the controller's panel; default 8480 if it is free, else any")
  private @Nullable Integer panelPort;

  @Option(
      names = "--clinic-port",
      paramLabel = "PORT",
      description = "port of the clinic's page; default 8490 if it is free, else any")
  private @Nullable Integer clinicPort;

  @Option(
      names = "--bench-port",
      paramLabel = "PORT",
      description = "port of the bench page; default 8470 if it is free, else any")
  private @Nullable Integer benchPort;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "where sessions, settings, sockets and logs go; default a new temporary folder")
  private @Nullable Path data;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "pico",
      description = "board: pico (USB) or avr (UART at 250000 baud); default ${DEFAULT-VALUE}")
  private String kind = "pico";

  @Option(
      names = "--corrupt",
      paramLabel = "PERCENT",
      defaultValue = "0",
      description = "bytes damaged on the line each way, 0..50 %%; default ${DEFAULT-VALUE}")
  private double corrupt;

  @Option(
      names = "--headless",
      description = "no bench page: plays a scripted session, prints its figures and ends")
  private boolean headless;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "length of the scripted session, 5..86400 s; default ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "draws presses, noise and bounce; default ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "with --headless: writes the figures there too")
  private @Nullable Path json;

  private final ProgressLine progress = ProgressLine.ofThisProcess();

  /** Made by picocli. */
  public DemoCommand() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new DemoCommand())
            .setParameterExceptionHandler(
                (e, line) -> refuse(e.getMessage() + "; --help says what is allowed"))
            .execute(arguments));
  }

  private static int refuse(String why) {
    System.err.println("demo: " + why);
    return WRONG_USE;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      check();
      return run(System.nanoTime());
    } catch (IllegalArgumentException e) {
      return refuse(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      progress.say("demo: " + e.getMessage());
      return FAILED;
    }
  }

  private void check() {
    if (seconds < 5 || seconds > 86_400) {
      throw new IllegalArgumentException("--seconds " + seconds + ": allowed are 5 to 86400");
    }
    if (json != null && !headless) {
      throw new IllegalArgumentException("--json: only with --headless, which has figures");
    }
  }

  private int run(long startNs) throws IOException, InterruptedException {
    List<String> told = new ArrayList<>();
    Ports ports =
        Ports.choose(
            List.of(
                new Ports.Wish("mqtt", mqttPort, 1883),
                new Ports.Wish("panel", panelPort, 8480),
                new Ports.Wish("clinic", clinicPort, 8490),
                new Ports.Wish("bench", benchPort, 8470)),
            told);
    Path named = data;
    Place place = named == null ? Place.temporary() : Place.at(named);
    Ensemble ensemble =
        new Ensemble(Launch.ofThisProcess(), place, ports, seed, new BoardChoice(kind, corrupt));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(ensemble), "stipple-demo-stop"));
    try {
      ensemble.startBroker();
      ensemble.startBoard();
      ensemble.startController();
      ensemble.startClinic();
      return headless ? play(ensemble, startNs) : show(ensemble, startNs, told);
    } finally {
      stop(ensemble);
    }
  }

  private static void stop(Ensemble ensemble) {
    boolean first = !ensemble.isStopping() && ensemble.children().stream().anyMatch(Child::isAlive);
    if (first) {
      System.out.println("\nstopping: controller, clinic, board, broker");
    }
    ensemble.stop(System.out::println);
    if (first) {
      System.out.println("stopped; files are in " + ensemble.place().folder());
    }
  }

  private void awaitReady(Ensemble ensemble, long startNs)
      throws IOException, InterruptedException {
    List<String> awaited = ensemble.awaited();
    while (!awaited.isEmpty()) {
      Child ended = ensemble.ended();
      if (ended != null) {
        throw new IOException(ended.ending() + " (all it said: " + ended.log() + ")");
      }
      if (sinceMs(startNs) > READY_MS) {
        throw new IOException("not ready within 60 s: " + String.join(", ", awaited));
      }
      progress.show("starting: waiting for " + String.join(", ", awaited), "  " + seconds(startNs));
      Thread.sleep(LOOK_MS);
      awaited = ensemble.awaited();
    }
  }

  private int show(Ensemble ensemble, long startNs, List<String> told)
      throws IOException, InterruptedException {
    quietLibraries();
    try (Bench bench = Bench.start(ensemble.place(), ensemble.ports())) {
      awaitReady(ensemble, startNs);
      announce(ensemble, bench.uri(), startNs, told);
      watch(ensemble);
    }
    return DONE;
  }

  private void announce(Ensemble ensemble, URI bench, long startNs, List<String> told) {
    Place place = ensemble.place();
    progress.say("ready in " + seconds(startNs));
    told.forEach(words -> progress.say("  " + words));
    progress.say("");
    progress.say("  bench    " + bench + "   pedal, e-stop, skin; what the needle does");
    progress.say("  panel    " + address(ensemble, "controller") + "   session, reset, arm, stop");
    progress.say("  clinic   " + address(ensemble, "clinic") + "   devices and live values");
    progress.say("  broker   " + address(ensemble, "broker"));
    progress.say("  data     " + place.folder() + "   (settings, sessions; logs/*.log)");
    progress.say("");
    progress.say("  by hand  ./stipple ctl --socket " + place.controlSocket() + " status");
    progress.say("  Ctrl-C stops all of it.");
  }

  private static String address(Ensemble ensemble, String name) {
    return ensemble.child(name).flatMap(Child::address).orElse("?");
  }

  /**
   * Until Ctrl-C. A part that a person kills is told, and the rest goes on: that is worth seeing.
   */
  private void watch(Ensemble ensemble) throws InterruptedException {
    List<Child> told = new ArrayList<>();
    while (!ensemble.isStopping()) {
      for (Child child : ensemble.children()) {
        if (!child.isAlive() && !told.contains(child) && !ensemble.isStopping()) {
          told.add(child);
          progress.say(child.ending());
          if (child.name().equals("controller")) {
            progress.say("  again: ./stipple run --settings " + ensemble.place().settings());
          }
        }
      }
      Thread.sleep(200);
    }
  }

  private int play(Ensemble ensemble, long startNs) throws IOException, InterruptedException {
    quietLibraries();
    Place place = ensemble.place();
    URI broker = URI.create("tcp://127.0.0.1:" + ensemble.ports().mqtt());
    try (MessageCount messages = new MessageCount(broker, "bench-ear-" + place.hashCode());
        BoardHand board = new BoardHand(place.boardSocket());
        ControllerDesk desk = new ControllerDesk(place.controlSocket())) {
      awaitReady(ensemble, startNs);
      progress.say("ready in " + seconds(startNs) + "; files in " + place.folder());
      ScriptedSession.Outcome outcome =
          new ScriptedSession(board, desk, seed, progress).play(seconds);
      Figures figures = figures(outcome, messages.messages());
      progress.say(
          outcome.presses() + " presses in " + seconds + " s of session, seed " + seed + ":");
      progress.say(figures.table().stripTrailing());
      Path file = json;
      if (file != null) {
        figures.write(file);
        progress.say("figures written to " + file);
      }
      if (figures.allMet()) {
        return DONE;
      }
      return outcome.heldUpMs() < HELD_UP_MS_MAX ? FAILED : heldUp(outcome);
    }
  }

  private int heldUp(ScriptedSession.Outcome outcome) {
    progress.say(
        String.format(
            java.util.Locale.ROOT,
            "not judged: this computer kept controller and board from their turns for %.0f ms",
            outcome.heldUpMs()));
    return HELD_UP;
  }

  private Figures figures(ScriptedSession.Outcome outcome, long messages) {
    Figures figures = new Figures(seed);
    figures.addCount("demo.strokes.plant", outcome.strokesPlant(), Goal.moreThan(0));
    figures.addCount(
        "demo.strokes.host", outcome.strokesHost(), Goal.exactly((double) outcome.strokesPlant()));
    figures.add(
        "demo.frequency.error_pct",
        outcome.frequencyErrorPct(),
        "%",
        Goal.atMost(FREQUENCY_ERROR_PCT_MAX));
    figures.addCount("demo.faults", outcome.faults(), Goal.exactly(0));
    figures.addCount("demo.mqtt.messages", messages, Goal.moreThan(0));
    figures.add("demo.tick.lateness_us_p99", outcome.latenessUsP99(), "us", Goal.none());
    figures.addCount("demo.tick.overruns", outcome.overruns(), Goal.none());
    figures.add("demo.held_up_ms", outcome.heldUpMs(), "ms", Goal.none());
    return figures;
  }

  /** This terminal is for people: of the libraries in this process only what went wrong. */
  private static void quietLibraries() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger("ROOT").setLevel(Level.ERROR);
    }
  }

  private static long sinceMs(long startNs) {
    return (System.nanoTime() - startNs) / 1_000_000;
  }

  private static String seconds(long startNs) {
    return String.format(java.util.Locale.ROOT, "%.1f s", sinceMs(startNs) / 1e3);
  }
}
