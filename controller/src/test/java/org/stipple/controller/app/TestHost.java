package org.stipple.controller.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stipple.controller.flight.FlightTap;
import org.stipple.controller.hardware.MonotonicClock;
import org.stipple.controller.hardware.RealTimeRight;
import org.stipple.controller.hardware.WallClock;
import org.stipple.controller.safety.Fault;
import org.stipple.telemetry.edge.DeviceProperties;
import org.stipple.telemetry.toml.FileError;
import picocli.CommandLine;

/** A whole controller over a {@link StillMachine}, with its files in one folder. */
final class TestHost implements AutoCloseable {

  final StillMachine machine = new StillMachine();
  final Settings settings;
  final Host host;

  TestHost(Path folder) throws IOException, FileError {
    Path file =
        Files.writeString(
            folder.resolve("machine.toml"),
            Files.readString(Path.of("examples/pico.toml"))
                .replace("port = 8480", "port = 0")
                .replace("reserve = \"64 MB\"", "reserve = \"2 MB\"")
                .replace("data = \"~/.local/share/stipple\"", "data = \"data\"")
                .replace("self_test = \"yes\"", "self_test = \"no\"") // it stands still
                .replace("# control = \"control.sock\"", "control = \"c.sock\""));
    settings = Settings.read(file, Surroundings.ofThisProcess());
    host =
        Host.start(
            settings,
            new Doors(
                machine,
                FlightTap.off(),
                new MonotonicClock(),
                new WallClock(),
                Optional::empty,
                List.of(),
                () -> DeviceProperties.UNKNOWN,
                List.of(new RealTimeRight("priority", false, "an ordinary thread", null)),
                () -> {},
                () -> {},
                () -> {}),
            false);
  }

  /** What a verb printed and ended with. */
  record Result(int code, String out, String err) {}

  /** Runs {@code stipple ctl} against this host. */
  Result ctl(String... arguments) {
    String[] line = new String[arguments.length + 3];
    line[0] = "ctl";
    line[1] = "--settings";
    line[2] = settings.source().toString();
    System.arraycopy(arguments, 0, line, 3, arguments.length);
    return stipple(line);
  }

  /**
   * Arms. Where this computer stood still for a moment the host was late, which it rightly latches:
   * then it is reset first, as by a person.
   */
  Result arm() {
    Result result = ctl("arm");
    for (int i = 0; i < 3 && result.err().contains(Fault.HOST_LATE.text()); i++) {
      ctl("reset");
      result = ctl("arm");
    }
    return result;
  }

  static Result stipple(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(arguments);
    return new Result(code, out.toString(), err.toString());
  }

  @Override
  public void close() {
    host.close();
  }
}
