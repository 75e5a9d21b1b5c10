package org.stipple.telemetry.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stipple.telemetry.audit.AuditLog;
import org.stipple.telemetry.ingest.HostApplication;
import org.stipple.telemetry.ingest.HostSettings;
import org.stipple.telemetry.intake.RecordIngester;
import org.stipple.telemetry.mqtt.MqttSettings;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.RecordQueries;
import org.stipple.telemetry.store.RecordStore;
import org.stipple.telemetry.store.Sites;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ClinicServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final HostApplication host =
      new HostApplication(HostSettings.of(URI.create("tcp://127.0.0.1:1"), "h", Optional.empty()));
  @TempDir private Path folder;
  private Database database;
  private RecordsView records;
  private ClinicServer server;

  @BeforeEach
  void startServer() throws IOException {
    database = Database.sqlite(folder.resolve("clinic.db"));
    records =
        new RecordsView(
            new RecordQueries(database),
            Sites.none(),
            new RecordIngester(
                MqttSettings.of(URI.create("tcp://127.0.0.1:1"), "i", 20),
                new RecordStore(database, InstantSource.system(), true),
                SigningKey.in(folder, "clinic"),
                new AuditLog(folder, InstantSource.system())));
    server = ClinicServer.start(0, host, records);
  }

  @AfterEach
  void stopServer() {
    server.close();
    database.close();
    client.close();
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri().resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/clinic.css", "/clinic.js", "/icon.svg", "/api/devices", "/absent"})
  void everyAnswerForbidsForeignAndInlineScripts(String path) throws Exception {
    String policy = ask("GET", path).headers().firstValue("Content-Security-Policy").orElse("none");
    assertThat(policy).contains("default-src 'none'").contains("script-src 'self'");
    assertThat(policy).doesNotContain("unsafe");
  }

  @Test
  void thePageHasNoInlineScriptOrStyle() throws Exception {
    String page = ask("GET", "/").body();
    assertThat(page).contains("Stipple clinic").doesNotContain("style=").doesNotContain("<style");
    assertThat(page)
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContainPattern(" on\\w+=");
    String script = ask("GET", "/clinic.js").body();
    assertThat(script).doesNotContain("innerHTML").doesNotContain("insertAdjacentHTML");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void nothingCanBeCommanded(String method) throws Exception {
    for (String path : new String[] {"/", "/api/devices", "/api/trace"}) {
      assertThat(ask(method, path).statusCode()).isBetween(400, 499);
    }
  }

  @Test
  void tellsOfRecordsAndOfItself() throws Exception {
    JsonNode page = JsonMapper.shared().readTree(ask("GET", "/api/records").body());
    assertThat(page.required("counts").required("records").longValue()).isZero();
    assertThat(page.required("error").isNull()).isTrue();
    assertThat(ask("GET", "/metrics").body())
        .contains("stipple_ingest_strokes_total 0.0", "stipple_ingest_connected 0.0");
  }

  @Test
  void saysThatTheBrokerIsAway() throws Exception {
    JsonNode page = JsonMapper.shared().readTree(ask("GET", "/api/devices").body());
    assertThat(page.required("brokerConnected").booleanValue()).isFalse();
    assertThat(page.required("devices").isArray()).isTrue();
  }

  @Test
  void aChartOfNoDeviceIsABadRequestAndOfAnUnknownOneEmpty() throws Exception {
    assertThat(ask("GET", "/api/trace").statusCode()).isEqualTo(400);
    HttpResponse<String> answer = ask("GET", "/api/trace?group=a&node=b&device=c");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"ageS\":[]");
  }

  @Test
  void aRequestInAnotherHostsNameIsRefused() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "GET /api/devices HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void saysThatThePortIsTaken() {
    assertThatThrownBy(() -> ClinicServer.start(server.uri().getPort(), host, records))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is taken");
  }

  @Test
  void aDeviceThatFallsSilentIsStaleAndADeadOneOffline() {
    assertThat(LiveView.presence(true, LiveView.STALE_MS)).isEqualTo("online");
    assertThat(LiveView.presence(true, LiveView.STALE_MS + 1)).isEqualTo("stale");
    assertThat(LiveView.presence(false, 0)).isEqualTo("offline");
  }
}
