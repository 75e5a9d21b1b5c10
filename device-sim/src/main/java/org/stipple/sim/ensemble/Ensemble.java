package org.stipple.sim.ensemble;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a bench, each started on its own; they find each other in any order.
 *
 * <p>Threading: one thread starts and waits; {@link #stop} may come from another, once or more.
 */
public final class Ensemble {

  /** How long each part may take to end in order before it is killed. */
  private static final long END_MS = 3_000;

  /** The same when it leaves a class archive behind. */
  private static final long END_WITH_ARCHIVE_MS = 20_000;

  /** How long the controller waits for the board's line before it begins to look for the port. */
  private static final long LINE_MS = 20_000;

  private final Launch launch;
  private final Place place;
  private final Ports ports;
  private final long seed;
  private final BoardChoice board;
  private final List<Child> children = new ArrayList<>();
  private volatile boolean stopping;

  public Ensemble(Launch launch, Place place, Ports ports, long seed, BoardChoice board) {
    this.launch = launch;
    this.place = place;
    this.ports = ports;
    this.seed = seed;
    this.board = board;
  }

  public Place place() {
    return place;
  }

  public Ports ports() {
    return ports;
  }

  public Child startBroker() throws IOException {
    return start(
        "broker",
        "(?m)^broker (tcp://\\S+)",
        launch.small(
            "broker",
            160,
            List.of(
                "org.stipple.telemetry.broker.BrokerCommand",
                "--port",
                Integer.toString(ports.mqtt()))));
  }

  public Child startBoard() throws IOException {
    return start(
        "board",
        "(?m)^board ready: (.*)$",
        launch.timely(
            "board",
            List.of(
                "org.stipple.sim.world.BoardCommand",
                "--link",
                place.line().toString(),
                "--control",
                place.boardSocket().toString(),
                "--seed",
                Long.toString(seed),
                "--kind",
                board.kind(),
                "--corrupt",
                Double.toString(board.corruptPercent()))));
  }

  /** Writes the settings and starts a controller on them. */
  public Child startController() throws IOException {
    place.writeSettings(ports, board);
    return start("controller", "(?m)^panel\\s+(http://\\S+)", controllerCommand());
  }

  public List<String> controllerCommand() {
    return launch.timely(
        "controller",
        List.of(
            "--after",
            place.line().toString(),
            Long.toString(LINE_MS),
            "org.stipple.controller.app.Main",
            "run",
            "--settings",
            place.settings().toString()));
  }

  public Child startClinic() throws IOException {
    return start(
        "clinic",
        "(?m)^clinic page (http://\\S+)",
        launch.small(
            "clinic",
            256,
            List.of(
                "org.stipple.telemetry.dashboard.ClinicCommand",
                "--data",
                place.folder().resolve("clinic").toString(),
                "--broker",
                "tcp://127.0.0.1:" + ports.mqtt(),
                "--port",
                Integer.toString(ports.clinic()))));
  }

  private synchronized Child start(String name, String readyLine, List<String> command)
      throws IOException {
    if (stopping) {
      throw new IOException("the bench is stopping");
    }
    var log = place.log(name);
    Child child = new Child(name, Launch.start(command, log), log, Pattern.compile(readyLine));
    children.removeIf(earlier -> earlier.name().equals(name) && !earlier.isAlive());
    children.add(child);
    return child;
  }

  public synchronized List<Child> children() {
    return List.copyOf(children);
  }

  /** The part of that name, dead or alive. */
  public Optional<Child> child(String name) {
    return children().stream().filter(child -> child.name().equals(name)).findFirst();
  }

  /** Those that are not ready yet, by name. */
  public List<String> awaited() {
    return children().stream().filter(child -> child.address().isEmpty()).map(Child::name).toList();
  }

  /** One that has ended, which none should. */
  public @Nullable Child ended() {
    return children().stream().filter(child -> !child.isAlive()).findFirst().orElse(null);
  }

  /**
   * Whether the orderly end of that part will leave an archive, by which its next start is quick.
   */
  public boolean leavesArchive(String name) {
    return launch.leavesArchive(name);
  }

  public boolean isStopping() {
    return stopping;
  }

  /**
   * Ends all in order: the controller first, so that it disarms while board and broker are there;
   * then who only listens; the broker last.
   */
  public synchronized void stop(Consumer<String> say) {
    stopping = true;
    for (List<String> together :
        List.of(List.of("controller"), List.of("clinic", "board"), List.of("broker"))) {
      List<Child> alive =
          children.stream()
              .filter(child -> together.contains(child.name()) && child.isAlive())
              .toList();
      alive.forEach(Child::askToEnd);
      alive.forEach(child -> await(child, say));
    }
  }

  private void await(Child child, Consumer<String> say) {
    boolean archive = launch.leavesArchive(child.name());
    if (child.awaitEnd(archive ? END_WITH_ARCHIVE_MS : END_MS)) {
      return;
    }
    say.accept(
        child.name() + " (process " + child.pid() + ") did not end within 3 s and was killed");
    if (!child.kill()) {
      say.accept(child.name() + " (process " + child.pid() + ") is still there");
    }
  }
}
