package org.stipple.controller.session;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.controller.control.TestStage;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.record.Sample;
import org.stipple.controller.safety.AlarmPriority;
import org.stipple.controller.safety.Fault;
import org.stipple.controller.safety.Interlock;

/**
 * One log line an event. A line that repeats within 10 s of the tick's time is counted, and told
 * with its number when something else happens. Keeper thread only.
 */
final class EventLog {
  private static final Logger LOG = LoggerFactory.getLogger("org.stipple.event");
  private static final long REPEAT_NS = 10_000_000_000L;

  /** What one approach may differ from another (machine.md section 2), mm. */
  private static final double DRIFT_MM_MAX = 0.02;

  private final Sample last = new Sample();
  private String lastLine = "";
  private long lastLineNs;
  private long repeats;
  private long lastDropped;

  /** Tells what differs from the sample before. */
  void follow(Sample now) {
    if (now.link != last.link || !Objects.equals(now.reason, last.reason)) {
      link(now);
    }
    if (now.faultOccurrence != last.faultOccurrence && now.fault != Fault.NONE) {
      tell(now.nowNs, true, "fault " + fault(now));
    } else if (now.fault == Fault.NONE && last.fault != Fault.NONE) {
      tell(now.nowNs, false, "fault latch reset");
    }
    if (now.alarmOccurrence != last.alarmOccurrence && now.alarm != AlarmPriority.NONE) {
      String line =
          "alarm %d %s %s".formatted(now.alarmOccurrence, now.alarm.marks(), now.alarmText);
      tell(now.nowNs, true, line);
    }
    if (now.alarmAcknowledged && !last.alarmAcknowledged) {
      tell(now.nowNs, false, "alarm " + now.alarmOccurrence + " acknowledged");
    }
    if (now.alarmPausedForNs > 0 && last.alarmPausedForNs == 0) {
      tell(now.nowNs, false, "alarm " + now.alarmOccurrence + ": sound paused for 120 s");
    }
    if (now.mode != last.mode) {
      tell(now.nowNs, false, "mode " + words(last.mode) + " -> " + words(now.mode) + why(now));
    }
    if (now.estopOpen != last.estopOpen) {
      tell(now.nowNs, now.estopOpen, now.estopOpen ? "e-stop opened" : "e-stop closed");
    }
    if (now.depthHomings != last.depthHomings && !Double.isNaN(now.depthDriftMm)) {
      tell(
          now.nowNs,
          Math.abs(now.depthDriftMm) > DRIFT_MM_MAX,
          String.format(
              Locale.ROOT, "depth axis homed: protrusion was wrong by %.3f mm", now.depthDriftMm));
    }
    if (now.testStage != last.testStage && now.testStage != TestStage.NONE) {
      tell(now.nowNs, false, "self-test: " + now.testStage.text());
    }
    if (now.guardProofs != last.guardProofs) {
      tell(
          now.nowNs,
          false,
          String.format(
              Locale.ROOT,
              "self-test: the board stopped the needle %.0f ms after its run key and %.0f ms after"
                  + " its PWM fell silent",
              now.runGuardMs,
              now.pwmGuardMs));
    }
    last.copyFrom(now);
  }

  /** Tells that samples were lost, when more were. */
  void dropped(long total) {
    if (total != lastDropped) {
      LOG.warn("samples dropped: {} more, {} in all", total - lastDropped, total);
      lastDropped = total;
    }
  }

  private void link(Sample now) {
    String reason = now.reason == null ? "" : ": " + now.reason;
    boolean bad = now.link == LinkState.SHUTDOWN || now.link == LinkState.REFUSED;
    tell(now.nowNs, bad, "link " + words(now.link) + reason);
  }

  private void tell(long nowNs, boolean warn, String line) {
    if (line.equals(lastLine) && nowNs - lastLineNs < REPEAT_NS) {
      repeats++;
      return;
    }
    if (repeats > 0) {
      LOG.info("{} ({} times more)", lastLine, repeats);
      repeats = 0;
    }
    lastLine = line;
    lastLineNs = nowNs;
    if (warn) {
      LOG.warn("{}", line);
    } else {
      LOG.info("{}", line);
    }
  }

  /** An interlock ends an arming or a press without a fault; the pedal's does neither. */
  private static String why(Sample now) {
    return now.interlock == Interlock.NONE || now.interlock == Interlock.PEDAL_DOWN
        ? ""
        : ": " + now.interlock.text();
  }

  private static String fault(Sample now) {
    String hazard = now.fault.hazard().isEmpty() ? "" : " [" + now.fault.hazard() + "]";
    String value =
        Double.isNaN(now.verdictValue)
            ? ""
            : String.format(
                Locale.ROOT, " (value %.4g, limit %.4g)", now.verdictValue, now.verdictLimit);
    @Nullable String reason = now.reason;
    return now.fault
        + hazard
        + ": "
        + now.fault.text()
        + value
        + (reason == null ? "" : ": " + reason);
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
