package org.stipple.telemetry.dashboard;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.broker.ConsoleLog;
import org.stipple.telemetry.broker.EmbeddedBroker;
import org.stipple.telemetry.ingest.HostApplication;
import org.stipple.telemetry.ingest.HostSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stipple clinic}: host application and page, and a broker if none is given. */
@Command(
    name = "clinic",
    mixinStandardHelpOptions = true,
    description = {
      "Follows all devices of a clinic over MQTT and shows them on a page on 127.0.0.1.",
      "Without --broker it runs a broker of its own. Ctrl-C ends it."
    })
public final class ClinicCommand implements Callable<Integer> {
  @Option(
      names = "--broker",
      paramLabel = "URI",
      description = "MQTT 5 broker, tcp://host:port or ssl://host:port. Default: an embedded one.")
  private @Nullable URI broker;

  @Option(
      names = "--mqtt-port",
      paramLabel = "PORT",
      defaultValue = "1883",
      description = "Port of the embedded broker, 0 = any free one. Default: ${DEFAULT-VALUE}.")
  private int mqttPort;

  @Option(
      names = "--group",
      description = "Show this clinic (Sparkplug group) only. Default: all of them.")
  private @Nullable String group;

  @Option(
      names = "--port",
      defaultValue = "8090",
      description = "Port of the page, 0 = any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--host-id",
      defaultValue = "stipple-clinic",
      description = "Name of this host application in STATE. Default: ${DEFAULT-VALUE}.")
  private String hostId;

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills in the options. */
  @SuppressWarnings("NullAway.Init")
  public ClinicCommand() {}

  /** Entry of the process. */
  public static void main(String[] arguments) {
    ConsoleLog.setUp();
    System.exit(new CommandLine(new ClinicCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch stopAsked = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ask(stopAsked, stopped), "stipple-stop"));
    try {
      serve(stopAsked);
      return 0;
    } catch (IOException | IllegalArgumentException e) {
      spec.commandLine().getErr().println("clinic: " + e.getMessage());
      return 1;
    } finally {
      stopped.countDown();
    }
  }

  private void serve(CountDownLatch stopAsked) throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    // Settings are checked before anything is started, so that an error leaves nothing behind.
    @Nullable HostSettings given = broker == null ? null : settings(broker);
    try (@Nullable EmbeddedBroker own = given == null ? EmbeddedBroker.start(mqttPort) : null) {
      HostSettings settings = own != null ? settings(own.uri()) : given;
      if (settings == null) {
        throw new AssertionError("either a broker is given or we run one");
      }
      try (HostApplication host = new HostApplication(settings);
          ClinicServer server = ClinicServer.start(port, host)) {
        host.start();
        if (own != null) {
          out.println("broker " + own.uri());
        }
        out.println("clinic page " + server.uri());
        out.flush();
        stopAsked.await();
      }
    }
  }

  private HostSettings settings(URI uri) {
    return HostSettings.of(uri, hostId, Optional.ofNullable(group));
  }

  /** On SIGTERM and Ctrl-C: everything is closed in order before the process ends. */
  private static void ask(CountDownLatch stopAsked, CountDownLatch stopped) {
    stopAsked.countDown();
    try {
      if (!stopped.await(15, TimeUnit.SECONDS)) {
        System.err.println("clinic: did not stop in 15 s");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
