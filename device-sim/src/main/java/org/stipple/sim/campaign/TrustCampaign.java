package org.stipple.sim.campaign;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.stipple.sim.ensemble.LightClient;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.RecordFleet;
import org.stipple.sim.ensemble.SecureClinic;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import org.stipple.telemetry.access.Peer;
import org.stipple.telemetry.authority.Authority;
import org.stipple.telemetry.authority.TrustFolder;
import org.stipple.telemetry.record.RecordNames;
import org.stipple.telemetry.record.RecordPart;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.RecordQueries;
import org.stipple.telemetry.trust.TlsFiles;
import org.stipple.telemetry.upload.Chunk;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** C10, the side of MQTT: whoever is not enrolled, and whoever is and wants more than its own. */
final class TrustCampaign implements AutoCloseable {

  private static final String VICTIM = "clinic-a/pi/chair";
  private static final String ATTACKER = "clinic-b/pi/chair";
  private static final String ANSWERLESS = "no answer";
  private static final long ANSWER_S_MAX = 30;

  private final Path folder;
  private final boolean mosquitto;
  private final SecureClinic clinic;
  private final EventLoopGroup threads = new NioEventLoopGroup(2);
  private final Queue<String> spied = new ConcurrentLinkedQueue<>();
  private final Queue<String> overheard = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> attempts = new LinkedHashMap<>();
  private final Map<String, Long> accepted = new LinkedHashMap<>();

  private final SSLContext victim;
  private final SSLContext attacker;
  private final SSLContext revoked;
  private final SSLContext expired;
  private final SSLContext foreign;
  private final SSLContext copied;
  private final SSLContext server;
  private final SSLContext nobody;
  private final Path record;

  TrustCampaign(Path folder, boolean mosquitto) throws IOException {
    this.folder = folder;
    this.mosquitto = mosquitto;
    clinic = new SecureClinic(folder, 512);
    victim = enrolled(VICTIM, Authority.DEVICE_LIFE);
    attacker = enrolled(ATTACKER, Authority.DEVICE_LIFE);
    revoked = enrolled("clinic-c/pi/chair", Authority.DEVICE_LIFE);
    clinic.authority().revoke(Peer.device("clinic-c/pi/chair"));
    expired = enrolled("clinic-d/pi/chair", Duration.ofMinutes(-30));
    foreign = foreign();
    copied = copied();
    TrustFolder trust = clinic.authority().trust();
    server = trust.broker().context();
    nobody = new TlsFiles(Optional.of(trust.authorityCertificate()), Optional.empty()).context();
    record = written();
  }

  private Path device(String address) {
    return folder.resolve("devices").resolve(address.replace('/', '-'));
  }

  private SSLContext enrolled(String address, Duration life) throws IOException {
    return clinic.enrol(address, device(address), life).context();
  }

  /** An authority that anybody can make, which calls itself and its device as the clinic does. */
  private SSLContext foreign() throws IOException {
    Authority other =
        Authority.in(
            TrustFolder.in(folder.resolve("foreign")),
            SecureClinic.AUTHORITY,
            InstantSource.system());
    Path device = folder.resolve("devices").resolve("foreign");
    X509Certificate certificate =
        other.enrol(Peer.device(VICTIM), SigningKey.in(device).publicKey(), Authority.DEVICE_LIFE);
    return clinic.files(device, certificate).context();
  }

  /** Somebody has a copy of the authority's key and issues what the clinic never did. */
  private SSLContext copied() throws IOException {
    Path copy = folder.resolve("copied").resolve("trust");
    Path from = clinic.authority().trust().folder();
    Files.createDirectories(copy);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    Authority thief = Authority.open(new TrustFolder(copy), InstantSource.system());
    Path device = folder.resolve("devices").resolve("copied");
    X509Certificate certificate =
        thief.enrol(Peer.device(VICTIM), SigningKey.in(device).publicKey(), Authority.DEVICE_LIFE);
    return clinic.files(device, certificate).context();
  }

  /** A treatment record of the victim's, sealed by its key. */
  private Path written() throws IOException {
    try (RecordFleet fleet = new RecordFleet(folder.resolve("fleet"), 1, 1)) {
      fleet.open();
      fleet.work(5);
      fleet.closeSessions();
      return fleet.written().getFirst().file();
    }
  }

