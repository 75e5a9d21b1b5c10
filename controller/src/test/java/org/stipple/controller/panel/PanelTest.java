package org.stipple.controller.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stipple.controller.catalogue.Catalogue;
import org.stipple.controller.catalogue.UsedCartridges;
import org.stipple.controller.command.CommandQueue;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.io.LoopClock;
import org.stipple.controller.profile.Limits;
import org.stipple.controller.record.LoopTimes;
import org.stipple.controller.record.Sample;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The panel over real HTTP on loopback, with a tick that grants everything. */
@Timeout(60)
final class PanelTest {

  @TempDir Path folder;

  private final CommandQueue queue = new CommandQueue();
  private final SampleRing ring = new SampleRing();
  private final BlockingQueue<OperatorCommand> taken = new ArrayBlockingQueue<>(64);
  private final CountDownLatch end = new CountDownLatch(1);
  private final HttpClient http = HttpClient.newHttpClient();
  private final HandClock clock = new HandClock();
  private SessionBook book;
  private Panel panel;
  private Pins pins;
  private Thread tick;
  private String base;

  @BeforeEach
  void start() throws IOException {
    book = SessionBook.in(folder, Instant::now, SigningKey.in(folder));
    pins = Pins.in(folder.resolve("pins"));
    CommandDesk desk = new CommandDesk(queue);
    LoopGauge gauge = new LoopGauge(LoopTimes.withoutStages(), List.of());
    Keeper keeper =
        new Keeper(
            ring,
            desk,
            book,
            Live.nowhere(),
            new ClockWatch(Instant::now, System::nanoTime),
            gauge,
            new Fitting(
                Catalogue.builtIn(),
                UsedCartridges.in(folder.resolve("used")),
                "normal",
                Instant::now,
                ZoneOffset.UTC),
            false);
    panel =
        Panel.start(
            new Requests(desk, keeper, Limits.reference()),
            Optional.empty(),
            pins,
            clock,
            "127.0.0.1",
            0,
            Optional.empty());
    base = "http://127.0.0.1:" + panel.port();
    tick = new Thread(() -> tickUntilTheEnd(keeper));
    tick.start();
  }

  @AfterEach
  void stop() throws Exception {
    panel.close();
    end.countDown();
    tick.join();
    book.close();
    http.close();
  }

