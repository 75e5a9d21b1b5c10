package org.stipple.controller.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.controller.catalogue.Catalogue;
import org.stipple.controller.catalogue.UsedCartridges;
import org.stipple.controller.command.CommandQueue;
import org.stipple.controller.io.LoopClock;
import org.stipple.controller.profile.Limits;
import org.stipple.controller.record.LoopTimes;
import org.stipple.controller.record.SampleRing;
import org.stipple.controller.session.ClockWatch;
import org.stipple.controller.session.CommandDesk;
import org.stipple.controller.session.Fitting;
import org.stipple.controller.session.Keeper;
import org.stipple.controller.session.Live;
import org.stipple.controller.session.LoopGauge;
import org.stipple.controller.session.Requests;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.trust.KeyFile;
import org.stipple.telemetry.trust.Pem;
import org.stipple.telemetry.trust.TlsFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The panel for others than this host: real TLS on loopback, with a certificate made here. */
@Timeout(60)
final class PanelSecureTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  private final StandingClock clock = new StandingClock();
  private SessionBook book;
  private Pins pins;
  private Requests requests;
  private Panel panel;
  private HttpClient visitor;
  private String base;

  @BeforeEach
  void start() throws Exception {
    book = SessionBook.in(folder, Instant::now, SigningKey.in(folder));
    pins = Pins.in(folder.resolve("pins"));
    CommandDesk desk = new CommandDesk(new CommandQueue());
    Keeper keeper =
        new Keeper(
            new SampleRing(),
            desk,
            book,
            Live.nowhere(),
            new ClockWatch(Instant::now, System::nanoTime),
            new LoopGauge(LoopTimes.withoutStages(), List.of()),
            new Fitting(
                Catalogue.builtIn(),
                UsedCartridges.in(folder.resolve("used")),
                "normal",
                Instant::now,
                ZoneOffset.UTC),
            false);
    requests = new Requests(desk, keeper, Limits.reference());
    SecurePlace place = placeWithCertificate();
    panel =
        Panel.start(requests, Optional.empty(), pins, clock, "127.0.0.1", 0, Optional.of(place));
    base = "https://127.0.0.1:" + panel.securePort().orElseThrow();
    visitor =
        HttpClient.newBuilder()
            .sslContext(new TlsFiles(Optional.of(place.certificate()), Optional.empty()).context())
            .build();
  }

  @AfterEach
  void stop() throws IOException {
    panel.close();
    book.close();
    visitor.close();
  }

  private SecurePlace placeWithCertificate() throws Exception {
    Path store = folder.resolve("made.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-alias",
                "panel",
                "-dname",
                "CN=panel",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    SecurePlace place =
        new SecurePlace("127.0.0.1", 0, folder.resolve("panel.crt"), folder.resolve("panel.key"));
    PrivateKey key = (PrivateKey) keys.getKey("panel", PASSWORD);
    KeyFile.writeOpen(
        place.certificate(), Pem.text((X509Certificate) keys.getCertificate("panel")));
    KeyFile.writeSecret(place.key(), Pem.text("PRIVATE KEY", key.getEncoded()));
    return place;
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return visitor.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String basic(String words) {
    return "Basic " + Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void h24NobodyComesInFromTheNetworkWhileThereIsNoPin() throws Exception {
    HttpResponse<String> answer = get("/boot");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("stipple ctl pin practitioner").doesNotContain("token");
  }

  @Test
  void h24AVisitorSeesNothingBeforeThePinAndIsKnownByACookieThen() throws Exception {
    pins.set("practitioner", "2718");
    for (String path : List.of("/", "/boot", "/panel.js", "/live")) {
      HttpResponse<String> asked = get(path, "Origin", base);
      assertThat(asked.statusCode()).as(path).isIn(400, 401, 404);
      assertThat(asked.body()).doesNotContain("token");
    }
    assertThat(get("/boot").headers().firstValue("WWW-Authenticate").orElse("")).contains("PIN");
    assertThat(get("/boot", "Authorization", basic("practitioner:1111")).statusCode())
        .isEqualTo(401);
    assertThat(get("/boot", "Authorization", basic("somebody:2718")).statusCode()).isEqualTo(401);

    HttpResponse<String> in = get("/boot", "Authorization", basic("practitioner:2718"));
    assertThat(in.statusCode()).isEqualTo(200);
    String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie)
        .startsWith("__Host-stipple=")
        .contains("; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/");
    String own = cookie.substring(0, cookie.indexOf(';'));
    assertThat(get("/boot", "Cookie", own).statusCode()).isEqualTo(200);
    assertThat(get("/boot", "Cookie", "__Host-stipple=" + "0".repeat(48)).statusCode())
        .isEqualTo(401);
    clock.wind(Visitors.STAY_NS);
    assertThat(get("/boot", "Cookie", own).statusCode()).as("a day later").isEqualTo(401);
  }

  @Test
  void h24TriesOfPinsFromTheNetworkAreSlowedDown() throws Exception {
    pins.set("practitioner", "2718");
    for (int i = 0; i < Pins.FREE_TRIES; i++) {
      assertThat(get("/boot", "Authorization", basic("practitioner:000" + i)).statusCode())
          .isEqualTo(401);
    }
    assertThat(get("/boot", "Authorization", basic("practitioner:2718")).statusCode())
        .isEqualTo(401);
    clock.wind(Pins.WAIT_NS);
    assertThat(get("/boot", "Authorization", basic("practitioner:2718")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void h24AVisitorCannotArmAndAnotherSitesPageCanDoNothing() throws Exception {
    pins.set("practitioner", "2718");
    String who = basic("practitioner:2718");
    JsonNode boot = JsonMapper.shared().readTree(get("/boot", "Authorization", who).body());
    String token = boot.path("token").asString();
    HttpResponse<String> arm = post("/api/arm", base, who, token);
    assertThat(arm.statusCode()).isEqualTo(409);
    assertThat(arm.body()).contains("only the screen at the machine");
    assertThat(post("/api/stop", "https://evil.example", who, token).statusCode()).isEqualTo(403);
    assertThat(post("/api/stop", base.replace("https", "http"), who, token).statusCode())
        .isEqualTo(403);
    assertThat(post("/api/stop", base, null, token).statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> post(String path, String origin, @Nullable String who, String token)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Origin", origin)
            .header("X-Stipple-Token", token)
            .POST(HttpRequest.BodyPublishers.ofString("{\"id\": \"a\", \"untilMs\": 9}"));
    if (who != null) {
      request.header("Authorization", who);
    }
    return visitor.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void onTheMachineItselfNothingOfThatIsAsked() throws Exception {
    try (HttpClient own = HttpClient.newHttpClient()) {
      URI boot = URI.create("http://127.0.0.1:" + panel.port() + "/boot");
      assertThat(
              own.send(HttpRequest.newBuilder(boot).build(), HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
    }
    assertThat(panel.port()).isNotEqualTo(panel.securePort().orElseThrow());
  }

  @Test
  void aKeyThatOthersCanReadIsRefusedWithWhatToType() throws Exception {
    SecurePlace place = placeWithOpenKey();
    assertThatThrownBy(() ->
            Panel.start(
                requests, Optional.empty(), pins, clock, "127.0.0.1", 0, Optional.of(place)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("type: chmod 600");
  }

  private SecurePlace placeWithOpenKey() throws IOException {
    Path key = folder.resolve("panel.key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    return new SecurePlace("127.0.0.1", 0, folder.resolve("panel.crt"), key);
  }

  private static final class StandingClock implements LoopClock {
    private final AtomicLong nowNs = new AtomicLong(1_000_000_000);

    void wind(long ns) {
      nowNs.addAndGet(ns);
    }

    @Override
    public long nowNs() {
      return nowNs.get();
    }

    @Override
    public void sleepUntilNs(long deadlineNs) {
      throw new UnsupportedOperationException();
    }
  }
}
