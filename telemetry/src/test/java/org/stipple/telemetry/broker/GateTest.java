package org.stipple.telemetry.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.access.Peer;
import org.stipple.telemetry.audit.AuditLog;
import org.stipple.telemetry.authority.TrustRig;
import org.stipple.telemetry.mqtt.InMessage;
import org.stipple.telemetry.mqtt.Link;
import org.stipple.telemetry.mqtt.MqttFailure;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.mqtt.MqttWorker;
import org.stipple.telemetry.mqtt.OutMessage;
import org.stipple.telemetry.mqtt.Role;
import org.stipple.telemetry.trust.TlsFiles;

/** Who gets into the embedded broker, and what they may do there, over real connections. */
final class GateTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private TrustRig rig;
  private AuditLog audit;
  private EmbeddedBroker broker;

  /** Paho's own threads may fall over a connection that ends; that is not the test's matter. */
  private static ConditionFactory soon() {
    return await().dontCatchUncaughtExceptions().atMost(SOON);
  }

  @BeforeEach
  void start() throws IOException {
    rig = new TrustRig(folder);
    audit = new AuditLog(folder, InstantSource.system());
    broker = EmbeddedBroker.start("127.0.0.1", 0, new Gate(rig.trust(), audit));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private String audited() throws IOException {
    audit.close();
    return Files.exists(audit.file()) ? Files.readString(audit.file()) : "";
  }

  private Client client(String id, TlsFiles tls, String... filters) {
    return client(broker.uri(), id, tls, filters);
  }

  private static Client client(URI uri, String id, TlsFiles tls, String... filters) {
    return new Client(MqttSettings.of(uri, id, 20).with(tls), filters);
  }

  /** Subscribes, hears, and says what it is told to. */
  private static final class Client implements Role, AutoCloseable {
    private final List<String> filters;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<OutMessage> toSay = new CopyOnWriteArrayList<>();
    private final MqttWorker worker;

    Client(MqttSettings settings, String... filters) {
      this.filters = List.of(filters);
      worker = new MqttWorker(settings, this, "test-" + settings.clientId());
      worker.start();
    }

    void say(String topic) {
      toSay.add(new OutMessage(topic, new byte[] {1}, 1, false));
      worker.wake();
    }

    boolean isConnected() {
      return worker.status().connected();
    }

    String error() {
      return worker.status().lastError().orElse("");
    }

    @Override
    public Optional<OutMessage> will() {
      return Optional.empty();
    }

    @Override
    public void connected(Link link) throws MqttFailure {
      for (String filter : filters) {
        link.subscribe(filter, 1);
      }
    }

    @Override
    public void received(InMessage message, Link link) {
      heard.add(message.topic());
    }

    @Override
    public void work(Link link) throws MqttFailure {
      while (!toSay.isEmpty()) {
        link.publish(toSay.removeFirst());
      }
    }

    @Override
    public void closing(Link link) {}

    @Override
    public void close() {
      worker.close();
    }
  }

  @Test
  void anEnrolledDeviceIsHeardByTheHostAndHearsItsReceipts() throws IOException {
    TlsFiles device = rig.enrol("clinic-a/pi/chair");
    try (Client host = client("clinic", rig.trust().host("clinic"), "spBv1.0/#");
        Client ingester =
            client(
                "clinic-ingest-1",
                rig.trust().host("clinic"),
                "$share/ingest/stipple/1/+/+/+/record");
        Client live = client("clinic-a-pi", device, "spBv1.0/clinic-a/NCMD/pi");
        Client records =
            client("clinic-a-pi-record", device, "stipple/1/clinic-a/pi/chair/receipt")) {
      soon()
          .until(() ->
              host.isConnected()
                  && ingester.isConnected()
                  && live.isConnected()
                  && records.isConnected());
      live.say("spBv1.0/clinic-a/DDATA/pi/chair");
      records.say("stipple/1/clinic-a/pi/chair/record");
      ingester.say("stipple/1/clinic-a/pi/chair/receipt");
      host.say("spBv1.0/clinic-a/NCMD/pi");
      soon().until(() -> !host.heard.isEmpty() && !ingester.heard.isEmpty());
      soon().until(() -> !live.heard.isEmpty() && !records.heard.isEmpty());
    }
    assertThat(audited()).isEmpty();
    assertThat(audit.refusals()).isZero();
  }

  /** Waits for what a client that is refused says, and that it was never let in. */
  private static String refusal(Client client) {
    soon().until(() -> !client.error().isEmpty());
    assertThat(client.isConnected()).isFalse();
    assertThat(client.worker.status().connects()).isZero();
    return client.error();
  }

  private void assertRefused(TlsFiles tls, String id, String toThem, String inAudit)
      throws IOException {
    try (Client client = client(id, tls)) {
      assertThat(refusal(client)).contains(toThem);
      soon().until(() -> audit.refusals() > 0);
      assertThat(audited()).contains(inAudit);
    }
  }

  @Test
  void ofAnotherAuthorityIsRefused(@TempDir Path elsewhere) throws IOException {
    TrustRig other = new TrustRig(elsewhere);
    TlsFiles foreign = other.enrol("clinic-a/pi/chair");
    TlsFiles mixed = new TlsFiles(Optional.of(rig.trust().authorityCertificate()), foreign.own());
    assertRefused(mixed, "clinic-a-pi", "our certificate", "certificate is of another authority");
  }

  @Test
  void theDeviceRefusesABrokerOfAnotherAuthority(@TempDir Path elsewhere) throws IOException {
    TlsFiles device = rig.enrol("clinic-a/pi/chair");
    TlsFiles mixed =
        new TlsFiles(
            Optional.of(new TrustRig(elsewhere).trust().authorityCertificate()), device.own());
    assertRefused(
        mixed,
        "clinic-a-pi",
        "the broker's certificate is of another authority",
        "our certificate");
  }

  @Test
  void anExpiredCertificateIsRefused() throws IOException {
    TlsFiles device = rig.enrol("clinic-a/pi/chair", Duration.ofMinutes(-30));
    assertRefused(device, "clinic-a-pi", "our certificate", "certificate has expired");
  }

  @Test
  void withoutACertificateNobodyComesIn() throws IOException {
    TlsFiles none = new TlsFiles(Optional.of(rig.trust().authorityCertificate()), Optional.empty());
    assertRefused(none, "clinic-a-pi", "certificate", "shows no certificate");
  }

  @Test
  void withoutTlsNobodyComesIn() throws IOException {
    try (Client client =
        client(URI.create("tcp://127.0.0.1:" + broker.port()), "clinic-a-pi", TlsFiles.NONE)) {
      refusal(client);
      soon().until(() -> audit.refusals() > 0);
      assertThat(audited()).contains("does not speak TLS");
    }
  }

  @Test
  void oldTlsIsRefused() throws Exception {
    SSLContext context = rig.enrol("clinic-a/pi/chair").context();
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", broker.port())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }
    soon().until(() -> audit.refusals() > 0);
    assertThat(audited()).contains("TLS is too old (TLSv1.2)");
  }

  @Test
  void anothersNameIsRefused() throws IOException {
    rig.enrol("clinic-a/pi/chair");
    TlsFiles other = rig.enrol("clinic-b/pi/chair");
    assertRefused(
        other, "clinic-a-pi", "does not admit us", "it is not its to be called 'clinic-a-pi'");
  }

  @Test
  void aRevokedDeviceIsCutOffAndNotLetInAgain() throws IOException {
    TlsFiles device = rig.enrol("clinic-a/pi/chair");
    try (Client client = client("clinic-a-pi", device)) {
      soon().until(client::isConnected);
      assertThat(rig.authority().revoke(Peer.device("clinic-a/pi/chair"))).isEqualTo(1);
      soon().until(() -> client.error().contains("does not admit us"));
      assertThat(client.isConnected()).isFalse();
    }
    assertThat(audited()).contains("live connection", "the certificate is revoked");
  }

  @Test
  void whatNoRuleAllowsReachesNobody() throws IOException {
    TlsFiles device = rig.enrol("clinic-a/pi/chair");
    rig.enrol("clinic-b/pi/chair");
    try (Client host = client("clinic", rig.trust().host("clinic"), "spBv1.0/#");
        Client ingester =
            client("clinic-ingest-2", rig.trust().host("clinic"), "stipple/1/+/+/+/record");
        Client client = client("clinic-a-pi", device)) {
      soon().until(() -> host.isConnected() && ingester.isConnected() && client.isConnected());
      List<String> forbidden =
          List.of(
              "spBv1.0/clinic-b/DDATA/pi/chair",
              "spBv1.0/clinic-a/DDATA/pi/other",
              "spBv1.0/clinic-a/NCMD/pi",
              "spBv1.0/STATE/clinic",
              "stipple/1/clinic-b/pi/chair/record",
              "stipple/1/clinic-a/pi/chair/receipt",
              "$sys.mqtt.retain.spBv1.0/STATE/clinic",
              "stipple/1/clinic-a/pi/chair/record::ingest",
              "activemq.management",
              "x");
      for (String topic : forbidden) {
        client.say(topic);
        soon().until(() -> client.toSay.isEmpty());
      }
      client.say("spBv1.0/clinic-a/DDATA/pi/chair");
      soon().until(() -> !host.heard.isEmpty());
      assertThat(host.heard).containsOnly("spBv1.0/clinic-a/DDATA/pi/chair");
      assertThat(ingester.heard).isEmpty();
      for (String topic : forbidden) {
        assertThat(audited()).contains("no rule allows " + topic);
      }
    }
  }

  @Test
  void whoAsksForTheIngestersShareDoesNotTakeItFromThem() throws IOException {
    TlsFiles device = rig.enrol("clinic-a/pi/chair");
    String share = "$share/ingest/stipple/1/+/+/+/record";
    try (Client ingester = client("clinic-ingest-2", rig.trust().host("clinic"), share);
        Client client = client("clinic-a-pi-record", device)) {
      soon().until(() -> ingester.isConnected() && client.isConnected());
      try (Client thief = client("clinic-a-pi", device, share)) {
        soon().until(() -> !thief.error().isEmpty());
      }
      client.say("stipple/1/clinic-a/pi/chair/record");
      soon().until(() -> !ingester.heard.isEmpty());
    }
  }

  @Test
  void aDeviceHearsNothingThatIsNotItsOwn() throws IOException {
    TlsFiles device = rig.enrol("clinic-a/pi/chair");
    for (String filter :
        List.of(
            "#",
            "spBv1.0/#",
            "spBv1.0/clinic-a/#",
            "spBv1.0/+/NCMD/pi",
            "stipple/1/clinic-a/pi/chair/+",
            "stipple/1/clinic-b/pi/chair/receipt",
            "$share/ingest/stipple/1/+/+/+/record",
            "$share/ingest/stipple/1/clinic-a/pi/chair/record",
            "$SYS/#",
            "activemq.notifications")) {
      try (Client client = client("clinic-a-pi", device, filter)) {
        soon().until(() -> !client.error().isEmpty());
        assertThat(client.worker.status().connects()).isZero();
      }
    }
    assertThat(audit.refusals()).isGreaterThanOrEqualTo(10);
  }
}