  private void tickUntilTheEnd(Keeper keeper) {
    Sample sample = new Sample();
    try {
      while (!end.await(1, TimeUnit.MILLISECONDS)) {
        sample.tick++;
        sample.outcomes = 0;
        for (OperatorCommand c = queue.poll(); c != null; c = queue.poll()) {
          taken.add(c);
          sample.tell(c.id(), Outcome.DONE);
        }
        ring.write(sample);
        keeper.pump();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCommandFromItsOwnPageIsTaken() throws Exception {
    HttpResponse<String> response = order("frequency", order().put("hz", 120));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(answer(response).path("words").asString()).isEqualTo("frequency set to 120.0 Hz");
    assertThat(taken.take()).isEqualTo(new OperatorCommand.SetFrequency(1, 120));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arm",
        "disarm",
        "stop",
        "reset",
        "frequency",
        "depth",
        "acknowledge",
        "pause-sound",
        "strokes",
        "preset",
        "cartridge/mount",
        "cartridge/remove",
        "session/open",
        "session/resume",
        "session/close",
        "session/zone",
        "lease"
      })
  void h24NoCommandIsTakenFromAnotherPageOrWithoutTheToken(String path) throws Exception {
    String token = token();
    String uri = "/api/" + path;

    assertThat(post(uri, "{}", "http://evil.example", token).statusCode()).isEqualTo(403);
    assertThat(post(uri, "{}", null, token).statusCode()).isEqualTo(403);
    assertThat(post(uri, "{}", base, "0".repeat(token.length())).statusCode()).isEqualTo(403);
    assertThat(post(uri, "{}", base, null).statusCode()).isEqualTo(403);
    assertThat(send(HttpRequest.newBuilder(URI.create(base + uri)).GET()).statusCode())
        .isIn(404, 405);
    assertThat(taken).isEmpty();
  }

  @Test
  void aNameThatWasBoundToThisAddressFromOutsideIsRefused() throws Exception {
    // What a browser sends after DNS rebinding: another Host, and an Origin that fits it.
    try (java.net.Socket socket = new Socket(InetAddress.getLoopbackAddress(), panel.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /boot HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("token");
    }
  }

  @Test
  void saysWhatIsRefusedAndWhatIsNotUnderstood() throws Exception {
    HttpResponse<String> deep = order("depth", order().put("mm", 9));
    assertThat(deep.statusCode()).isEqualTo(409);
    assertThat(deep.body()).contains("refused: 9.0 mm is outside 0.2 to 2.0 mm");
    assertThat(order("depth", order().put("mm", "x")).statusCode()).isEqualTo(400);
    assertThat(post("/api/depth", "{", base, token()).statusCode()).isEqualTo(400);
    assertThat(taken).isEmpty();
  }

  @Test
  void tellsTheStatusLiveWithASequence() throws Exception {
    BlockingQueue<String> heard = new ArrayBlockingQueue<>(16);
    WebSocket socket = live(base, heard).join();
    JsonNode first = JsonMapper.shared().readTree(pushUntil(heard));
    panel.push();
    JsonNode second = JsonMapper.shared().readTree(heard.take());
    socket.abort();

    assertThat(second.path("boot").asString()).isEqualTo(first.path("boot").asString());
    assertThat(first.path("kind").asString()).isEqualTo("snapshot");
    assertThat(first.path("state").path("mode").asString()).isEqualTo("disarmed");
    assertThat(second.path("kind").asString()).isEqualTo("delta");
    assertThat(second.path("seq").asLong()).isEqualTo(first.path("seq").asLong() + 1);
    assertThat(second.path("state").has("mode")).as("told once, not changed since").isFalse();
    assertThat(first.toString()).doesNotContain(token());
  }

  private String pushUntil(BlockingQueue<String> heard) throws InterruptedException {
    String message = null;
    while (message == null) {
      panel.push(); // what is pushed before the page is admitted is not for it
      message = heard.poll(20, TimeUnit.MILLISECONDS);
    }
    return message;
  }

  @Test
  void anotherPageMayNotWatch() {
    assertThatThrownBy(() -> live("http://evil.example", new ArrayBlockingQueue<>(1)).join())
        .isInstanceOf(CompletionException.class);
  }

  @Test
  void thePageIsStrictAboutWhatItRuns() throws Exception {
    HttpResponse<String> page = send(HttpRequest.newBuilder(URI.create(base + "/")).GET());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy ->
            assertThat(policy)
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                .doesNotContain("unsafe"));
    assertThat(page.body()).doesNotContain("<style", "style=", "onclick", "http://", "https://");
    Matcher script = Pattern.compile("<script([^>]*)>([^<]*)").matcher(page.body());
    while (script.find()) {
      assertThat(script.group(1)).contains("src=");
      assertThat(script.group(2)).isBlank();
    }
    for (String file : List.of("/panel.js", "/chart.js", "/panel.css", "/icon.svg")) {
      assertThat(send(HttpRequest.newBuilder(URI.create(base + file)).GET()).statusCode())
          .as(file)
          .isEqualTo(200);
    }
  }

  @Test
  void h25OnePageCommandsAndTheOthersWatchAndMayStop() throws Exception {
    order("frequency", order().put("hz", 100));
    ObjectNode other = order().put("lease", "0".repeat(32)).put("hz", 110);

    HttpResponse<String> refused = order("frequency", other);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("another page commands");
    assertThat(order("stop", JSON.createObjectNode()).statusCode()).isEqualTo(200);
    assertThat(order("disarm", JSON.createObjectNode()).statusCode()).isEqualTo(200);
    assertThat(take("0000-2222", false).path("done").asBoolean()).isFalse();
    assertThat(take("0000-2222", true).path("done").asBoolean()).isTrue();
    assertThat(order("frequency", order().put("hz", 120)).body()).contains("another page commands");
    assertThat(taken).hasSize(3);
  }

  @Test
  void anOrderIsCarriedOutOnceHoweverOftenItComes() throws Exception {
    ObjectNode once = order().put("hz", 120);

    assertThat(order("frequency", once).body()).isEqualTo(order("frequency", once).body());
    assertThat(taken).hasSize(1);
  }

  @Test
  void anOrderThatComesTooLateOrMeantAnotherStateIsRefused() throws Exception {
    ObjectNode late = order().put("hz", 120).put("untilMs", 3_000);
    clock.nowNs = 4_000_000_000L;
    assertThat(order("frequency", late).body()).contains("too late");

    ObjectNode blind = order().put("revision", 0);
    assertThat(order("arm", blind).body()).contains("something changed meanwhile");
    assertThat(taken).isEmpty();
  }

  @Test
  void h24OfAThousandWrongPinsNoneIsTakenAndTheRightOneWaitsToo() throws Exception {
    pins.set("practitioner", "4711");
    String token = token();
    int refused = 0;
    for (int i = 0; i < 1_000; i++) {
      clock.sleepUntilNs(clock.nowNs() + 100_000_000);
      String body =
          "{\"page\":\"0000-3333\",\"role\":\"practitioner\",\"pin\":\"%04d\"}".formatted(i);
      refused += post("/api/lease", body, base, token).statusCode() == 409 ? 1 : 0;
    }
    assertThat(refused).isEqualTo(1_000);

    String right = "{\"page\":\"0000-3333\",\"role\":\"practitioner\",\"pin\":\"4711\"}";
    assertThat(post("/api/lease", right, base, token).body()).contains("wait, then try again");
    clock.sleepUntilNs(clock.nowNs() + 1_000_000_000_000L);
    assertThat(post("/api/lease", right, base, token).statusCode()).isEqualTo(200);
    assertThat(Files.readString(folder.resolve("pins"))).doesNotContain("4711");
    assertThat(Files.getPosixFilePermissions(folder.resolve("pins")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void aTechnicianTreatsNobody() throws Exception {
    pins.set("technician", "0815");
    ObjectNode asked =
        JSON.createObjectNode()
            .put("page", "0000-4444")
            .put("role", "technician")
            .put("pin", "0815");
    lease = answer(order("lease", asked)).path("lease").asString();

    assertThat(order("session/open", order()).body()).contains("a technician treats nobody");
    assertThat(order("frequency", order().put("hz", 100)).statusCode()).isEqualTo(200);
  }

  @Test
  void h24ATicketDoesNotMakeATechnicianAPractitioner() throws Exception {
    pins.set("technician", "0815");
    ObjectNode asked =
        JSON.createObjectNode()
            .put("page", "0000-4444")
            .put("role", "technician")
            .put("pin", "0815");
    String ticket = answer(order("lease", asked)).path("lease").asString();
    ObjectNode again =
        JSON.createObjectNode()
            .put("page", "0000-4444")
            .put("role", "practitioner")
            .put("ticket", ticket);
    lease = answer(order("lease", again)).path("lease").asString();

    assertThat(order("session/open", order()).body()).contains("a technician treats nobody");
  }

  @Test
  void h24ATechnicianWithoutAPinOfTheirOwnNeedsThePractitioners() throws Exception {
    pins.set("practitioner", "4711");
    ObjectNode asked = JSON.createObjectNode().put("page", "0000-4444").put("role", "technician");
    assertThat(order("lease", asked).body()).contains("that is not the PIN");
    assertThat(answer(order("lease", asked.put("pin", "4711"))).path("done").asBoolean()).isTrue();
  }

  @Test
  void aStaleTicketIsNoWrongPin() throws Exception {
    pins.set("practitioner", "4711");
    for (int i = 0; i <= Pins.FREE_TRIES; i++) {
      ObjectNode stale = JSON.createObjectNode().put("page", "0000-4444").put("ticket", "old");
      assertThat(order("lease", stale).body()).contains("give the PIN");
    }
    ObjectNode right = JSON.createObjectNode().put("page", "0000-4444").put("pin", "4711");
    assertThat(answer(order("lease", right)).path("done").asBoolean()).isTrue();
  }

  private static final JsonMapper JSON = JsonMapper.shared();

  private int orders;
  private @Nullable String lease;

  /** An order of this page, in time and with its eyes open. */
  private ObjectNode order() throws Exception {
    if (lease == null) {
      lease = take("0000-1111", false).path("lease").asString();
    }
    orders++;
    return JSON.createObjectNode()
        .put("id", "order-" + orders)
        .put("lease", lease)
        .put("revision", 1)
        .put("untilMs", clock.nowNs / 1_000_000 + 2_000);
  }

  private JsonNode take(String page, boolean takeOver) throws Exception {
    ObjectNode asked = JSON.createObjectNode().put("page", page).put("takeOver", takeOver);
    return answer(order("lease", asked));
  }

  private HttpResponse<String> order(String name, ObjectNode body) throws Exception {
    return post("/api/" + name, JSON.writeValueAsString(body), base, token());
  }

  private static JsonNode answer(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  /** A clock wound by hand. */
  private static final class HandClock implements LoopClock {
    private volatile long nowNs = 1_000_000_000;

    @Override
    public long nowNs() {
      return nowNs;
    }

    @Override
    public void sleepUntilNs(long deadlineNs) {
      nowNs = Math.max(nowNs, deadlineNs);
    }
  }

  private String token() throws Exception {
    HttpResponse<String> boot = send(HttpRequest.newBuilder(URI.create(base + "/boot")).GET());
    return JsonMapper.shared().readTree(boot.body()).path("token").asString();
  }

  private HttpResponse<String> post(
      String path, String body, @Nullable String origin, @Nullable String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (origin != null) {
      request.header("Origin", origin);
    }
    if (token != null) {
      request.header("X-Stipple-Token", token);
    }
    return send(request);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private CompletableFuture<WebSocket> live(String origin, BlockingQueue<String> heard) {
    return http.newWebSocketBuilder()
        .header("Origin", origin)
        .buildAsync(
            URI.create("ws://127.0.0.1:" + panel.port() + "/live"),
            new WebSocket.Listener() {
              private final StringBuilder text = new StringBuilder();

              @Override
              public @Nullable CompletionStage<?> onText(
                  WebSocket socket, CharSequence part, boolean last) {
                text.append(part);
                if (last) {
                  heard.add(text.toString());
                  text.setLength(0);
                }
                socket.request(1);
                return null;
              }
            });
  }
}
