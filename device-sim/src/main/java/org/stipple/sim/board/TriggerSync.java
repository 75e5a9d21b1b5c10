package org.stipple.sim.board;

import java.util.ArrayList;
import java.util.List;

/** Stops steppers together: on an endstop, on the host's word, or when the host falls silent. */
final class TriggerSync implements BoardObject {

  private final Core core;
  private final int oid;
  private final List<Stepper> steppers = new ArrayList<>();
  private final Timer reportTimer = new Timer(this::reportPeriodically);
  private final Timer expiryTimer = new Timer(this::expire);
  private boolean canTrigger;
  private int reason;
  private int expireReason;
  private long reportTicks;

  TriggerSync(Core core, int oid) {
    this.core = core;
    this.oid = oid;
  }

  void start(int reportClock, long newReportTicks, int newExpireReason) {
    clear();
    canTrigger = true;
    reason = 0;
    expireReason = newExpireReason;
    reportTicks = newReportTicks;
    if (reportTicks > 0) {
      core.checkPeriod(reportTicks);
      core.timers.start(reportTimer, core.timers.extend(reportClock));
    }
  }

  /** Moves the expiry; without effect once triggered. */
  void setTimeout(int clock) {
    if (canTrigger) {
      core.timers.start(expiryTimer, core.timers.extend(clock));
    }
  }

  void addStepper(Stepper stepper) {
    if (steppers.contains(stepper)) {
      throw new BoardFault(Reason.SIGNAL_ACTIVE);
    }
    steppers.add(stepper);
  }

  /** The host's word: triggers if nothing did before, ends the reports, answers. */
  void triggerByHost(int hostReason) {
    long tick = core.timers.now();
    core.timers.stop(reportTimer);
    trigger(hostReason, tick);
    report(0, tick);
  }

  void trigger(int newReason, long tick) {
    if (!canTrigger) {
      return;
    }
    canTrigger = false;
    reason = newReason;
    core.timers.stop(expiryTimer);
    for (Stepper stepper : steppers) {
      stepper.stop(tick);
    }
    steppers.clear();
    core.log(BoardEvent.What.TRIGGER, reason, "trigger", tick);
  }

  private long expire(long tick) {
    trigger(expireReason, tick);
    return Timer.DONE;
  }

  private long reportPeriodically(long tick) {
    report((int) tick, tick);
    return tick + reportTicks;
  }

  private void report(int clock, long tick) {
    core.out(tick)
        .begin(Response.TRSYNC_STATE)
        .put(oid)
        .put(canTrigger ? 1 : 0)
        .put(reason)
        .put(clock)
        .send();
  }

  private void clear() {
    core.timers.stop(reportTimer);
    core.timers.stop(expiryTimer);
    steppers.clear();
    canTrigger = false;
  }

  @Override
  public void shutdown(long tick) {
    clear();
  }
}
