package org.stipple.controller.app;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The status for people: a handful of lines. */
final class StatusText {

  private StatusText() {}

  static List<String> lines(JsonNode s) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "state      %s; pedal %s; e-stop %s; board %s%s"
            .formatted(
                words(s, "mode"),
                s.path("pedalPressed").asBoolean(false) ? "down" : "up",
                s.path("estopOpen").asBoolean(false) ? "OPEN" : "closed",
                words(s, "link"),
                s.path("linkReason").isString() ? " (" + words(s, "linkReason") + ")" : ""));
    if (s.path("faultText").isString()) {
      lines.add("latched    " + words(s, "faultText") + "; stipple ctl reset clears it");
    }
    if (s.path("alarm").isObject()) {
      lines.add(alarm(s.path("alarm")));
    }
    if (s.path("selfTestText").isString()) {
      lines.add("self-test  " + words(s, "selfTestText"));
    }
    if (s.path("interlockText").isString()) {
      lines.add("interlock  " + words(s, "interlockText"));
    }
    lines.add(
        "needle     %s Hz set, %s Hz measured; %s strokes, %s s on"
            .formatted(
                number(s, "frequencySetHz", 1),
                number(s, "frequencyHz", 1),
                number(s, "strokes", 0),
                number(s, "needleOnS", 1)));
    if (s.path("torqueLimitMnm").isNumber()) {
      lines.add("           gives way beyond %s mNm".formatted(number(s, "torqueLimitMnm", 1)));
    }
    lines.add(strokes(s));
    lines.add(
        "depth      %s mm set, protrusion %s mm commanded; axis %s"
            .formatted(
                number(s, "depthSetMm", 2), number(s, "protrusionMm", 2), words(s, "depthState")));
    if (s.path("depthDriftMm").isNumber()) {
      lines.add(
          "           the last homing found it wrong by %s mm"
              .formatted(number(s, "depthDriftMm", 3)));
    }
    if (s.path("depthEstimatedMm").isNumber()) {
      lines.add(
          "           estimated %s mm in the skin (%s to %s mm), not measured"
              .formatted(
                  number(s, "depthEstimatedMm", 2),
                  number(s, "depthEstimatedShallowestMm", 2),
                  number(s, "depthEstimatedDeepestMm", 2)));
    }
    lines.add(
        "motor      %s mA, supply %s V, duty %s"
            .formatted(
                number(s, "currentMilliamps", 0),
                number(s, "supplyVolts", 1),
                number(s, "duty", 3)));
    lines.add(
        "loop       lateness p50 %s, p99 %s, p99.9 %s, max %s us; work p99 %s us; %s ticks skipped"
            .formatted(
                number(s, "latenessUsP50", 0),
                number(s, "latenessUsP99", 0),
                number(s, "latenessUsP999", 0),
                number(s, "latenessUsMax", 0),
                number(s.path("loopUs").path("work"), "p99", 0),
                number(s, "overruns", 0)));
    s.path("loopLacks").forEach(lack -> lines.add("lacks      " + lack.asString("")));
    lines.add("line       %s blocks sent again".formatted(number(s, "retransmits", 0)));
    if (s.path("bench").asBoolean(false)) {
      lines.add("bench      arms without a session and a cartridge; nobody is treated here");
    }
    lines.add(cartridge(s.path("cartridge"), words(s, "skin")));
    lines.add(session(s.path("session")));
    if (s.path("session").path("dose").isObject()) {
      lines.add(dose(s.path("session")));
    }
    if (s.path("records").isObject()) {
      lines.add(records(s.path("records")));
    }
    if (s.path("live").isObject()) {
      lines.add(live(s.path("live")));
    }
    if (s.path("flight").isObject()) {
      lines.add(flight(s.path("flight")));
    }
    if (s.path("disk").isObject()) {
      lines.add(disk(s.path("disk")));
    }
    if (s.path("clock").isObject()) {
      lines.add(clock(s.path("clock")));
    }
    if (s.path("armingRefusal").isString()) {
      lines.add("arming     refused: " + words(s, "armingRefusal"));
    }
    if (s.path("trouble").isString()) {
      lines.add("trouble    " + words(s, "trouble"));
    }
    return lines;
  }

  /** The loop's own times, a line for each thing that is timed. */
  static List<String> loopLines(JsonNode s) {
    List<String> lines = new ArrayList<>();
    lines.add("%-10s %9s %9s %9s %9s %9s".formatted("us", "ticks", "p50", "p99", "p99.9", "max"));
    s.path("loopUs")
        .forEachEntry((name, times) ->
            lines.add(
                "%-10s %9s %9s %9s %9s %9s"
                    .formatted(
                        name,
                        number(times, "count", 0),
                        number(times, "p50", 1),
                        number(times, "p99", 1),
                        number(times, "p999", 1),
                        number(times, "max", 1))));
    lines.add("skipped    %s ticks".formatted(number(s, "overruns", 0)));
    s.path("loopLacks").forEach(lack -> lines.add("lacks      " + lack.asString("")));
    return lines;
  }

  private static String alarm(JsonNode alarm) {
    double pausedS = alarm.path("pausedForS").asDouble(0);
    String sound =
        alarm.path("acknowledged").asBoolean(false)
            ? "acknowledged"
            : pausedS > 0 ? "sound paused for %.0f s".formatted(pausedS) : "sounds";
    return "alarm      %s %s (%s priority, %s), occurrence %s: %s"
        .formatted(
            words(alarm, "marks"),
            words(alarm, "text"),
            words(alarm, "priority"),
            words(alarm, "colour"),
            number(alarm, "occurrence", 0),
            sound);
  }

  private static String strokes(JsonNode s) {
    String mode = words(s, "strokeMode");
    String every = mode.equals("pulsed") ? " every " + number(s, "tapPeriodS", 1) + " s" : "";
    String taps =
        mode.equals("taps") || mode.equals("pulsed")
            ? " of %s%s".formatted(number(s, "tapStrokes", 0), every)
            : "";
    return "pedal      %s%s; %s taps (%s miscounted), %s contacts (estimate; %s, quality %s)"
        .formatted(
            mode,
            taps,
            number(s, "taps", 0),
            number(s, "tapMiscounts", 0),
            number(s, "contacts", 0),
            words(s, "contact").replace('_', ' '),
            number(s, "contactQuality", 1));
  }

  private static String cartridge(JsonNode cartridge, String skin) {
    return cartridge.isObject()
        ? "cartridge  %s lot %s, expires %s; %s strokes; %s skin expected"
            .formatted(
                words(cartridge, "type"),
                words(cartridge, "lot"),
                words(cartridge, "expires"),
                number(cartridge, "strokes", 0),
                skin)
        : "cartridge  none; %s skin expected".formatted(skin);
  }

  private static String dose(JsonNode session) {
    JsonNode dose = session.path("dose");
    String warning = dose.path("full").asBoolean(false) ? "; FULL" : "; enough";
    return "dose       %s has taken %s strokes; warns at %s, stops at %s%s"
        .formatted(
            words(session, "zone"),
            number(dose, "strokes", 0),
            number(dose, "softStrokes", 0),
            number(dose, "hardStrokes", 0),
            dose.path("warns").asBoolean(false) ? warning : "");
  }

  private static String flight(JsonNode flight) {
    String ended = flight.path("ended").isString() ? "; ENDED: " + words(flight, "ended") : "";
    return "flight     %s: %.1f of %.0f MB%s"
        .formatted(
            words(flight, "file"),
            flight.path("bytes").asLong(0) / 1e6,
            flight.path("budgetBytes").asLong(0) / 1e6,
            ended);
  }

  private static String clock(JsonNode clock) {
    String kept =
        clock.path("synchronised").asBoolean(false)
            ? "kept in step within %s s".formatted(number(clock, "errorS", 3))
            : "nothing keeps it in step (NTP)";
    String clinic =
        clock.path("clinicAheadS").isNumber()
            ? "; the clinic's is ahead by %s s".formatted(number(clock, "clinicAheadS", 1))
            : "";
    String problem = clock.path("problem").isString() ? "; ALARM: " + words(clock, "problem") : "";
    return "clock      " + kept + clinic + problem;
  }

  private static String disk(JsonNode disk) {
    String removed =
        disk.path("removedRecords").asLong(0) == 0
            ? ""
            : "; %s records removed, which the clinic has"
                .formatted(number(disk, "removedRecords", 0));
    String problem = disk.path("problem").isString() ? "; " + words(disk, "problem") : "";
    return "disk       %s: %.0f MB free besides the reserve (%.0f MB held)%s%s"
        .formatted(
            words(disk, "level"),
            disk.path("freeBytes").asLong(0) / 1e6,
            disk.path("reserveBytes").asLong(0) / 1e6,
            removed,
            problem);
  }

  private static String records(JsonNode records) {
    String waiting =
        records.path("waiting").asLong(0) == 0
            ? "all acknowledged by the clinic"
            : "%s not acknowledged by the clinic yet (%.1f kB)"
                .formatted(
                    number(records, "waiting", 0), records.path("waitingBytes").asLong(0) / 1e3);
    String problem = records.path("problem").isString() ? "; " + words(records, "problem") : "";
    return "records    %s here, %s%s".formatted(number(records, "here", 0), waiting, problem);
  }

  private static String live(JsonNode live) {
    String broker = live.path("connected").asBoolean(false) ? "broker connected" : "no broker";
    String problem = live.path("problem").isString() ? " (" + words(live, "problem") + ")" : "";
    if (!live.path("primaryHost").isString()) {
      return "live       " + broker + problem;
    }
    String host =
        "primary host %s %s"
            .formatted(
                words(live, "primaryHost"),
                live.path("primaryOnline").asBoolean(false) ? "online" : "AWAY");
    long waiting = live.path("waitingValues").asLong(0);
    String kept =
        waiting == 0
            ? "nothing waits"
            : "%d values wait since %s (%.1f of %.0f kB)"
                .formatted(
                    waiting,
                    Instant.ofEpochMilli(live.path("waitingSinceMs").asLong(0))
                        .truncatedTo(ChronoUnit.SECONDS),
                    live.path("waitingBytes").asLong(0) / 1e3,
                    live.path("budgetBytes").asLong(0) / 1e3);
    long dropped = live.path("dropped").asLong(0);
    String lost = dropped == 0 ? "" : "; " + dropped + " DROPPED for lack of room or too old";
    return "live       %s%s; %s; %s%s".formatted(broker, problem, host, kept, lost);
  }

  private static String session(JsonNode session) {
    return session.isObject()
        ? "session    %s: client %s, %s; %s strokes, %s s on%s"
            .formatted(
                words(session, "id"),
                words(session, "client"),
                words(session, "zone"),
                number(session, "strokes", 0),
                number(session, "needleOnS", 1),
                session.path("pause").isObject()
                    ? "; PAUSED (%s) for %s s"
                        .formatted(
                            words(session.path("pause"), "why"),
                            number(session.path("pause"), "forS", 0))
                    : "")
        : "session    none";
  }

  private static String words(JsonNode node, String name) {
    return node.path(name).asString("-");
  }

  private static String number(JsonNode node, String name, int digits) {
    return node.path(name).isNumber()
        ? String.format(Locale.ROOT, "%." + digits + "f", node.path(name).asDouble())
        : "-";
  }
}
