package org.stipple.controller.board;

import org.jspecify.annotations.Nullable;
import org.stipple.controller.machine.DepthState;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.wire.Command;
import org.stipple.controller.wire.DictionaryException;
import org.stipple.controller.wire.MessageFormat;
import org.stipple.controller.wire.MessageReader;
import org.stipple.controller.wire.Response;

/**
 * The depth axis: a stepper with an endstop at full retraction.
 *
 * <p>Every motion is tied to a trigger on the board that expires when the host falls silent, so
 * that a lost link stops the axis where it is. Positions are commanded steps from the endstop,
 * checked against the board's own count after every move.
 */
final class DepthAxis {

  private static final int REASON_CLOSED = 1;
  private static final int REASON_HOST = 2;
  private static final int REASON_EXPIRED = 4;
  private static final int REASON_OPENED = 5;

  private static final double STEP_PULSE_SECONDS = 2e-6;
  private static final double ENDSTOP_REST_SECONDS = 200e-6;
  private static final double ENDSTOP_SAMPLE_SECONDS = 20e-6;
  private static final int ENDSTOP_SAMPLES = 4;
  private static final double TRIGGER_REPORT_SECONDS = 10e-3;

  /** A motion stops this long after the host falls silent. */
  private static final long SILENCE_NS = 100_000_000L;

  private static final long EXTEND_NS = 20_000_000L;
  private static final long ASK_AGAIN_NS = 30_000_000L;

  /** Time for a plan to reach the board before its first step. */
  private static final long HEAD_START_NS = 10_000_000L;

  /**
   * A motion counts as over so long after its last step by our clock: ending its trigger early, by
   * an error of our idea of the board's clock, would cut its last steps off.
   */
  private static final long SETTLE_NS = 10_000_000L;

  private static final double BACK_OFF_MM = 0.5;

  /** An endstop that has closed must open again within this, mm. */
  private static final double LEAVE_MM = 1.0;

  private enum Phase {
    /** Position unknown. */
    UNHOMED,
    /** Asking whether the endstop is closed already. */
    ASKING_ENDSTOP,
    /** Leaving an endstop that is closed. */
    BACKING_OFF,
    /** Moving towards the endstop. */
    SEEKING,
    /**
     * Leaving it again until it opens: zero is on the way deeper, as every target is, so that no
     * play is between them.
     */
    LEAVING,
    /** Waiting for the board's count where the endstop opened. */
    ZEROING,
    /** At rest. */
    STANDING,
    /** Under way to a target. */
    MOVING,
    /** Waiting for the board's count after a move or a stop. */
    CHECKING,
    /** Homing did not end at the endstop. */
    FAILED
  }

  /** What the endstop does that ends a motion. */
  private enum Trigger {
    NONE,
    CLOSES,
    OPENS
  }

  private final Channel channel;
  private final BoardSettings.DepthMotion motion;
  private final double stepsPerMm;
  private final double endstopMm;
  private final double clockHz;
  private final long leadNs;
  private final boolean dirInverted;
  private final boolean endstopInverted;

  private final int stepperOid;
  private final int endstopOid;
  private final int trsyncOid;
  private final int enableOid;
  private final boolean enableInverted;
  private final int reportTicks;
  private final int restTicks;
  private final int sampleTicks;

  private final Command setDirection;
  private final Command resetClock;
  private final Command queueStep;
  private final Command getPosition;
  private final Command stopOnTrigger;
  private final Command trsyncStart;
  private final Command trsyncTimeout;
  private final Command trsyncTrigger;
  private final Command endstopHome;
  private final Command endstopQuery;
  private final @Nullable Command enable;
  private final Response position;
  private final Response trsyncState;
  private final Response endstopState;

  private final StepRamp ramp = new StepRamp();

  /** What follows the ramp, deeper; empty where nothing does. */
  private final StepRamp takeUp = new StepRamp();

  private Phase phase = Phase.UNHOMED;
  private boolean homed;
  private boolean homeWanted;
  private boolean enabled;
  private long zero;
  private int homings;
  private long drift;
  private long steps;
  private long expected;
  private long endNs;
  private long askedNs;
  private long extendedNs;
  private long seekDeadlineNs;
  private boolean halted;

