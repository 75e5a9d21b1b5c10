package org.stipple.telemetry.export;

import java.util.Locale;
import java.util.stream.Collectors;
import org.stipple.telemetry.session.SessionEntry;

/** An entry of a record in words, units included. */
public final class EntryWords {

  private EntryWords() {}

  /** One line. */
  public static String of(SessionEntry entry) {
    return switch (entry) {
      case SessionEntry.Opened e ->
          "opened for client %s, consent %s, adult confirmed, zone %s%s%s"
              .formatted(
                  e.client().value(),
                  e.consent().value(),
                  e.zone().label(),
                  e.practitioner().map(who -> ", practitioner " + who.value()).orElse(""),
                  e.continues().map(id -> ", goes on with " + id).orElse(""));
      case SessionEntry.CartridgeMounted e ->
          "cartridge %s, lot %s, expires %s%s"
              .formatted(
                  e.type(),
                  e.lot(),
                  e.expires(),
                  e.serial().map(number -> ", number " + number).orElse(""));
      case SessionEntry.CartridgeRemoved _ -> "cartridge removed";
      case SessionEntry.Paused e -> "paused: " + e.why().label();
      case SessionEntry.Resumed e ->
          String.format(Locale.ROOT, "goes on after a pause of %.1f s", e.pausedS());
      case SessionEntry.Follows e ->
          (e.touchUp() ? "touch-up of session " : "follows session ") + e.earlier();
      case SessionEntry.PlanSet e ->
          "plan: layer %d of %d%s%s"
              .formatted(
                  e.layer(),
                  e.layers(),
                  e.dots().entrySet().stream()
                      .map(zone -> ", %d dots in %s".formatted(zone.getValue(), zone.getKey()))
                      .collect(Collectors.joining()),
                  e.nextDue().map(day -> ", next due " + day).orElse(""));
      case SessionEntry.PigmentChosen e ->
          "pigment %s, lot %s, expires %s, for layer %d"
              .formatted(e.shade(), e.lot(), e.expires(), e.layer());
      case SessionEntry.PresetChosen e -> "preset %s, skin %s".formatted(e.name(), e.skin());
      case SessionEntry.DoseReached e ->
          "%s has taken %d strokes: the %s limit of %d"
              .formatted(e.zone().label(), e.strokes(), e.hard() ? "hard" : "soft", e.limit());
      case SessionEntry.DepthChecked e ->
          String.format(Locale.ROOT, "depth axis homed again, was off by %.3f mm", e.driftMm());
      case SessionEntry.GuardsProven e ->
          String.format(
              Locale.ROOT,
              "guards proven: needle stopped %.1f ms after the second key, %.1f ms after the PWM"
                  + " fell silent",
              e.runGuardMs(),
              e.pwmGuardMs());
      case SessionEntry.ZoneChanged e -> "zone " + e.zone().label();
      case SessionEntry.SetpointChanged e ->
          String.format(Locale.ROOT, "set to %.1f Hz, %.2f mm", e.frequencyHz(), e.depthMm());
      case SessionEntry.StrokesSet e ->
          String.format(
              Locale.ROOT,
              "mode %s, %d strokes a tap, a tap every %.2f s",
              e.mode(),
              e.tapStrokes(),
              e.tapPeriodS());
      case SessionEntry.Strokes e ->
          "strokes %d to %d, one by one".formatted(e.first(), e.first() + e.strokes().count() - 1);
      case SessionEntry.PressUnderway e -> "so far: " + press(e.soFar());
      case SessionEntry.Press e -> press(e);
      case SessionEntry.FaultRaised e -> "fault %s: %s".formatted(e.id(), e.text());
      case SessionEntry.AlarmAnswered e ->
          "alarm %s: %s".formatted(e.acknowledged() ? "acknowledged" : "paused", e.alarm());
      case SessionEntry.FaultReset _ -> "fault reset";
      case SessionEntry.HostTimes e ->
          String.format(
              Locale.ROOT,
              "host: %d ticks, %d overruns, late by %.0f us (p99), %.0f us at most, work %.0f us"
                  + " (p99)%s",
              e.ticks(),
              e.overruns(),
              e.latenessUsP99(),
              e.latenessUsMax(),
              e.workUsP99(),
              e.lacks().isEmpty() ? "" : "; it lacks: " + String.join("; ", e.lacks()));
      case SessionEntry.ClockStepped e ->
          String.format(Locale.ROOT, "clock set by %.3f s", e.seconds());
      case SessionEntry.Noted e ->
          "note by %s (%s): %s".formatted(e.author().value(), e.reason(), e.text());
      case SessionEntry.Closed e ->
          String.format(
              Locale.ROOT,
              "%s: %d strokes, %.1f s with the needle on",
              e.why().label(),
              e.strokes(),
              e.needleOnS());
    };
  }

  private static String press(SessionEntry.Press press) {
    return String.format(
            Locale.ROOT,
            "press of %.2f s, %d strokes, %.1f Hz",
            press.durationS(),
            press.strokes(),
            press.frequencyHzMean())
        + (press.taps() > 0
            ? ", %d taps, %d of them miscounted".formatted(press.taps(), press.miscounts())
            : "")
        + (press.contacts() > 0 ? ", %d contacts (estimated)".formatted(press.contacts()) : "")
        + (press.dots() ? "" : ", not for the skin");
  }
}
