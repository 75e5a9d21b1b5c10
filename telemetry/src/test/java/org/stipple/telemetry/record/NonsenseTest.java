package org.stipple.telemetry.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.session.ClientReference;
import org.stipple.telemetry.session.ConsentReference;
import org.stipple.telemetry.session.PackedStrokes;
import org.stipple.telemetry.session.PauseReason;
import org.stipple.telemetry.session.PractitionerId;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Stroke;
import org.stipple.telemetry.session.Zone;
import org.stipple.telemetry.upload.Chunk;
import org.stipple.telemetry.upload.Receipt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Well-formed JSON that says nonsense: whoever has a key of his own can sign it and send it, and an
 * ingester must name it and go on.
 */
final class NonsenseTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir private Path folder;

  /** One entry of each kind, and a seal. */
  private List<String> lines() throws IOException {
    SigningKey key = SigningKey.in(folder);
    try (SessionBook book = SessionBook.in(folder, () -> NOON, key)) {
      SessionId id =
          book.open(
              new SessionEntry.Opened(
                  new ClientReference("C1"),
                  new ConsentReference("K1"),
                  true,
                  Zone.CROWN,
                  Optional.of(new PractitionerId("P1")),
                  Optional.of(SessionId.at(NOON.minusSeconds(60), 1))));
      SessionEntry.Press press = new SessionEntry.Press(NOON, 1, 100, 100);
      book.append(
          List.of(
              new SessionEntry.CartridgeMounted(
                  "3RL", "L1", LocalDate.of(2099, 1, 1), Optional.of("7")),
              new SessionEntry.CartridgeRemoved(),
              new SessionEntry.Noted(new PractitionerId("AB"), "correction", "it was the crown"),
              new SessionEntry.Follows(new SessionId("s1"), true),
              new SessionEntry.PlanSet(
                  2, 3, Map.of(Zone.CROWN, 400), Optional.of(LocalDate.of(2027, 1, 15))),
              new SessionEntry.PigmentChosen(2, "Ash 3", "P7", LocalDate.of(2099, 1, 1)),
              new SessionEntry.Paused(PauseReason.CARTRIDGE),
              new SessionEntry.Resumed(12.5),
              new SessionEntry.PresetChosen("soft", "normal"),
              new SessionEntry.DoseReached(Zone.CROWN, 10, 10, true),
              new SessionEntry.DepthChecked(0.01),
              new SessionEntry.GuardsProven(48, 60),
              new SessionEntry.ZoneChanged(Zone.MID_SCALP),
              new SessionEntry.SetpointChanged(100, 1),
              new SessionEntry.StrokesSet("taps", 3, 1),
              new SessionEntry.Strokes(
                  NOON, 1, PackedStrokes.of(List.of(new Stroke(1, 1, 1, 1, true, true, true)))),
              new SessionEntry.PressUnderway(press),
              press,
              new SessionEntry.FaultRaised("STALLED", "it stands"),
              new SessionEntry.AlarmAnswered("it stands", true),
              new SessionEntry.FaultReset(),
              new SessionEntry.HostTimes(1, 0, 1, 1, 1, 1, List.of("priority")),
              new SessionEntry.ClockStepped(1)));
      book.close(100, 1);
      return Files.readAllLines(book.fileOf(id));
    }
  }

  @Test
  void everyValueReplacedByAnythingElseIsNamedAndNothingElseThrown() throws Exception {
    List<String> nonsense = List.of("null", "3", "-1.5e300", "\"x\"", "true", "[null]", "{}");
    SessionId session = SessionId.at(NOON, 1);
    int named = 0;
    int tried = 0;
    for (String line : lines()) {
      ObjectNode whole = (ObjectNode) JSON.readTree(line);
      long number = whole.has("seal") ? whole.path("seal").asLong() + 1 : whole.path("n").asLong();
      String before = whole.path("prev").asString();
      for (String key : new ArrayList<>(whole.propertyNames())) {
        for (String value : nonsense) {
          JsonNode changed = whole.deepCopy().set(key, JSON.readTree(value));
          byte[] bytes = (JSON.writeValueAsString(changed) + "\n").getBytes(StandardCharsets.UTF_8);
          RecordPart.Standing standing = new RecordPart.Standing(1, number, before, false);
          RecordPart part = RecordPart.read(bytes, session, standing);
          tried++;
          named += part.wrong(SigningKey.in(folder).publicKey()).isPresent() ? 1 : 0;
        }
      }
    }
    assertThat(tried).isGreaterThan(500);
    assertThat(named).isGreaterThan(tried / 2);
  }

  @Test
  void chunksAndReceiptsOfNonsenseAreRefused() {
    String chunk = "{\"session\":\"s1\",\"offset\":0,\"bytes\":1,\"key\":\"x\"}";
    String receipt =
        "{\"device\":\"d\",\"session\":\"s\",\"bytes\":0,\"entries\":0,\"head\":\"\","
            + "\"closed\":false,\"clinic\":\"\",\"signature\":\"\"}";
    for (String value : List.of("null", "-3", "\"\"", "[]", "{}")) {
      for (String key : List.of("session", "offset", "bytes", "key")) {
        refused(() ->
            Chunk.decode((replaced(chunk, key, value) + "\nx").getBytes(StandardCharsets.UTF_8)));
      }
      for (String key : List.of("session", "bytes", "entries", "closed")) {
        readOrRefused(
            () -> Receipt.decode(replaced(receipt, key, value).getBytes(StandardCharsets.UTF_8)));
      }
    }
    assertThatThrownBy(() -> new Chunk(SessionId.at(NOON, 1), 0, new byte[1], "no key"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String replaced(String json, String key, String value) {
    ObjectNode node = (ObjectNode) JSON.readTree(json);
    return JSON.writeValueAsString(node.set(key, JSON.readTree(value)));
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
    assertThatThrownBy(reading).isInstanceOf(IllegalArgumentException.class);
  }

  private static void readOrRefused(Runnable reading) {
    try {
      reading.run();
    } catch (IllegalArgumentException _) {
      // Some values are as good as the ones they replace; any other exception fails the test.
    }
  }
}
