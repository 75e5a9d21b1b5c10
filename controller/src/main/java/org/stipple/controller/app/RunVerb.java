package org.stipple.controller.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.hardware.PinsRefused;
import org.stipple.controller.hardware.SerialLine;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.session.Status;
import org.stipple.telemetry.toml.FileError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stipple run}: the controller, until it is told to end. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the controller of the machine that the settings describe.",
      "",
      "It starts disarmed, with its fault latch set. To use it: reset, open a session, arm, press"
          + " the footswitch; by the panel whose address is printed, or by stipple ctl.",
      "Ctrl-C or SIGTERM stops the needle, parks, retracts and ends.",
      ""
    },
    footer = {
      "",
      "Example: stipple run --settings controller/examples/pico.toml",
      "Exit code 1: port or board cannot be used; 2: the settings are wrong."
    })
final class RunVerb implements Callable<Integer> {

  /** How long the port may take to appear and the board to answer before it is said. */
  private static final long PORT_WAIT_NS = 2_000_000_000L;

  private static final long BOARD_WAIT_NS = 6_000_000_000L;

  @Option(
      names = "--settings",
      required = true,
      paramLabel = "FILE",
      description = "The machine's settings (TOML); docs/settings.md lists the keys.")
  private @Nullable Path settingsFile;

  @Option(
      names = "--bench",
      description = {
        "No client here: arms without a session and without a cartridge, opens no session, and",
        "takes a calibration that nobody certified."
      })
  private boolean bench;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (spec == null || settingsFile == null) {
      return Main.MISUSED;
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Settings settings;
    try {
      settings = Settings.read(settingsFile, Surroundings.ofThisProcess());
    } catch (FileError e) {
      e.lines().forEach(err::println);
      err.flush();
      return Main.MISUSED;
    }
    Optional<String> uncertified =
        settings
            .calibration()
            .filter(calibration -> !calibration.certified() && !bench)
            .map(calibration ->
                settings.at(
                    "files.calibration",
                    "names an uncertified calibration, made %s: allowed only with run --bench"
                        .formatted(calibration.made())));
    if (uncertified.isPresent()) {
      err.println(uncertified.get());
      err.flush();
      return Main.MISUSED;
    }
    if (!settings.profile().arming().selfTest() && !bench) {
      err.println(settings.at("arming.self_test", "is \"no\": allowed only with run --bench"));
      err.flush();
      return Main.MISUSED;
    }
    Doors doors;
    try {
      doors = Doors.real(settings);
    } catch (PinsRefused e) {
      err.println(settings.at(e.key(), e.what() + ": " + e.advice()));
      err.flush();
      return Main.REFUSED;
    }
    return run(settings, doors, bench, out, err);
  }

  private static int run(
      Settings settings, Doors doors, boolean bench, PrintWriter out, PrintWriter err)
      throws InterruptedException {
    Host host;
    try {
      host = Host.start(settings, doors, bench);
    } catch (IOException e) {
      err.println("stipple: " + e.getMessage());
      err.flush();
      return Main.REFUSED;
    }
    AtomicBoolean running = new AtomicBoolean(true);
    Thread hook =
        new Thread(
            () -> {
              if (running.get()) {
                endWell(host, out);
              }
            },
            "stipple-end");
    SerialLine.beforePortsCloseAtShutdown(hook);
    announce(settings, doors, host, out);
    if (bench) {
      out.println("bench     no session and no cartridge are asked for; nobody is treated here");
      out.flush();
    }
    Optional<String> wrong = unusable(settings, doors, host, out);
    if (wrong.isPresent()) {
      err.println(wrong.get());
      err.flush();
      running.set(false);
      host.close();
      return Main.REFUSED;
    }
    host.join();
    if (host.failed()) {
      running.set(false);
      host.close();
      return Main.REFUSED;
    }
    hook.join(); // the hook ends the process
    return Main.DONE;
  }

  /** A stop that was asked for and done is no failure: without this the exit code would be 143. */
  private static void endWell(Host host, PrintWriter out) {
    host.close();
    out.println("stopped");
    out.flush();
    Runtime.getRuntime().halt(Main.DONE);
  }

  private static void announce(Settings settings, Doors doors, Host host, PrintWriter out) {
    String host6 = settings.panel().host().contains(":") ? "[::1]" : settings.panel().host();
    out.println(
        "machine   "
            + settings.name()
            + " on "
            + (settings.onPins() ? "this Pi's own pins" : settings.line().port()));
    out.println("panel     http://" + host6 + ":" + host.panelPort() + "/");
    host.securePort()
        .ifPresent(port ->
            out.println(
                "panel     https://%s:%d/   (for others, who cannot arm; with a PIN)"
                    .formatted(settings.panel().secure().orElseThrow().host(), port)));
    out.println("control   " + settings.controlSocket() + "   (stipple ctl --socket ... status)");
    out.println("data      " + settings.dataFolder());
    out.println(
        "mqtt      "
            + settings
                .broker()
                .map(b -> b.uri() + " as " + b.group() + "/" + b.node() + "/" + b.device())
                .orElse("no broker: nothing leaves this host"));
    settings
        .calibration()
        .ifPresent(calibration ->
            out.println(
                "calibration %s, made %s"
                    .formatted(
                        calibration.certified() ? "certified" : "NOT certified",
                        calibration.made())));
    Missing.ceiling(settings).ifPresent(words -> out.println("ceiling   " + words));
    doors.shortcomings().forEach(words -> out.println("not promised: " + words));
    Missing.of(settings)
        .forEach(missing ->
            out.println(
                "not guaranteed without " + missing.roles() + ": " + missing.consequence()));
    out.flush();
  }

  /**
   * What is wrong with the port or the board, naming the key; empty when the machine may be used.
   */
  private static Optional<String> unusable(
      Settings settings, Doors doors, Host host, PrintWriter out) {
    boolean line = host.await(status -> doors.trouble().get().isEmpty(), PORT_WAIT_NS).isPresent();
    if (!line) {
      return Optional.of(
          settings.at(
              "line.port",
              doors.trouble().get().orElse("is away")
                  + ": allowed a serial port that is there and free"));
    }
    Optional<Status> answered =
        host.await(
            status ->
                status.link().state() == LinkState.READY
                    || status.link().state() == LinkState.REFUSED,
            BOARD_WAIT_NS);
    if (answered.isEmpty()) {
      out.println("board     no answer yet; still trying (stipple doctor tells more)");
    } else if (answered.get().link().state() == LinkState.REFUSED) {
      String reason = String.valueOf(answered.get().link().reason());
      return Optional.of(
          settings.at(settings.keyNamedBy(reason), "does not fit the board: " + reason));
    } else {
      out.println(
          (settings.onPins() ? "pins      %s, %s" : "board     %s, firmware %s")
              .formatted(doors.properties().get().hardware(), doors.properties().get().firmware()));
      out.println("ready     disarmed; next: stipple ctl reset, session open, arm");
    }
    out.flush();
    return Optional.empty();
  }
}
