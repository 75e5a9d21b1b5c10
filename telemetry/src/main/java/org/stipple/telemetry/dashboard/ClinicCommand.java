package org.stipple.telemetry.dashboard;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.access.Peer;
import org.stipple.telemetry.audit.AuditLog;
import org.stipple.telemetry.authority.Authority;
import org.stipple.telemetry.authority.QuickSignatures;
import org.stipple.telemetry.authority.TrustFolder;
import org.stipple.telemetry.broker.ConsoleLog;
import org.stipple.telemetry.broker.EmbeddedBroker;
import org.stipple.telemetry.broker.Gate;
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
      "  devices, enrol, swap, revoke        which devices belong to it, by certificate",
      "  acl                                 the same rules for another broker",
      "  backup, drill, restore              the embedded store",
      "",
      "Examples:",
      "  stipple clinic                                   embedded broker, store in your home",
      "  stipple clinic --settings clinic.toml            as that file says",
      "  stipple clinic enrol clinic/pi/chair-1 --key device.pub --broker ssl://clinic.lan:8883",
      "  stipple clinic --broker tcp://broker:1883 --store 'jdbc:postgresql://db/stipple?user=stipple'",
      "  stipple clinic recall --lot 4711                 who was treated with that lot",
      "  stipple clinic backup clinic-2026-11.db"
    })
public final class ClinicCommand implements Callable<Integer> {
  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;

  @Option(
      names = "--broker",
      paramLabel = "URI",
      description = "MQTT 5 broker, tcp://host:port or ssl://host:port. Default: an embedded one.")
  private @Nullable URI broker;

  @Option(
      names = "--plain",
      description = {
        "Go to a tcp:// broker on another computer all the same: whoever is between reads along.",
        "Without it, plain tcp:// is for this computer only."
      })
  private boolean plain;

  @Option(
      names = "--mqtt-port",
      paramLabel = "PORT",
      description = {
        "Port of the embedded broker, 0 = any free one. Default: 1883; once devices are enrolled,",
        "that of enrol's --broker."
      })
  private @Nullable Integer mqttPort;

  @Option(
      names = "--mqtt-listen",
      paramLabel = "ADDRESS",
      defaultValue = "0.0.0.0",
      description = {
        "Where the embedded broker listens once devices are enrolled and it speaks TLS. Default:",
        "${DEFAULT-VALUE}, all networks of this computer. Without TLS it is 127.0.0.1 only."
      })
  private String mqttListen;

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
    QuickSignatures.install();
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
    return verbs().stream()
        .filter(some -> arguments.length > 0 && some.getSubcommands().containsKey(arguments[0]))
        .findFirst()
        .orElseGet(() -> new CommandLine(new ClinicCommand()))
        .setDefaultValueProvider(settings);
  }

  /** All that may stand behind {@code clinic}. */
  static List<CommandLine> verbs() {
    return List.of(new CommandLine(new RecordVerbs()), new CommandLine(new TrustVerbs()));
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
    TrustFolder trust = TrustFolder.in(store.data());
    if (trust.isThere()) {
      equip(trust);
    }
    @Nullable HostSettings given = broker == null ? null : settings(checked(broker), trust);
    try (AuditLog audit = new AuditLog(store.data(), ClinicStore.clock());
        @Nullable EmbeddedBroker own = given == null ? ownBroker(trust, audit) : null;
        Database database = store.open()) {
      HostSettings settings = own != null ? settings(own.uri(), trust) : given;
      if (settings == null) {
        throw new AssertionError("either a broker is given or we run one");
      }
      boolean trustFirst = !enrolledOnly && !trust.isThere();
      RecordStore records = new RecordStore(database, ClinicStore.clock(), trustFirst);
      SigningKey key = SigningKey.in(store.data(), "clinic");
      MqttSettings ingest = settings.mqtt().withClientId(ingesterId());
      try (HostApplication host = new HostApplication(settings);
          RecordIngester ingester = new RecordIngester(ingest, records, key, audit);
          Housekeeping housekeeping = new Housekeeping(database, sites, ClinicStore.clock());
          ClinicServer server =
              ClinicServer.start(
                  port, host, new RecordsView(new RecordQueries(database), sites, ingester))) {
        housekeeping.start();
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

  private HostSettings settings(URI uri, TrustFolder trust) {
    HostSettings plainly = HostSettings.of(uri, hostId, Optional.ofNullable(group));
    return trust.isThere()
        ? new HostSettings(
            hostId,
            plainly.group(),
            plainly.mqtt().with(trust.host(hostId)),
            plainly.rebirthGapMs())
        : plainly;
  }

  private URI checked(URI uri) throws IOException {
    if (!plain && uri.getHost() != null && MqttSettings.isPlainBeyondThisHost(uri)) {
      throw new IOException(
          "broker %s is on another computer and not encrypted; use ssl://, or say --plain"
              .formatted(uri));
    }
    return uri;
  }

  /** The servers' own certificates, which end sooner than anybody remembers. */
  private void equip(TrustFolder trust) throws IOException {
    Authority authority = Authority.open(trust, ClinicStore.clock());
    authority.equip(
        trust.brokerUri().orElseGet(() -> URI.create("ssl://localhost:8883")),
        new Peer.Host(hostId));
  }

  /** Once a device is enrolled there is TLS and nothing else. */
  private EmbeddedBroker ownBroker(TrustFolder trust, AuditLog audit) throws IOException {
    if (!trust.isThere()) {
      return EmbeddedBroker.start(mqttPort != null ? mqttPort : PLAIN_PORT);
    }
    int told = trust.brokerUri().map(URI::getPort).orElse(TLS_PORT);
    return EmbeddedBroker.start(
        mqttListen, mqttPort != null ? mqttPort : told, new Gate(trust, audit));
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
