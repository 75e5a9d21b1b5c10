package org.stipple.controller.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.hardware.MonotonicClock;
import org.stipple.telemetry.toml.FileError;
import org.stipple.telemetry.toml.Quantity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code stipple ctl}: asks a running controller on this host. */
@Command(
    name = "ctl",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      AlarmVerb.class,
      SessionVerb.class,
      CartridgeVerb.class,
      PresetVerb.class,
      PinVerb.class
    },
    description = {
      "Talks to the controller that runs on this host, as the same user.",
      "",
      "Every verb waits for what became of it, prints it, and ends with 0 when it was done and 1"
          + " when it was refused.",
      ""
    },
    footer = {
      "",
      "A session in six lines:",
      "  stipple ctl reset",
      "  stipple ctl session open --client C17 --consent K17 --adult-confirmed --zone crown",
      "  stipple ctl cartridge mount 3RL --lot L1 --expires 2027-05",
      "  stipple ctl set frequency 100",
      "  stipple ctl arm            (then the footswitch runs the needle)",
      "  stipple ctl session close"
    })
final class CtlVerb implements Runnable {

  private static final long WATCH_NS = 500_000_000;

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      scope = ScopeType.INHERIT,
      description = "The controller's socket; by default the one of the settings' default.")
  private @Nullable Path socket;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Take the socket from these settings.")
  private @Nullable Path settings;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print the answer as one JSON object a line.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec().commandLine(), "which verb? see stipple ctl --help");
  }

  @Command(mixinStandardHelpOptions = true, description = "Tells what the machine is and does now.")
  int status(
      @Option(names = "--watch", description = "Again every half second, until Ctrl-C.")
          boolean watch) {
    if (!watch) {
      return ask(ControlClient.request("status"));
    }
    MonotonicClock clock = new MonotonicClock();
    int code = Main.DONE;
    while (code == Main.DONE) {
      code = ask(ControlClient.request("status"));
      clock.sleepUntilNs(clock.nowNs() + WATCH_NS);
    }
    return code;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Tells how late the loop's ticks came and how long each stage took, since start, in us.",
        "With --json also the distributions, in ns, in the compressed form of HdrHistogram."
      })
  int loop() {
    return ask(ControlClient.request("loop"));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Makes the machine ready for the footswitch; homes the depth axis first where it must.",
        "Needs a reset fault latch, an open session, a closed e-stop and the pedal up."
      })
  int arm() {
    return ask(ControlClient.request("arm"));
  }

  @Command(mixinStandardHelpOptions = true, description = "Parks, retracts and makes safe.")
  int disarm() {
    return ask(ControlClient.request("disarm"));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Stops now: overtakes everything else and is never refused.")
  int stop() {
    return ask(ControlClient.request("stop"));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Clears the fault latch, when nothing is wrong any more and the pedal is up.")
  int reset() {
    return ask(ControlClient.request("reset"));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Sets needle frequency, depth, or the torque beyond which the needle gives way, within the"
            + " limits of the settings.",
        "Examples: stipple ctl set frequency 100      stipple ctl set depth 1.05mm",
        "          stipple ctl set torque 3mNm        stipple ctl set torque off"
      })
  int set(
      @Parameters(paramLabel = "frequency|depth|torque", description = "What to set.") String what,
      @Parameters(
              paramLabel = "VALUE",
              description = "Hz for frequency, mm for depth, mNm or off for torque.")
          String value) {
    return switch (what) {
      case "frequency" ->
          ask(ControlClient.request("set-frequency").put("hz", number(value, Quantity.Unit.HZ)));
      case "depth" ->
          ask(ControlClient.request("set-depth").put("mm", number(value, Quantity.Unit.MM)));
      case "torque" ->
          ask(
              ControlClient.request("set-torque")
                  .put("mnm", value.equals("off") ? 0 : number(value, Quantity.Unit.MNM)));
      default ->
          throw new ParameterException(
              spec().commandLine(),
              "'" + what + "' cannot be set; allowed: frequency, depth, torque");
    };
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Sets what a press of the pedal means; only while the needle stands and the pedal is up.",
        "",
        "  continuous   the needle runs while the pedal is down",
        "  taps         a press makes exactly N strokes, also when let go before",
        "  pulsed       a held pedal makes N strokes every so many seconds, each with a cue",
        "  latched      a press starts, the next one stops; the settings must allow it",
        "  priming      as continuous, for dipping: the strokes are no dots",
        "",
        "Few strokes run slower than the frequency set: they must suffice to spin up and to land.",
        "Examples: stipple ctl strokes taps --count 3",
        "          stipple ctl strokes pulsed --count 3 --every 1.2s"
      })
  int strokes(
      @Parameters(
              paramLabel = "MODE",
              description = "continuous, taps, pulsed, latched or priming.")
          String mode,
      @Option(
              names = "--count",
              defaultValue = "1",
              paramLabel = "N",
              description = "Strokes of a tap, 1 to 50 (default: ${DEFAULT-VALUE}).")
          int count,
      @Option(
              names = "--every",
              defaultValue = "1s",
              paramLabel = "TIME",
              description = "From tap to tap, 0.2 s to 10 s (default: ${DEFAULT-VALUE}).")
          String every) {
    return ask(
        ControlClient.request("set-strokes")
            .put("mode", mode)
            .put("strokes", count)
            .put("everyS", number(every, Quantity.Unit.S)));
  }

  /** The parent that picocli sets. */
  static CtlVerb given(@Nullable CtlVerb ctl) {
    if (ctl == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    return ctl;
  }

  int ask(ObjectNode request) {
    PrintWriter out = spec().commandLine().getOut();
    PrintWriter err = spec().commandLine().getErr();
    try (ControlClient client = ControlClient.connect(socketPath())) {
      JsonNode answer = client.ask(request);
      boolean done = answer.path("done").asBoolean(false);
      if (json) {
        out.println(answer);
      } else if (request.path("do").asString("").equals("status")) {
        StatusText.lines(answer.path("status")).forEach(out::println);
      } else if (request.path("do").asString("").equals("loop")) {
        StatusText.loopLines(answer.path("status")).forEach(out::println);
      } else {
        (done ? out : err).println(answer.path("words").asString(""));
      }
      return done ? Main.DONE : Main.REFUSED;
    } catch (FileError e) {
      e.lines().forEach(err::println);
      return Main.MISUSED;
    } catch (IOException e) {
      err.println("stipple ctl: " + e.getMessage());
      return Main.REFUSED;
    } finally {
      out.flush();
      err.flush();
    }
  }

  private Path socketPath() throws FileError {
    if (socket != null) {
      return socket;
    }
    Surroundings here = Surroundings.ofThisProcess();
    return settings == null ? here.controlSocket() : Settings.read(settings, here).controlSocket();
  }

  private double number(String text, Quantity.Unit unit) {
    boolean bare = text.strip().matches("[+-]?[0-9]+(\\.[0-9]+)?");
    try {
      return Quantity.in(unit, bare ? text + " " + unit.symbol() : text);
    } catch (Quantity.Wrong e) {
      throw new ParameterException(
          spec().commandLine(),
          "the value " + e.getMessage() + "; allowed: a number in " + unit.symbol());
    }
  }

  CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec;
  }
}
