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
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stipple.controller.catalogue.Catalogue;
import org.stipple.controller.catalogue.UsedCartridges;
import org.stipple.controller.command.CommandQueue;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.Outcome;
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

/** The panel over real HTTP on loopback, with a tick that grants everything. */
final class PanelTest {

  @TempDir Path folder;

  private final CommandQueue queue = new CommandQueue();
  private final SampleRing ring = new SampleRing();
  private final BlockingQueue<OperatorCommand> taken = new ArrayBlockingQueue<>(64);
  private final CountDownLatch end = new CountDownLatch(1);
  private final HttpClient http = HttpClient.newHttpClient();
  private SessionBook book;
  private Panel panel;
  private Thread tick;
  private String base;

  @BeforeEach
  void start() throws IOException {
    book = SessionBook.in(folder, Instant::now, SigningKey.in(folder));
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
    panel = Panel.start(new Requests(desk, keeper, Limits.reference()), "127.0.0.1", 0);
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
    HttpResponse<String> response = post("/api/frequency", "{\"hz\":120}", base, token());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo("{\"done\":true,\"words\":\"frequency set to 120.0 Hz\"}");
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
        "session/open",
        "session/close",
        "session/zone"
      })
  void noCommandIsTakenFromAnotherPageOrWithoutTheToken(String path) throws Exception {
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
    String token = token();

    HttpResponse<String> deep = post("/api/depth", "{\"mm\":9}", base, token);
    assertThat(deep.statusCode()).isEqualTo(409);
    assertThat(deep.body()).contains("refused: 9.0 mm is outside 0.2 to 2.0 mm");
    assertThat(post("/api/depth", "{\"mm\":\"x\"}", base, token).statusCode()).isEqualTo(400);
    assertThat(post("/api/depth", "{", base, token).statusCode()).isEqualTo(400);
    assertThat(taken).isEmpty();
  }

  @Test
  void tellsTheStatusLiveWithASequence() throws Exception {
    BlockingQueue<String> heard = new ArrayBlockingQueue<>(16);
    WebSocket socket = live(base, heard).join();
    JsonNode first = JsonMapper.shared().readTree(heard.take());
    panel.push();
    JsonNode second = JsonMapper.shared().readTree(heard.take());
    socket.abort();

    assertThat(second.path("boot").asString()).isEqualTo(first.path("boot").asString());
    assertThat(second.path("status").path("seq").asLong())
        .isGreaterThanOrEqualTo(first.path("status").path("seq").asLong());
    assertThat(second.path("status").path("mode").asString()).isEqualTo("disarmed");
    assertThat(first.toString()).doesNotContain(token());
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