  DepthAxis(Configuration c, BoardSettings settings, Profile profile, Channel channel)
      throws DictionaryException {
    this.channel = channel;
    motion = settings.depth();
    stepsPerMm = profile.scales().stepsPerMm();
    endstopMm = profile.scales().endstopMm();
    clockHz = c.clockHz();
    leadNs = (long) (profile.timing().leadMs() * 1e6);
    dirInverted = c.name(Role.DEPTH_DIR).inverted();
    endstopInverted = c.name(Role.DEPTH_ENDSTOP).inverted();
    reportTicks = c.ticks(TRIGGER_REPORT_SECONDS);
    restTicks = c.ticks(ENDSTOP_REST_SECONDS);
    sampleTicks = c.ticks(ENDSTOP_SAMPLE_SECONDS);

    Role step = Role.DEPTH_STEP;
    Role stop = Role.DEPTH_ENDSTOP;
    stepperOid = c.newOid();
    c.configure(
        c.command(
            step,
            "config_stepper",
            "oid",
            "step_pin",
            "dir_pin",
            "invert_step",
            "step_pulse_ticks"),
        stepperOid,
        c.pin(step),
        c.pin(Role.DEPTH_DIR),
        c.name(step).inverted() ? 1 : 0,
        c.ticks(STEP_PULSE_SECONDS));
    endstopOid = c.newOid();
    c.configure(
        c.command(stop, "config_endstop", "oid", "pin", "pull_up"),
        endstopOid,
        c.input(stop),
        c.name(stop).pull());
    trsyncOid = c.newOid();
    c.configure(c.command(stop, "config_trsync", "oid"), trsyncOid);
    if (settings.has(Role.DEPTH_ENABLE)) {
      enableOid = c.newOid();
      enableInverted = c.name(Role.DEPTH_ENABLE).inverted();
      int off = enableInverted ? 1 : 0;
      c.configure(
          c.command(
              Role.DEPTH_ENABLE,
              "config_digital_out",
              "oid",
              "pin",
              "value",
              "default_value",
              "max_duration"),
          enableOid,
          c.pin(Role.DEPTH_ENABLE),
          off,
          off,
          0);
      enable = c.command(Role.DEPTH_ENABLE, "update_digital_out", "oid", "value");
    } else {
      enableOid = -1;
      enableInverted = false;
      enable = null;
    }
    setDirection = c.command(step, "set_next_step_dir", "oid", "dir");
    resetClock = c.command(step, "reset_step_clock", "oid", "clock");
    queueStep = c.command(step, "queue_step", "oid", "interval", "count", "add");
    getPosition = c.command(step, "stepper_get_position", "oid");
    stopOnTrigger = c.command(step, "stepper_stop_on_trigger", "oid", "trsync_oid");
    trsyncStart =
        c.command(stop, "trsync_start", "oid", "report_clock", "report_ticks", "expire_reason");
    trsyncTimeout = c.command(stop, "trsync_set_timeout", "oid", "clock");
    trsyncTrigger = c.command(stop, "trsync_trigger", "oid", "reason");
    endstopHome =
        c.command(
            stop,
            "endstop_home",
            "oid",
            "clock",
            "sample_ticks",
            "sample_count",
            "rest_ticks",
            "pin_value",
            "trsync_oid",
            "trigger_reason");
    endstopQuery = c.command(stop, "endstop_query_state", "oid");
    position = c.response(step, "stepper_position", "oid", "pos");
    trsyncState = c.response(stop, "trsync_state", "oid", "can_trigger", "trigger_reason");
    endstopState = c.response(stop, "endstop_state", "oid", "pin_value");
  }

  void begin() {
    phase = Phase.UNHOMED;
    homed = false;
    homeWanted = false;
    enabled = false;
    steps = 0;
    homings = 0;
    drift = 0;
    halted = false;
  }

  /** How often the endstop was found in this life of the board. */
  int homings() {
    return homings;
  }

  /** Where it was found last, from where it was found before, microsteps, deeper is positive. */
  long driftSteps() {
    return drift;
  }

  DepthState state() {
    return switch (phase) {
      case UNHOMED -> DepthState.UNHOMED;
      case ASKING_ENDSTOP, BACKING_OFF, SEEKING, LEAVING, ZEROING -> DepthState.HOMING;
      case STANDING -> DepthState.STANDING;
      case MOVING, CHECKING -> homed ? DepthState.MOVING : DepthState.UNHOMED;
      case FAILED -> DepthState.HOMING_FAILED;
    };
  }

  long steps() {
    return steps;
  }

  /** Follows the drive: begins, extends or stops a motion. */
  void update(Drive drive, long nowNs) {
    setEnabled(drive.supply || inMotion());
    switch (drive.depth) {
      case STAND -> {
        homeWanted = false;
        if (inMotion() && !halted) {
          halt(nowNs);
        }
      }
      case HOME -> {
        boolean free = phase == Phase.UNHOMED || phase == Phase.STANDING || phase == Phase.FAILED;
        if (!homeWanted && free) {
          homeWanted = true;
          homed = false;
          phase = Phase.ASKING_ENDSTOP;
          askEndstop(nowNs);
        }
      }
      case MOVE -> {
        homeWanted = false;
        moveTowards(drive.protrusionMm, nowNs);
      }
    }
    followMotion(nowNs);
  }

