package org.stipple.controller.session;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.control.TestStage;
import org.stipple.controller.flightlog.FlightLog;
import org.stipple.controller.record.LoopTimes.Span;
import org.stipple.controller.safety.AlarmPriority;
import org.stipple.controller.safety.Fault;
import org.stipple.controller.safety.Interlock;
import org.stipple.controller.storage.DiskWatch;
import org.stipple.telemetry.edge.EdgeStatus;
import org.stipple.telemetry.outbox.Backlog;

/**
 * A {@link Status} as names and values, the same for the panel and for {@code ctl status --json}.
 * What is not known is null. These names are an interface: add to them, do not rename.
 */
public final class StatusWords {

  private StatusWords() {}

  /** Names, units last, and values: numbers, texts, truth values, null. */
  public static Map<String, @Nullable Object> of(Status status) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    words.put("seq", status.tick());
    words.put("mode", name(status.mode()));
    words.put("armed", status.armed());
    selfTest(status.selfTest(), words);
    safety(status.safety(), words);
    words.put("pedalPressed", status.inputs().pedalPressed());
    words.put("estopOpen", status.inputs().estopOpen());
    needle(status.needle(), words);
    strokes(status.strokes(), words);
    words.put("depthSetMm", known(status.depth().setMm()));
    words.put("protrusionMm", known(status.depth().protrusionMm()));
    words.put("depthDriftMm", known(status.depth().driftMm()));
    words.put("depthEstimatedMm", known(status.depth().estimatedMm()));
    words.put("depthEstimatedShallowestMm", known(status.depth().shallowestMm()));
    words.put("depthEstimatedDeepestMm", known(status.depth().deepestMm()));
    words.put("depthState", name(status.depth().state()));
    words.put("currentMilliamps", known(status.motor().currentMilliamps()));
    words.put("supplyVolts", known(status.motor().supplyVolts()));
    words.put("duty", known(status.motor().dutyFraction()));
    words.put("link", name(status.link().state()));
    words.put("linkAgeMs", status.link().ageNs() < 0 ? null : status.link().ageNs() / 1e6);
    words.put("linkReason", status.link().reason());
    words.put("retransmits", status.link().retransmits());
    loop(status.loop(), words);
    words.put("session", status.session().map(StatusWords::session).orElse(null));
    words.put("cartridge", status.work().cartridge().map(StatusWords::cartridge).orElse(null));
    words.put("skin", status.work().skin());
    words.put("bench", status.work().bench());
    words.put("armingRefusal", status.work().armingRefusal().orElse(null));
    words.put("records", status.outlook().records().map(StatusWords::records).orElse(null));
    words.put("live", status.outlook().live().map(StatusWords::live).orElse(null));
    words.put("flight", status.outlook().flight().map(StatusWords::flight).orElse(null));
    words.put("disk", status.outlook().disk().map(StatusWords::disk).orElse(null));
    words.put("clock", status.outlook().clock().map(StatusWords::clock).orElse(null));
    words.put("trouble", status.trouble().orElse(null));
    return words;
  }

  private static void selfTest(Status.SelfTest test, Map<String, @Nullable Object> words) {
    boolean none = test.stage() == TestStage.NONE;
    words.put("selfTest", none ? null : name(test.stage()));
    words.put("selfTestText", none ? null : test.stage().text());
    words.put("guardProofs", test.proofs());
    words.put("runGuardMs", known(test.runGuardMs()));
    words.put("pwmGuardMs", known(test.pwmGuardMs()));
  }

  private static void safety(Status.Safety safety, Map<String, @Nullable Object> words) {
    words.put("fault", safety.fault() == Fault.NONE ? null : name(safety.fault()));
    words.put("faultText", safety.fault() == Fault.NONE ? null : safety.fault().text());
    words.put("faultHazard", safety.fault().hazard().isEmpty() ? null : safety.fault().hazard());
    words.put("faultOccurrence", safety.occurrence());
    boolean free = safety.interlock() == Interlock.NONE;
    words.put("interlock", free ? null : name(safety.interlock()));
    words.put("interlockText", free ? null : safety.interlock().text());
    words.put("verdictValue", known(safety.value()));
    words.put("verdictLimit", known(safety.limit()));
    words.put("cleared", safety.cleared());
    words.put("alarm", alarm(safety));
  }

  private static @Nullable Map<String, Object> alarm(Status.Safety safety) {
    Status.Alarm alarm = safety.alarm();
    if (alarm.priority() == AlarmPriority.NONE) {
      return null;
    }
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("priority", name(alarm.priority()));
    words.put("name", alarm.name().toLowerCase(Locale.ROOT));
    words.put("marks", alarm.priority().marks());
    words.put("colour", alarm.priority().colour());
    words.put("flashHz", alarm.priority().flashHz());
    words.put("text", alarm.text());
    words.put("occurrence", alarm.occurrence());
    words.put("acknowledged", alarm.acknowledged());
    words.put("pausedForS", alarm.pausedForNs() / 1e9);
    return words;
  }

  private static void needle(Status.Needle needle, Map<String, @Nullable Object> words) {
    words.put("frequencySetHz", known(needle.setHz()));
    words.put("torqueLimitMnm", needle.torqueMnm() == 0 ? null : known(needle.torqueMnm()));
    words.put("frequencyHz", known(needle.measuredHz()));
    words.put("tachSeq", needle.reports());
    words.put("strokes", needle.strokes());
    words.put(
        "strokesAfterRelease",
        needle.strokesAfterRelease() < 0 ? null : needle.strokesAfterRelease());
    words.put("needleOnS", needle.onNs() / 1e9);
    words.put("parked", needle.parked());
  }

  private static void strokes(Status.Strokes strokes, Map<String, @Nullable Object> words) {
    words.put("strokeMode", strokes.mode().label());
    words.put("tapStrokes", strokes.tapStrokes());
    words.put("tapPeriodS", strokes.tapPeriodS());
    words.put("taps", strokes.taps());
    words.put("tapMiscounts", strokes.miscounts());
    words.put("contact", name(strokes.contact()));
    words.put("contactQuality", strokes.contactQuality());
    words.put("contacts", strokes.contacts());
  }

  private static void loop(Status.Loop loop, Map<String, @Nullable Object> words) {
    words.put("overruns", loop.overruns());
    words.put("samplesDropped", loop.samplesDropped());
    LoopFigures.Percentiles lateness = loop.figures().of(Span.LATENESS);
    words.put("latenessUsP50", known(lateness.p50()));
    words.put("latenessUsP99", known(lateness.p99()));
    words.put("latenessUsP999", known(lateness.p999()));
    words.put("latenessUsMax", known(lateness.max()));
    Map<String, Object> spans = new LinkedHashMap<>();
    for (Span span : Span.values()) {
      spans.put(name(span), times(loop.figures().of(span)));
    }
    words.put("loopUs", spans);
    words.put("loopLacks", loop.figures().missing());
  }

  private static Map<String, @Nullable Object> times(LoopFigures.Percentiles of) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    words.put("count", of.count());
    words.put("p50", known(of.p50()));
    words.put("p99", known(of.p99()));
    words.put("p999", known(of.p999()));
    words.put("max", known(of.max()));
    return words;
  }

  private static Map<String, @Nullable Object> session(Status.Session session) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    words.put("id", session.id().value());
    words.put("client", session.client());
    words.put("zone", session.zone().label());
    words.put("openedAt", session.openedAt().toString());
    words.put("elapsedS", session.elapsedS());
    words.put("pausedS", session.pausedS());
    words.put("pause", session.pause().map(StatusWords::pause).orElse(null));
    words.put("strokes", session.strokes());
    words.put("needleOnS", session.needleOnS());
    words.put("zones", zones(session.zones()));
    words.putAll(CourseWords.of(session.course()));
    words.put("dose", session.dose().map(StatusWords::dose).orElse(null));
    return words;
  }

  /** What was done in each zone. */
  public static Map<String, Object> zones(Map<String, ZoneCounts> done) {
    Map<String, Object> zones = new LinkedHashMap<>();
    done.forEach((zone, counts) -> zones.put(zone, counts(counts)));
    return zones;
  }

  private static Map<String, Object> pause(Status.Pause pause) {
    return Map.of(
        "why", pause.why().label(), "forS", pause.forS(), "cartridgeOut", pause.cartridgeOut());
  }

  private static Map<String, Object> dose(Dose dose) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("strokes", dose.strokes());
    words.put("softStrokes", dose.soft());
    words.put("hardStrokes", dose.hard());
    words.put("warns", dose.warns());
    words.put("full", dose.full());
    return words;
  }

  private static Map<String, @Nullable Object> cartridge(Status.Cartridge cartridge) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    words.put("type", cartridge.type());
    words.put("lot", cartridge.lot());
    words.put("expires", cartridge.expires().toString());
    words.put("serial", cartridge.serial().orElse(null));
    words.put("strokes", cartridge.strokes());
    return words;
  }

  private static Map<String, Object> counts(ZoneCounts of) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("dots", of.dots());
    words.put("strokes", of.strokes());
    words.put("taps", of.taps());
    words.put("tapMiscounts", of.miscounts());
    words.put("contacts", of.contacts());
    words.put("needleOnS", of.needleOnS());
    return words;
  }

  private static Map<String, @Nullable Object> records(Backlog backlog) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    words.put("here", backlog.records());
    words.put("waiting", backlog.waiting());
    words.put("waitingBytes", backlog.bytes());
    words.put("refused", backlog.refused());
    words.put("problem", backlog.problem().orElse(null));
    return words;
  }

  private static Map<String, @Nullable Object> live(EdgeStatus edge) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    words.put("connected", edge.connected());
    words.put("births", edge.births());
    words.put("refusedCommands", edge.refusedCommands());
    words.put("problem", edge.connected() ? null : edge.lastError().orElse(null));
    words.put("primaryHost", edge.primary().map(EdgeStatus.Primary::hostId).orElse(null));
    edge.primary()
        .ifPresent(primary -> {
          words.put("primaryOnline", primary.online());
          words.put("waitingValues", primary.buffered().values());
          words.put("waitingBytes", primary.buffered().bytes());
          words.put("budgetBytes", primary.buffered().bytesMax());
          words.put("waitingSinceMs", primary.buffered().sinceMs());
          words.put("dropped", primary.buffered().dropped());
          words.put("sentLater", primary.buffered().sent());
        });
    return words;
  }

  private static Map<String, @Nullable Object> flight(FlightLog.State log) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    words.put("file", log.file().toString());
    words.put("bytes", log.bytes());
    words.put("budgetBytes", log.budgetBytes());
    words.put("ended", log.ended().isEmpty() ? null : log.ended());
    return words;
  }

  private static Map<String, @Nullable Object> clock(ClockHealth.State clock) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    words.put("synchronised", clock.synchronised());
    words.put("errorS", known(clock.errorS()));
    words.put("clinicAheadS", known(clock.clinicAheadS()));
    words.put("problem", clock.problem().orElse(null));
    return words;
  }

  private static Map<String, @Nullable Object> disk(DiskWatch.State disk) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    words.put("level", name(disk.level()));
    words.put("freeBytes", disk.freeBytes());
    words.put("reserveBytes", disk.reserveBytes());
    words.put("acknowledgedRecords", disk.kept());
    words.put("removedRecords", disk.removed());
    words.put("problem", disk.words().isEmpty() ? null : disk.words());
    return words;
  }

  private static @Nullable Double known(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
