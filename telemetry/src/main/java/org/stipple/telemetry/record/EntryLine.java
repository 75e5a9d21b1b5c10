package org.stipple.telemetry.record;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.stipple.telemetry.session.ClientReference;
import org.stipple.telemetry.session.Closing;
import org.stipple.telemetry.session.ConsentReference;
import org.stipple.telemetry.session.PackedStrokes;
import org.stipple.telemetry.session.PauseReason;
import org.stipple.telemetry.session.PractitionerId;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Zone;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A recorded entry as one line of JSON and back. */
final class EntryLine {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Thrown for a line that is not an entry. */
  static final class NotAnEntry extends Exception {
    private static final long serialVersionUID = 1L;

    NotAnEntry(String why, Throwable cause) {
      super(why, cause);
    }
  }

  private EntryLine() {}

  /**
   * The bytes of the line, its newline included.
   *
   * @param before hash of the line before it, see {@link Chain}
   */
  static byte[] write(RecordedEntry recorded, String before) {
    ObjectNode line = JSON.createObjectNode();
    line.put("n", recorded.number());
    line.put("prev", before);
    line.put("at", recorded.at().toString());
    switch (recorded.entry()) {
      case SessionEntry.Opened e -> {
        line.put("entry", "opened").put("client", e.client().value());
        line.put("consent", e.consent().value()).put("adultConfirmed", e.adultConfirmed());
        line.put("zone", e.zone().label());
        e.practitioner().ifPresent(p -> line.put("practitioner", p.value()));
        e.continues().ifPresent(id -> line.put("continues", id.value()));
      }
      case SessionEntry.CartridgeMounted e -> {
        line.put("entry", "cartridge-mounted").put("type", e.type()).put("lot", e.lot());
        line.put("expires", e.expires().toString());
        e.serial().ifPresent(serial -> line.put("serial", serial));
      }
      case SessionEntry.CartridgeRemoved _ -> line.put("entry", "cartridge-removed");
      case SessionEntry.Paused e -> line.put("entry", "paused").put("why", e.why().label());
      case SessionEntry.Resumed e -> line.put("entry", "resumed").put("pausedS", e.pausedS());
      case SessionEntry.Follows e ->
          line.put("entry", "follows")
              .put("session", e.earlier().value())
              .put("touchUp", e.touchUp());
      case SessionEntry.PlanSet e -> {
        line.put("entry", "plan-set").put("layer", e.layer()).put("layers", e.layers());
        ObjectNode dots = line.putObject("dots");
        e.dots().forEach((zone, planned) -> dots.put(zone.label(), planned));
        e.nextDue().ifPresent(day -> line.put("nextDue", day.toString()));
      }
      case SessionEntry.PigmentChosen e ->
          line.put("entry", "pigment-chosen")
              .put("layer", e.layer())
              .put("shade", e.shade())
              .put("lot", e.lot())
              .put("expires", e.expires().toString());
      case SessionEntry.PresetChosen e ->
          line.put("entry", "preset-chosen").put("name", e.name()).put("skin", e.skin());
      case SessionEntry.DoseReached e ->
          line.put("entry", "dose-reached")
              .put("zone", e.zone().label())
              .put("strokes", e.strokes())
              .put("limit", e.limit())
              .put("hard", e.hard());
      case SessionEntry.DepthChecked e ->
          line.put("entry", "depth-checked").put("driftMm", e.driftMm());
      case SessionEntry.GuardsProven e ->
          line.put("entry", "guards-proven")
              .put("runGuardMs", e.runGuardMs())
              .put("pwmGuardMs", e.pwmGuardMs());
      case SessionEntry.ZoneChanged e ->
          line.put("entry", "zone-changed").put("zone", e.zone().label());
      case SessionEntry.SetpointChanged e ->
          line.put("entry", "setpoint-changed")
              .put("frequencyHz", e.frequencyHz())
              .put("depthMm", e.depthMm());
      case SessionEntry.Press e -> putPress(line.put("entry", "press"), e);
      case SessionEntry.PressUnderway e -> putPress(line.put("entry", "press-underway"), e.soFar());
      case SessionEntry.Strokes e ->
          line.put("entry", "strokes")
              .put("startedAt", e.startedAt().toString())
              .put("first", e.first())
              .put("packed", e.strokes().base64());
      case SessionEntry.StrokesSet e ->
          line.put("entry", "strokes-set")
              .put("mode", e.mode())
              .put("tapStrokes", e.tapStrokes())
              .put("tapPeriodS", e.tapPeriodS());
      case SessionEntry.FaultRaised e ->
          line.put("entry", "fault-raised").put("id", e.id()).put("text", e.text());
      case SessionEntry.AlarmAnswered e ->
          line.put("entry", "alarm-answered")
              .put("alarm", e.alarm())
              .put("acknowledged", e.acknowledged());
      case SessionEntry.FaultReset _ -> line.put("entry", "fault-reset");
      case SessionEntry.HostTimes e -> {
        line.put("entry", "host-times").put("ticks", e.ticks()).put("overruns", e.overruns());
        line.put("latenessUsP99", e.latenessUsP99()).put("latenessUsP999", e.latenessUsP999());
        line.put("latenessUsMax", e.latenessUsMax()).put("workUsP99", e.workUsP99());
        e.lacks().forEach(line.putArray("lacks")::add);
      }
      case SessionEntry.ClockStepped e ->
          line.put("entry", "clock-stepped").put("seconds", e.seconds());
      case SessionEntry.Noted e ->
          line.put("entry", "noted")
              .put("author", e.author().value())
              .put("reason", e.reason())
              .put("text", e.text());
      case SessionEntry.Closed e ->
          line.put("entry", "closed")
              .put("strokes", e.strokes())
              .put("needleOnS", e.needleOnS())
              .put("why", e.why().label());
    }
    return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a line without its newline. */
  static RecordedEntry read(String text) throws NotAnEntry {
    try {
      JsonNode line = JSON.readTree(text);
      return new RecordedEntry(
          line.required("n").longValue(), Instant.parse(text(line, "at")), entry(line));
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      throw new NotAnEntry("not a session entry: " + e.getMessage(), e);
    }
  }

  private static SessionEntry entry(JsonNode line) {
    String kind = text(line, "entry");
    return switch (kind) {
      case "opened" ->
          new SessionEntry.Opened(
              new ClientReference(text(line, "client")),
              new ConsentReference(text(line, "consent")),
              line.required("adultConfirmed").booleanValue(),
              Zone.of(text(line, "zone")),
              optional(line, "practitioner").map(PractitionerId::new),
              optional(line, "continues").map(SessionId::new));
      case "cartridge-mounted" ->
          new SessionEntry.CartridgeMounted(
              text(line, "type"),
              text(line, "lot"),
              LocalDate.parse(text(line, "expires")),
              optional(line, "serial"));
      case "cartridge-removed" -> new SessionEntry.CartridgeRemoved();
      case "paused" -> new SessionEntry.Paused(PauseReason.of(text(line, "why")));
      case "resumed" -> new SessionEntry.Resumed(real(line, "pausedS"));
      case "follows" ->
          new SessionEntry.Follows(
              new SessionId(text(line, "session")), line.required("touchUp").booleanValue());
      case "plan-set" -> plan(line);
      case "pigment-chosen" ->
          new SessionEntry.PigmentChosen(
              line.required("layer").intValue(),
              text(line, "shade"),
              text(line, "lot"),
              LocalDate.parse(text(line, "expires")));
      case "preset-chosen" -> new SessionEntry.PresetChosen(text(line, "name"), text(line, "skin"));
      case "dose-reached" ->
          new SessionEntry.DoseReached(
              Zone.of(text(line, "zone")),
              line.required("strokes").longValue(),
              line.required("limit").longValue(),
              line.required("hard").booleanValue());
      case "depth-checked" -> new SessionEntry.DepthChecked(real(line, "driftMm"));
      case "guards-proven" ->
          new SessionEntry.GuardsProven(real(line, "runGuardMs"), real(line, "pwmGuardMs"));
      case "alarm-answered" ->
          new SessionEntry.AlarmAnswered(
              text(line, "alarm"), line.required("acknowledged").booleanValue());
      case "zone-changed" -> new SessionEntry.ZoneChanged(Zone.of(text(line, "zone")));
      case "setpoint-changed" ->
          new SessionEntry.SetpointChanged(real(line, "frequencyHz"), real(line, "depthMm"));
      case "press" -> press(line);
      case "press-underway" -> new SessionEntry.PressUnderway(press(line));
      case "strokes" ->
          new SessionEntry.Strokes(
              Instant.parse(text(line, "startedAt")),
              line.required("first").longValue(),
              PackedStrokes.ofBase64(text(line, "packed")));
      case "strokes-set" ->
          new SessionEntry.StrokesSet(
              text(line, "mode"), line.required("tapStrokes").intValue(), real(line, "tapPeriodS"));
      case "fault-raised" -> new SessionEntry.FaultRaised(text(line, "id"), text(line, "text"));
      case "fault-reset" -> new SessionEntry.FaultReset();
      case "host-times" ->
          new SessionEntry.HostTimes(
              line.required("ticks").longValue(),
              line.required("overruns").longValue(),
              real(line, "latenessUsP99"),
              real(line, "latenessUsP999"),
              real(line, "latenessUsMax"),
              real(line, "workUsP99"),
              line.required("lacks").valueStream().map(EntryLine::text).toList());
      case "clock-stepped" -> new SessionEntry.ClockStepped(real(line, "seconds"));
      case "noted" ->
          new SessionEntry.Noted(
              new PractitionerId(text(line, "author")), text(line, "reason"), text(line, "text"));
      case "closed" ->
          new SessionEntry.Closed(
              line.required("strokes").longValue(),
              real(line, "needleOnS"),
              Closing.of(text(line, "why")));
      default -> throw new IllegalArgumentException("unknown entry " + kind);
    };
  }

  private static String text(JsonNode line, String key) {
    return text(line.required(key));
  }

  private static Optional<String> optional(JsonNode line, String key) {
    return line.has(key) ? Optional.of(text(line, key)) : Optional.empty();
  }

  /** The library answers null for a null. */
  private static String text(JsonNode node) {
    if (!node.isString()) {
      throw new IllegalArgumentException("a text was expected, not " + node);
    }
    return node.stringValue();
  }

  private static double real(JsonNode line, String key) {
    return line.required(key).doubleValue();
  }

  private static SessionEntry.PlanSet plan(JsonNode line) {
    Map<Zone, Integer> dots = new EnumMap<>(Zone.class);
    line.required("dots")
        .properties()
        .forEach(zone -> dots.put(Zone.of(zone.getKey()), zone.getValue().intValue()));
    return new SessionEntry.PlanSet(
        line.required("layer").intValue(),
        line.required("layers").intValue(),
        dots,
        optional(line, "nextDue").map(LocalDate::parse));
  }

  private static void putPress(ObjectNode line, SessionEntry.Press press) {
    line.put("startedAt", press.startedAt().toString())
        .put("durationS", press.durationS())
        .put("strokes", press.strokes())
        .put("frequencyHzMean", press.frequencyHzMean())
        .put("taps", press.taps())
        .put("miscounts", press.miscounts())
        .put("contacts", press.contacts())
        .put("dots", press.dots());
  }

  private static SessionEntry.Press press(JsonNode line) {
    return new SessionEntry.Press(
        Instant.parse(text(line, "startedAt")),
        real(line, "durationS"),
        line.required("strokes").longValue(),
        real(line, "frequencyHzMean"),
        line.path("taps").asLong(0),
        line.path("miscounts").asLong(0),
        line.path("contacts").asLong(0),
        line.path("dots").asBoolean(true));
  }
}
