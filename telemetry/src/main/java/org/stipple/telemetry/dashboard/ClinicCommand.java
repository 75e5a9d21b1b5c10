package org.stipple.telemetry.dashboard;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.broker.ConsoleLog;
import org.stipple.telemetry.broker.EmbeddedBroker;
import org.stipple.telemetry.ingest.HostApplication;
import org.stipple.telemetry.ingest.HostSettings;
import org.stipple.telemetry.intake.RecordIngester;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.RecordQueries;
import org.stipple.telemetry.store.RecordStore;
import org.stipple.telemetry.store.Sites;
import org.stipple.telemetry.toml.FileError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code stipple clinic}: host application, record store and page, and a broker if none is given.
 */
@Command(
    name = "clinic",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[VERB]",
    description = {
      "Without a verb: follows all devices of a clinic over MQTT, takes in their treatment records,",
      "and shows both on a page on 127.0.0.1. Without --broker it runs a broker of its own. Ctrl-C",
      "ends it. The verbs are about the records and devices it keeps."
    },
    footer = {
      "",
      "Verbs, each with its own --help:",
      "  records, recall, export             the records of this clinic",
      "  erase, retention                    what is kept no longer",
      "  devices, enrol, revoke              whose records are taken",
      "  backup, restore                     the embedded store",
      "",
      "Examples:",
      "  stipple clinic                                   embedded broker, store in your home",
      "  stipple clinic --settings clinic.toml            as that file says",
      "  stipple clinic --broker tcp://broker:1883 --store 'jdbc:postgresql://db/stipple?user=stipple'",
      "  stipple clinic recall --lot 4711                 who was treated with that lot",
      "  stipple clinic backup clinic-2026-11.db"
    })
public final class ClinicCommand implements Callable<Integer> {
  private static final int KEEP_ALIVE_S = 20;

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
      description = {
        "Name of this host application in STATE. Of two servers with the same name on one broker",
        "one follows the devices, and the other takes over when it goes. Default: ${DEFAULT-VALUE}."
      })
  private String hostId;

  @Option(
      names = "--enrolled-only",
      description = {
        "Take records of enrolled devices only (stipple clinic enrol). Default: a new device is",
        "believed by the key it shows first."
      })
  private boolean enrolledOnly;

  @Mixin private final ClinicStore store = new ClinicStore();

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills in the options. */
  @SuppressWarnings("NullAway.Init")
  public ClinicCommand() {}

  /** Entry of the process. */
  public static void main(String[] arguments) {
    ConsoleLog.setUp();
    System.exit(execute(arguments));
  }

  private static int execute(String... arguments) {
    try {
      return commandLine(arguments).execute(arguments);
    } catch (FileError e) {
      e.lines().forEach(System.err::println);
      return 2;
    }
  }

  /**
   * A verb, or the server itself where none is named, with the settings file that they name.
   *
   * @throws FileError naming everything that is wrong in that file
   */
  static CommandLine commandLine(String... arguments) throws FileError {
    Optional<Path> file = ClinicSettings.fileIn(arguments);
    ClinicSettings settings =
        file.isPresent() ? ClinicSettings.read(file.get()) : ClinicSettings.none();
    CommandLine verbs = new CommandLine(new RecordVerbs());
    boolean verb = arguments.length > 0 && verbs.getSubcommands().containsKey(arguments[0]);
    return (verb ? verbs : new CommandLine(new ClinicCommand())).setDefaultValueProvider(settings);
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
    Sites sites = store.sites();
    @Nullable HostSettings given = broker == null ? null : settings(broker);
    try (@Nullable EmbeddedBroker own = given == null ? EmbeddedBroker.start(mqttPort) : null;
        Database database = store.open()) {
      HostSettings settings = own != null ? settings(own.uri()) : given;
      if (settings == null) {
        throw new AssertionError("either a broker is given or we run one");
      }
      RecordStore records = new RecordStore(database, ClinicStore.clock(), !enrolledOnly);
      SigningKey key = SigningKey.in(store.data(), "clinic");
      MqttSettings ingest =
          MqttSettings.of(settings.mqtt().brokerUri(), ingesterId(), KEEP_ALIVE_S);
      try (HostApplication host = new HostApplication(settings);
          RecordIngester ingester = new RecordIngester(ingest, records, key);
          Retention retention = new Retention(database, sites, ClinicStore.clock());
          ClinicServer server =
              ClinicServer.start(
                  port, host, new RecordsView(new RecordQueries(database), sites, ingester))) {
        retention.start();
        host.start();
        ingester.start();
        if (own != null) {
          out.println("broker " + own.uri());
        }
        out.println("records " + store.name());
        out.println("clinic page " + server.uri());
        out.flush();
        stopAsked.await();
      }
    }
  }

  /** Of its own a process: those that share a broker share the work. */
  private String ingesterId() {
    return hostId + "-ingest-" + ProcessHandle.current().pid();
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