  private boolean inMotion() {
    return switch (phase) {
      case BACKING_OFF, SEEKING, LEAVING, MOVING -> true;
      case UNHOMED, ASKING_ENDSTOP, ZEROING, STANDING, CHECKING, FAILED -> false;
    };
  }

  private void setEnabled(boolean wanted) {
    Command command = enable;
    if (command == null || wanted == enabled) {
      return;
    }
    enabled = wanted;
    channel.start(command).put(enableOid).put(wanted == enableInverted ? 0 : 1);
    channel.send();
  }

  private void moveTowards(double protrusionMm, long nowNs) {
    if (phase != Phase.STANDING) {
      return;
    }
    long target = Math.round(Math.max(0, protrusionMm - endstopMm) * stepsPerMm);
    if (target == steps) {
      return;
    }
    long turn = target;
    if (target < steps && target > 0) {
      // Play is taken up from one side: further back first, then forward, in one go.
      turn = Math.max(0, target - Math.round(motion.backlashMm() * stepsPerMm));
    }
    setEnabled(true);
    plan(ramp, Math.abs(turn - steps));
    plan(takeUp, target - turn);
    expected = target;
    start(turn > steps, Trigger.NONE, nowNs);
    phase = Phase.MOVING;
  }

  private void plan(StepRamp of, long distance) {
    of.plan(
        (int) distance,
        motion.speedMmPerS() * stepsPerMm,
        motion.accelerationMmPerS2() * stepsPerMm,
        clockHz);
  }

  /** Arms the trigger and queues the planned steps. */
  private void start(boolean deeper, Trigger trigger, long nowNs) {
    halted = false;
    long startNs = nowNs + leadNs + HEAD_START_NS;
    long startTicks = channel.ticksAt(startNs);
    channel
        .start(trsyncStart)
        .put(trsyncOid)
        .putClock(startTicks)
        .put(trigger == Trigger.NONE ? 0 : reportTicks)
        .put(REASON_EXPIRED);
    channel.send();
    channel.start(stopOnTrigger).put(stepperOid).put(trsyncOid);
    channel.send();
    extend(nowNs);
    if (trigger != Trigger.NONE) {
      boolean high = (trigger == Trigger.CLOSES) != endstopInverted;
      channel
          .start(endstopHome)
          .put(endstopOid)
          .putClock(startTicks)
          .put(sampleTicks)
          .put(ENDSTOP_SAMPLES)
          .put(restTicks)
          .put(high ? 1 : 0)
          .put(trsyncOid)
          .put(trigger == Trigger.CLOSES ? REASON_CLOSED : REASON_OPENED);
      channel.send();
    }
    direct(deeper);
    channel.start(resetClock).put(stepperOid).putClock(startTicks);
    channel.send();
    queue(ramp);
    if (takeUp.size() > 0) {
      direct(true);
      queue(takeUp);
    }
    long ticks = ramp.durationTicks() + takeUp.durationTicks();
    endNs = startNs + (long) (ticks / clockHz * 1e9) + SETTLE_NS;
  }

  private void direct(boolean deeper) {
    channel.start(setDirection).put(stepperOid).put(deeper == dirInverted ? 0 : 1);
    channel.send();
  }

  private void queue(StepRamp of) {
    for (int i = 0; i < of.size(); i++) {
      channel.start(queueStep).put(stepperOid).put(of.interval(i)).put(of.count(i)).put(0);
      channel.send();
    }
  }

  private void extend(long nowNs) {
    extendedNs = nowNs;
    channel.start(trsyncTimeout).put(trsyncOid).putClock(channel.ticksAt(nowNs + SILENCE_NS));
    channel.send(nowNs + SILENCE_NS / 2);
  }

  private void halt(long nowNs) {
    halted = true;
    channel.start(trsyncTrigger).put(trsyncOid).put(REASON_HOST);
    channel.send();
    if (phase == Phase.SEEKING || phase == Phase.LEAVING) {
      stopEndstop();
    }
    check(nowNs);
  }

  private void stopEndstop() {
    channel
        .start(endstopHome)
        .put(endstopOid)
        .put(0)
        .put(0)
        .put(0)
        .put(0)
        .put(0)
        .put(trsyncOid)
        .put(REASON_HOST);
    channel.send();
  }

  private void check(long nowNs) {
    phase = homed ? Phase.CHECKING : Phase.UNHOMED;
    if (homed) {
      askPosition(nowNs);
    }
  }

