package org.stipple.controller.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.stipple.controller.session.SessionRequest;
import org.stipple.telemetry.toml.FileError;
import picocli.CommandLine.Command;

/**
 * {@code stipple rehearse}: a start of the controller with nothing attached, for the JVM to note
 * which classes and methods a real start needs. The launcher calls it once after a build, before
 * the first {@code run}.
 */
@Command(
    name = "rehearse",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Starts and ends a controller with no machine, so that later starts are quick.")
final class RehearseVerb implements Callable<Integer> {

  private static final long WAIT_NS = 30_000_000_000L;

  @Override
  public Integer call() throws IOException, InterruptedException, FileError {
    Path folder = Files.createTempDirectory("stipple-rehearsal");
    try {
      Settings settings = Settings.read(settingsIn(folder), Surroundings.ofThisProcess());
      try (Host host = Host.start(settings, Doors.real(settings), false)) {
        boolean ticks = host.await(status -> status.tick() > 0, WAIT_NS).isPresent();
        visit(host, settings);
        return ticks ? Main.DONE : Main.REFUSED;
      }
    } finally {
      remove(folder);
    }
  }

  private static Path settingsIn(Path folder) throws IOException {
    return Files.write(
        folder.resolve("machine.toml"),
        List.of(
            "[line]",
            "port = \"no-port\"",
            "[pins]",
            "motor_pwm = \"gpio2\"",
            "motor_run = \"gpio3\"",
            "tach = \"gpio5\"",
            "pedal_no = \"^!gpio7\"",
            "[panel]",
            "port = 0",
            "[files]",
            "data = \"data\"",
            "control = \"c.sock\""));
  }

  /** What a practitioner does first: open the page, open a session, look. */
  private static void visit(Host host, Settings settings) throws IOException, InterruptedException {
    try (HttpClient browser = HttpClient.newHttpClient();
        ControlClient ctl = ControlClient.connect(settings.controlSocket())) {
      URI page = URI.create("http://127.0.0.1:" + host.panelPort() + "/");
      browser.send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding());
      ctl.ask(ControlClient.request("status"));
      host.requests().openSession(new SessionRequest("rehearsal", "rehearsal", true, "crown", ""));
      host.requests().closeSession();
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