  Figures play(int each, ProgressLine progress) throws IOException, InterruptedException {
    clinic.start(mosquitto);
    boolean before;
    boolean after;
    try (LightClient spy = spy()) {
      before = isServed("before");
      List<Attack> attacks = attacks();
      for (int i = 0; i < attacks.size(); i++) {
        Attack attack = attacks.get(i);
        progress.showBar((double) i / attacks.size(), attack.name(), "");
        play(attack, each);
      }
      after = isServed("after") && spy.isConnected();
    }
    awaitAudit();
    clinic.close();
    return figures(before, after);
  }

  /** What was uploaded is judged after the broker has taken it: the last lines come late. */
  private void awaitAudit() throws IOException, InterruptedException {
    for (int i = 0; i < 300 && !(mosquitto || missingInAudit() == 0); i++) {
      Thread.sleep(100);
    }
  }

  private LightClient spy() throws IOException, InterruptedException {
    LightClient spy =
        in(
            LightClient.Entry.of(clinic.uri(), clinic.spy().context(), SecureClinic.SPY),
            (topic, _) -> spied.add(topic));
    if (answer(spy.subscribe("spBv1.0/#")) >= 0x80
        || answer(spy.subscribe("stipple/1/+/+/+/record")) >= 0x80) {
      throw new IOException("the clinic's own listener is refused");
    }
    return spy;
  }

