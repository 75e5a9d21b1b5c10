package org.stipple.controller.safety;

import org.stipple.controller.command.Outcome;

/**
 * What calls somebody: the sound of the latched fault, its pause and its acknowledgement. Loop
 * thread only.
 *
 * <p>An alarm begins with a fault that happened while the machine was armed and ends with the
 * latch; or it begins and ends with a {@link Notice}. Its sound is silent for {@link #PAUSE_NS}
 * when asked to be, comes back by itself, and ends for good when this occurrence of it is
 * acknowledged. A board that is dead sounds by its own default; nothing here can silence that.
 */
public final class Alarm {

  /** A paused sound comes back after this, ns. */
  public static final long PAUSE_NS = 120_000_000_000L;

  private static final long MS = 1_000_000;

  /** A pulse of high priority and the gap after it, ms: 75 to 200, and 50 to 125 (section 6.3). */
  private static final int HIGH_ON_MS = 150;

  private static final int HIGH_GAP_MS = 100;

  /** The same of medium priority, ms: 125 to 250. */
  private static final int MEDIUM_ON_MS = 200;

  private static final int MEDIUM_GAP_MS = 200;

  /** The third pulse of five is followed by a longer gap, ms, and the fifth by one longer still. */
  private static final int THIRD_GAP_MS = 350;

  private static final int FIFTH_GAP_MS = 600;

  private final FaultLatch latch;
  private Notice notice = Notice.NONE;
  private Notice noticeBefore = Notice.NONE;
  private long faultOccurrence;
  private long occurrence;
  private long beganNs;
  private boolean latched;
  private long pausedUntilNs;
  private boolean acknowledged;

  Alarm(FaultLatch latch) {
    this.latch = latch;
  }

  /** Takes in what is latched and what stands now; a fault goes before a notice. */
  void follow(long nowNs, Notice standing) {
    latched = latch.latched() && latch.alarming();
    notice = latched ? Notice.NONE : standing;
    boolean newFault = latched && faultOccurrence != latch.occurrence();
    boolean newNotice = notice != Notice.NONE && notice != noticeBefore;
    faultOccurrence = latch.occurrence();
    noticeBefore = notice;
    if (newFault || newNotice) {
      occurrence++;
      beganNs = nowNs;
      pausedUntilNs = nowNs;
      acknowledged = false;
    }
  }

  private boolean active() {
    return latched || notice != Notice.NONE;
  }

  /** An operator asks for quiet; it comes back by itself. */
  Outcome pause(long nowNs) {
    if (!active()) {
      return Outcome.NO_SUCH_ALARM;
    }
    pausedUntilNs = nowNs + PAUSE_NS;
    return Outcome.DONE;
  }

  /** An operator has seen this occurrence. */
  Outcome acknowledge(long which) {
    if (!active() || which != occurrence) {
      return Outcome.NO_SUCH_ALARM;
    }
    acknowledged = true;
    return Outcome.DONE;
  }

  /** How soon somebody must look; {@link AlarmPriority#NONE} without an alarm. */
  public AlarmPriority priority() {
    return latched ? latch.fault().priority() : notice.priority();
  }

  /** Words for a person; empty without an alarm. */
  public String text() {
    return latched ? latch.fault().text() : notice.text();
  }

  /** Name of the fault or notice; empty without an alarm. */
  public String name() {
    return latched ? latch.fault().name() : notice == Notice.NONE ? "" : notice.name();
  }

  /** Which occurrence it is, to be named by an acknowledgement; of no meaning without an alarm. */
  public long occurrence() {
    return occurrence;
  }

  /** Whether somebody has acknowledged it. */
  public boolean acknowledged() {
    return active() && acknowledged;
  }

  /** How much longer it is paused, ns; 0 = not. */
  public long pausedForNs(long nowNs) {
    return active() && !acknowledged ? Math.max(0, pausedUntilNs - nowNs) : 0;
  }

  /** Whether the sounder sounds in this tick. */
  public boolean sounds(long nowNs) {
    AlarmPriority priority = priority();
    if (priority.pulses() == 0 || acknowledged || nowNs < pausedUntilNs) {
      return false;
    }
    long sinceNs = nowNs - Math.max(beganNs, pausedUntilNs);
    return inPulse(priority, (int) (sinceNs / MS % priority.burstMs()));
  }

  /** Five pulses, twice, for high priority: three and two; three even ones for medium. */
  private static boolean inPulse(AlarmPriority priority, int ms) {
    boolean high = priority == AlarmPriority.HIGH;
    int onMs = high ? HIGH_ON_MS : MEDIUM_ON_MS;
    int fromMs = 0;
    for (int pulse = 1; pulse <= priority.pulses() && ms >= fromMs; pulse++) {
      if (ms < fromMs + onMs) {
        return true;
      }
      int gapMs = high ? HIGH_GAP_MS : MEDIUM_GAP_MS;
      if (high && pulse % 5 == 3) {
        gapMs = THIRD_GAP_MS;
      } else if (high && pulse % 5 == 0) {
        gapMs = FIFTH_GAP_MS;
      }
      fromMs += onMs + gapMs;
    }
    return false;
  }
}