  private void askPosition(long nowNs) {
    askedNs = nowNs;
    channel.start(getPosition).put(stepperOid);
    channel.send(nowNs + ASK_AGAIN_NS);
  }

  private void askEndstop(long nowNs) {
    askedNs = nowNs;
    channel.start(endstopQuery).put(endstopOid);
    channel.send(nowNs + ASK_AGAIN_NS);
  }

  private void followMotion(long nowNs) {
    if (inMotion() && nowNs - extendedNs >= EXTEND_NS) {
      extend(nowNs);
    }
    boolean askAgain = nowNs - askedNs >= ASK_AGAIN_NS;
    switch (phase) {
      case ASKING_ENDSTOP -> {
        if (askAgain) {
          askEndstop(nowNs);
        }
      }
      case BACKING_OFF -> {
        if (nowNs >= endNs) {
          endTrigger();
          seek(nowNs);
        }
      }
      case SEEKING, LEAVING -> {
        if (nowNs >= seekDeadlineNs) {
          endTrigger();
          stopEndstop();
          phase = Phase.FAILED;
        }
      }
      case MOVING -> {
        if (nowNs >= endNs) {
          endTrigger();
          check(nowNs);
        }
      }
      case ZEROING, CHECKING -> {
        if (askAgain) {
          askPosition(nowNs);
        }
      }
      case UNHOMED, STANDING, FAILED -> {}
    }
  }

  private void endTrigger() {
    channel.start(trsyncTrigger).put(trsyncOid).put(REASON_HOST);
    channel.send();
  }

  private void seek(long nowNs) {
    planSteady(motion.travelMm());
    start(false, Trigger.CLOSES, nowNs);
    seekDeadlineNs = endNs + SILENCE_NS;
    phase = Phase.SEEKING;
  }

  private void leave(long nowNs) {
    planSteady(LEAVE_MM);
    start(true, Trigger.OPENS, nowNs);
    seekDeadlineNs = endNs + SILENCE_NS;
    phase = Phase.LEAVING;
  }

  private void planSteady(double mm) {
    ramp.planSteady((int) Math.round(mm * stepsPerMm), motion.homingMmPerS() * stepsPerMm, clockHz);
    takeUp.clear();
  }

  boolean take(MessageFormat message, MessageReader reader, long nowNs) {
    if (endstopState.is(message) && endstopState.value(reader, 0) == endstopOid) {
      if (phase == Phase.ASKING_ENDSTOP) {
        boolean high = endstopState.value(reader, 1) != 0;
        beginHoming(high != endstopInverted, nowNs);
      }
      return true;
    }
    if (trsyncState.is(message) && trsyncState.value(reader, 0) == trsyncOid) {
      boolean seeks = phase == Phase.SEEKING || phase == Phase.LEAVING;
      if (seeks && trsyncState.value(reader, 1) == 0) {
        endSeeking(trsyncState.value(reader, 2), nowNs);
      }
      return true;
    }
    if (position.is(message) && position.value(reader, 0) == stepperOid) {
      takePosition(position.value(reader, 1));
      return true;
    }
    return false;
  }

  private void beginHoming(boolean closed, long nowNs) {
    setEnabled(true);
    if (!closed) {
      seek(nowNs);
      return;
    }
    planSteady(BACK_OFF_MM);
    start(true, Trigger.NONE, nowNs);
    phase = Phase.BACKING_OFF;
  }

  private void endSeeking(int reason, long nowNs) {
    boolean leaving = phase == Phase.LEAVING;
    if (reason == REASON_HOST || reason == (leaving ? REASON_CLOSED : REASON_OPENED)) {
      return; // the answer to our own word that ended the motion before
    }
    stopEndstop();
    endTrigger();
    if (reason == REASON_EXPIRED) {
      phase = Phase.FAILED;
    } else if (leaving) {
      phase = Phase.ZEROING;
      askPosition(nowNs);
    } else {
      leave(nowNs);
    }
  }

  private void takePosition(int count) {
    long deeper = dirInverted ? -(long) count : count;
    switch (phase) {
      case ZEROING -> {
        drift = homings == 0 ? 0 : deeper - zero;
        homings++;
        zero = deeper;
        steps = 0;
        homed = true;
        phase = Phase.STANDING;
      }
      case CHECKING -> {
        steps = deeper - zero;
        if (!halted && steps != expected) {
          // Stopped by the board (a silence) or lost: only the endstop can tell where it is now.
          homed = false;
          phase = Phase.UNHOMED;
        } else {
          phase = Phase.STANDING;
        }
      }
      case UNHOMED, ASKING_ENDSTOP, BACKING_OFF, SEEKING, LEAVING, STANDING, MOVING, FAILED -> {}
    }
  }
}