  private LightClient in(LightClient.Entry entry, BiConsumer<String, byte[]> heard)
      throws IOException, InterruptedException {
    try {
      return LightClient.connect(threads, entry, heard).get(ANSWER_S_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException(ANSWERLESS, e);
    }
  }

  private static int answer(CompletableFuture<Integer> asked)
      throws IOException, InterruptedException {
    try {
      return asked.get(ANSWER_S_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | CompletionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException(ANSWERLESS, e);
    }
  }

  private void play(Attack attack, int each) throws IOException, InterruptedException {
    for (int i = 0; i < each; i++) {
      attempts.merge(attack.name(), 1L, Long::sum);
      try {
        if (attack.attempt().isAccepted(i)) {
          accepted.merge(attack.name(), 1L, Long::sum);
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (IOException e) {
        if (ANSWERLESS.equals(e.getMessage())) {
          throw new IOException(attack.name() + ": the broker does not answer at all", e);
        }
        // Refused, as it should be.
      } catch (Exception e) {
        throw new IOException(attack.name() + " failed by itself", e);
      }
    }
  }

  private List<Attack> attacks() {
    List<Attack> all = new ArrayList<>();
    all.add(entry("TLS off", "does not speak TLS", _ -> plain()));
    all.add(entry("TLS 1.2", "TLS is too old", _ -> old()));
    all.add(entry("foreign authority", "certificate is of another authority", _ -> by(foreign)));
    all.add(entry("expired certificate", "certificate has expired", _ -> by(expired)));
    all.add(entry("no certificate", "shows no certificate", _ -> by(nobody)));
    all.add(
        entry(
            "revoked certificate",
            "is revoked",
            _ -> LightClient.Entry.of(clinic.uri(), revoked, "clinic-c-pi")));
    all.add(entry("server's certificate", "is for something else", _ -> by(server)));
    if (!mosquitto) {
      // Mosquitto lets these two in; what they may do there is what the rules say of the name.
      all.add(
          entry("certificate by a copied authority", "not among those issued", _ -> by(copied)));
      all.add(entry("another's client id", "it is not its to be called", _ -> by(attacker)));
    }
    for (String topic :
        List.of(
            "spBv1.0/clinic-a/DDATA/pi/chair",
            "spBv1.0/clinic-a/NDEATH/pi",
            "spBv1.0/clinic-b/DBIRTH/pi/other",
            "spBv1.0/clinic-b/NCMD/pi",
            "spBv1.0/STATE/stipple-clinic",
            "stipple/1/clinic-a/pi/chair/record",
            "stipple/1/clinic-a/pi/chair/receipt")) {
      all.add(
          new Attack("message to " + topic, audit("no rule allows " + topic), _ -> says(topic)));
    }
    for (String filter :
        List.of(
            "#",
            "spBv1.0/#",
            "spBv1.0/clinic-a/DDATA/pi/chair",
            "stipple/1/clinic-a/pi/chair/receipt",
            "$share/ingest/stipple/1/+/+/+/record")) {
      all.add(
          new Attack(
              "subscription to " + filter, audit("no rule allows " + filter), _ -> hears(filter)));
    }
    String willTopic = "spBv1.0/clinic-a/NDEATH/pi";
    all.add(new Attack("will on " + willTopic, audit("no rule allows "), _ -> leaves(willTopic)));
    all.add(
        upload(
            "another's record, under its key",
            "shows another key than the one it is known by",
            _ -> new Chunk(RecordNames.session(record), 0, firstLines(), victimsKey())));
    all.add(
        upload(
            "another's record, under one's own key",
            "is no signature of the device's key",
            _ -> new Chunk(RecordNames.session(record), 0, firstLines(), attackersKey())));
    all.add(
        upload(
            "another's record, as another session",
            "does not begin this session",
            number ->
                new Chunk(new SessionId("forged-" + number), 0, firstLines(), attackersKey())));
    all.add(new Attack("nonsense for a record", Optional.of("no chunk"), this::saysNonsense));
    return all;
  }

  private interface Way {
    LightClient.Entry of(int number) throws GeneralSecurityException, IOException;
  }

  private Attack entry(String name, String audited, Way way) {
    return new Attack(
        name,
        audit(audited),
        number -> {
          try (LightClient client = in(way.of(number), (topic, _) -> overheard.add(topic))) {
            return client.isConnected();
          }
        });
  }

  private Optional<String> audit(String words) {
    return mosquitto ? Optional.empty() : Optional.of(words);
  }

  private LightClient.Entry by(SSLContext tls) {
    return LightClient.Entry.of(clinic.uri(), tls, "clinic-a-pi");
  }

  private LightClient.Entry plain() {
    return new LightClient.Entry(
        clinic.uri(), Optional.empty(), List.of(), "clinic-a-pi", Optional.empty());
  }

  private LightClient.Entry old() {
    return new LightClient.Entry(
        clinic.uri(), Optional.of(victim), List.of("TLSv1.2"), "clinic-a-pi", Optional.empty());
  }

  private LightClient attackerIn() throws IOException, InterruptedException {
    return in(
        LightClient.Entry.of(clinic.uri(), attacker, "clinic-b-pi"),
        (topic, _) -> overheard.add(topic));
  }

  private boolean says(String topic) throws IOException, InterruptedException {
    try (LightClient client = attackerIn()) {
      return answer(client.publish(topic, new byte[] {1})) < 0x80;
    }
  }

  /** Mosquitto says yes to every subscription and then sends nothing: what counts is what comes. */
  private boolean hears(String filter) throws IOException, InterruptedException {
    overheard.clear();
    try (LightClient client = attackerIn();
        LightClient other =
            in(LightClient.Entry.of(clinic.uri(), victim, "clinic-a-pi"), (_, _) -> {})) {
      boolean agreed = answer(client.subscribe(filter)) < 0x80;
      answer(other.publish("spBv1.0/clinic-a/DDATA/pi/chair", new byte[] {1}));
      // Its own voice comes back after what else was sent to it.
      answer(client.publish("spBv1.0/clinic-b/DDATA/pi/chair", new byte[] {1}));
      boolean heard = overheard.stream().anyMatch(topic -> topic.contains("clinic-a"));
      return heard || (agreed && !mosquitto);
    }
  }

  /** What a will comes to is what the spy hears of it: it is counted at the end. */
  private boolean leaves(String willTopic) throws IOException, InterruptedException {
    LightClient.Entry entry =
        new LightClient.Entry(
            clinic.uri(), Optional.of(attacker), List.of(), "clinic-b-pi", Optional.of(willTopic));
    in(entry, (_, _) -> {}).close();
    return false;
  }

  private String victimsKey() throws IOException {
    return SigningKey.in(folder.resolve("fleet").resolve("device-0")).publicText();
  }

  private String attackersKey() throws IOException {
    return SigningKey.in(device(ATTACKER)).publicText();
  }

  private interface Forgery {
    Chunk of(int number) throws IOException;
  }

  /** What of it is in the store is counted at the end. */
  private Attack upload(String name, String audited, Forgery forgery) {
    return new Attack(
        name,
        Optional.of(audited),
        number -> {
          send(forgery.of(number).encode());
          return false;
        });
  }

  private boolean saysNonsense(int number) throws IOException, InterruptedException {
    send(("nonsense " + number).getBytes(StandardCharsets.UTF_8));
    return false;
  }

  /** By the attacker on its own topic, as it may. */
  private void send(byte[] payload) throws IOException, InterruptedException {
    try (LightClient client =
        in(LightClient.Entry.of(clinic.uri(), attacker, "clinic-b-pi-record"), (_, _) -> {})) {
      answer(client.publish("stipple/1/" + ATTACKER + "/record", payload));
    }
  }

  /** As much of the victim's record as goes into a chunk. */
  private byte[] firstLines() throws IOException {
    byte[] bytes = Files.readAllBytes(record);
    bytes = Arrays.copyOf(bytes, Math.min(bytes.length, Chunk.LINES_MAX));
    return Arrays.copyOf(bytes, RecordPart.endOfSealed(bytes));
  }

  /** The control: who may, can. */
  private boolean isServed(String when) throws IOException, InterruptedException {
    String topic = "spBv1.0/clinic-a/DDATA/pi/chair";
    spied.clear();
    try (LightClient client =
        in(LightClient.Entry.of(clinic.uri(), victim, "clinic-a-pi"), (_, _) -> {})) {
      boolean said = answer(client.publish(topic, when.getBytes(StandardCharsets.UTF_8))) < 0x80;
      for (int i = 0; i < 200 && !spied.contains(topic); i++) {
        Thread.sleep(50);
      }
      return said && spied.contains(topic);
    }
  }

  private Figures figures(boolean before, boolean after) throws IOException {
    long taken = accepted.values().stream().mapToLong(Long::longValue).sum();
    long stored;
    try (Database database = clinic.store()) {
      RecordQueries queries = new RecordQueries(database);
      stored = queries.counts().records() - queries.counts().problems();
    }
    Figures figures = new Figures(0);
    figures.addCount(
        "campaign.c10.attempts",
        attempts.values().stream().mapToLong(Long::longValue).sum(),
        Goal.moreThan(0));
    figures.addCount("campaign.c10.kinds", attempts.size(), Goal.none());
    figures.addCount("campaign.c10.accepted", taken + stored + wills(), Goal.exactly(0));
    if (!mosquitto) { // which has a log of its own
      figures.addCount("campaign.c10.not_audited", missingInAudit(), Goal.exactly(0));
    }
    figures.addCount("campaign.c10.controls", (before ? 1 : 0) + (after ? 1 : 0), Goal.exactly(2));
    return figures;
  }

  private long wills() {
    return spied.stream().filter(topic -> topic.contains("NDEATH")).count();
  }

  /** Attempts of which the audit log has no word, of each kind. */
  private long missingInAudit() throws IOException {
    List<JsonNode> lines =
        Files.readAllLines(clinic.audit()).stream().map(JsonMapper.shared()::readTree).toList();
    long missing = 0;
    for (Attack attack : attacks()) {
      if (attack.audited().isEmpty()) {
        continue;
      }
      String words = attack.audited().get();
      long told =
          lines.stream()
              .filter(line -> line.toString().contains(words))
              .mapToLong(line -> line.path("times").asLong(0))
              .sum();
      missing += Math.max(0, attempts.getOrDefault(attack.name(), 0L) - told);
    }
    return missing;
  }

  /** A row for each kind of attempt. */
  List<String> rows() {
    return attempts.entrySet().stream()
        .map(kind ->
            "%-62s %6d attempts, %d accepted"
                .formatted(
                    kind.getKey(), kind.getValue(), accepted.getOrDefault(kind.getKey(), 0L)))
        .toList();
  }

  @Override
  public void close() {
    clinic.close();
    var _ = threads.shutdownGracefully(0, 2, TimeUnit.SECONDS);
  }
}
