package org.stipple.sim.campaign;

import java.util.ArrayList;
import java.util.List;
import org.stipple.controller.control.Mode;
import org.stipple.controller.safety.AlarmPriority;
import org.stipple.sim.fault.FaultKind;
import org.stipple.sim.fault.FaultPlan;
import org.stipple.sim.fault.PlannedFault;
import org.stipple.sim.plant.Plant;
import org.stipple.sim.scenario.VirtualSession;
import org.stipple.sim.world.DriveRecord;
import org.stipple.sim.world.Wiring;

/**
 * Watches foot, pins and plant, and knows nothing of what the controller thinks. Times are from the
 * cause, as the hazard table gives them; a tick is looked at when it is over, so that a time told
 * here may be 1 ms more than it was.
 */
final class Judge {

  private static final double MS = 1e6;
  private static final int VIOLATIONS_MAX = 20;

  /** What is looked at once a tick may be late by one. */
  private static final double TICK_MS = 1;

  /** From one burst of an alarm's sound to the next at most, ms. */
  private static final double BURSTS_MS = 7_600;

  /** A contact bounces so long before it has left, ms. */
  private static final double BOUNCE_MS = 8;

  static final FaultKind[] DEAF = {
    FaultKind.LINE_NOISE,
    FaultKind.LINE_SILENT,
    FaultKind.UNPLUGGED,
    FaultKind.BOARD_RESET,
    FaultKind.BOARD_BUSY,
    FaultKind.HOST_PAUSE
  };

  private static final FaultKind[] CONTACTS = {FaultKind.PEDAL_NC_STUCK, FaultKind.PEDAL_NO_STUCK};

  private static final FaultKind[] CLOSER = {FaultKind.PEDAL_NO_STUCK};
  private static final FaultKind[] OPENER = {FaultKind.PEDAL_NC_STUCK};

  private static final FaultKind[] SHAFT = {
    FaultKind.TACHOMETER_STUCK,
    FaultKind.TACHOMETER_LOSSES,
    FaultKind.TACHOMETER_NOISE,
    FaultKind.INDEX_STUCK,
    FaultKind.RELAY_WELDED,
    FaultKind.COIL_OPEN,
    FaultKind.CURRENT_OFFSET,
    FaultKind.JAMMED,
    FaultKind.MOTOR_LEAD,
    FaultKind.SUPPLY_SAG,
    FaultKind.FRICTION,
    FaultKind.PWM_STUCK,
    FaultKind.ESTOP
  };

  /** While it brakes a shaft makes so many strokes yet. */
  private static final double BRAKING_STROKES = 12;

  /** It does not brake, or its spring may push it when a load lets go of it. */
  private static final FaultKind[] UNBRAKED = {
    FaultKind.MOTOR_LEAD, FaultKind.FRICTION, FaultKind.JAMMED
  };

  private static final FaultKind[] RELAY = {FaultKind.RELAY_WELDED};
  private static final FaultKind[] AXIS = {FaultKind.DEPTH_JAMMED};
  private static final FaultKind[] TACHOMETER = {
    FaultKind.TACHOMETER_STUCK, FaultKind.TACHOMETER_LOSSES, FaultKind.TACHOMETER_NOISE
  };

  private final VirtualSession session;
  private final Practice practice;
  private final FaultPlan plan;
  private final double leadMs;
  private final double standstillMs;
  private final double parkedMs;
  private final Told told;
  private final List<Violation> violations = new ArrayList<>();

  private long onSinceNs = Long.MIN_VALUE;
  private long seenOffNs = DriveRecord.NEVER;
  private long seenStillNs = DriveRecord.NEVER;
  private long heardNs;
  private long strokesAtHeard;
  private long fastSinceNs;
  private boolean fast;
  private long strokesAtOldPress;
  private long downNs = Long.MIN_VALUE / 2;
  private long buzzedNs = Long.MIN_VALUE / 2;
  private long noAlarmNs = Long.MIN_VALUE / 2;
  private long deafNs = Long.MIN_VALUE / 2;
  private long disarmedNs = Long.MIN_VALUE / 2;
  private long onTimeNs;
  private long lastNs;
  private long hash = 0xcbf29ce484222325L;

  /**
   * A judge of one session.
   *
   * @param leadMs how far ahead of the board's clock its orders are queued
   * @param usual whether it is the reference machine on a quick line: what parks slower (H32), or
   *     brakes slower (H7), is given more time, and the control bench tells how much it takes
   */
  Judge(VirtualSession session, Practice practice, FaultPlan plan, double leadMs, boolean usual) {
    this.session = session;
    this.practice = practice;
    this.plan = plan;
    this.leadMs = leadMs;
    standstillMs = usual ? 200 : 400;
    parkedMs = usual ? 700 : 2000;
    told = new Told(session, practice, plan, this::check);
  }

  /** Looks at the tick that is over. */
  void look() {
    long nowNs = session.nowNs();
    Wiring wiring = session.machine().wiring();
    DriveRecord drive = wiring.drive();
    boolean on = drive.isOn();
    onSinceNs = drive.onNs();
    if (on) {
      onTimeNs += nowNs - Math.max(lastNs, drive.onNs());
    }
    if (session.sample().mode == Mode.DISARMED) {
      disarmedNs = nowNs;
    }
    silence(nowNs, drive, on);
    release(nowNs, drive, on);
    nobodysFoot(nowNs, on);
    faults(nowNs, wiring, on);
    overspeed(nowNs, on);
    parked(nowNs);
    called(nowNs, wiring);
    depth(nowNs);
    back(nowNs);
    told.look(nowNs);
    oldPress(nowNs);
    retracted(nowNs);
    seenOffNs = drive.offNs();
    lastNs = nowNs;
    note(nowNs, wiring);
  }

  /** H7, H15, H16 and H6: whatever the host does, the board ends what it hears nothing of. */
  private void silence(long nowNs, DriveRecord drive, boolean on) {
    long byteNs = session.machine().board().lastHostByteNs();
    if (drive.offNs() != seenOffNs) {
      double quietMs = session.machine().silenceAtDriveOffNs() / MS;
      check("H7", nowNs, "ms from the last byte of the host to drive off", quietMs, 100);
      if (quietMs > 20) {
        // The strokes at the last byte are known to a tick, in which there may be one.
        double strokes = drive.strokesAtOff() - strokesAtHeard;
        check("H7", nowNs, "strokes from the last byte to drive off", strokes, 18 + 1);
      }
    }
    double silentMs = (nowNs - byteNs) / MS;
    if (on) {
      check("H7", nowNs, "ms driven since the last byte of the host", silentMs, 100 + TICK_MS);
    }
    boolean brakes = !active(nowNs, 500, UNBRAKED);
    if (silentMs > 2 * standstillMs && brakes && Math.abs(session.plant().frequencyHz()) > 1) {
      check("H7", nowNs, "ms of turning since the last byte", silentMs, 2 * standstillMs);
    } else if (drive.standstillNs() > seenStillNs && drive.standstillNs() > byteNs && brakes) {
      double stillMs = (drive.standstillNs() - byteNs) / MS;
      check("H7", nowNs, "ms from the last byte to standstill", stillMs, standstillMs);
    }
    seenStillNs = drive.standstillNs();
    if (byteNs != heardNs) {
      heardNs = byteNs;
      strokesAtHeard = session.plant().strokes();
    }
  }

  /** H1: the foot is off; a tap that was begun may end. */
  private void release(long nowNs, DriveRecord drive, boolean on) {
    long releasedNs = practice.releasedNs();
    if (practice.foot() || practice.taps() || onSinceNs >= releasedNs) {
      return;
    }
    double limit =
        active(nowNs, 150, DEAF) ? 100 : active(nowNs, 100, CONTACTS) ? 40 + BOUNCE_MS : 20;
    if (active(nowNs, 100, CLOSER) && active(nowNs, 100, OPENER)) {
      return; // both contacts of one switch lie: the e-stop is for that
    }
    if (on) {
      double drivenMs = (nowNs - releasedNs) / MS;
      check("H1", nowNs, "ms driven since the foot left", drivenMs, limit + 50);
    } else if (drive.offNs() != seenOffNs) {
      check("H1", nowNs, "ms to drive off", (drive.offNs() - releasedNs) / MS, limit);
    }
  }

  /** Nothing begins by itself: only arming and the end of a stop may move the needle then. */
  private void nobodysFoot(long nowNs, boolean on) {
    double upMs = practice.foot() ? 0 : (nowNs - practice.releasedNs()) / MS;
    double armedMs = (nowNs - practice.armAskedNs()) / MS;
    if (on && armedMs > 20_000) {
      check("H1", nowNs, "ms after the foot left it is driven still, or again", upMs, 3500);
    }
    boolean tested = on && session.sample().mode == Mode.TESTING;
    if (tested && !active(nowNs, Long.MAX_VALUE / 2, AXIS)) {
      double beyondMm = session.plant().needleBeyondTipMm();
      check("H1", nowNs, "mm beyond the tip in the self-test", beyondMm, 0);
    }
  }

  /** What a fault must end, if it was driven from the fault's beginning on. */
  private void faults(long nowNs, Wiring wiring, boolean on) {
    for (PlannedFault fault : plan.faults()) {
      long beginNs = fault.atMs() * 1_000_000;
      if (nowNs <= beginNs || nowNs >= fault.endMs() * 1_000_000) {
        continue;
      }
      double sinceMs = (nowNs - beginNs) / MS;
      double drivenMs = on ? (nowNs - Math.max(beginNs, onSinceNs)) / MS : 0;
      boolean begunBefore = on && onSinceNs < beginNs;
      double firstMs = begunBefore ? 0 : leadMs;
      boolean deaf = active(nowNs, 150, DEAF);
      switch (fault.kind()) {
        case ESTOP -> {
          double limit = (deaf ? 100 : 20) + TICK_MS;
          check("H11", nowNs, "ms driven with the e-stop open", on ? sinceMs : 0, limit);
          boolean welded = active(nowNs, 0, RELAY);
          double supplied = wiring.isSupplyOn() && !welded ? sinceMs : 0;
          check("H11", nowNs, "ms supplied with the e-stop open", supplied, 6);
        }
        case TACHOMETER_STUCK -> {
          double twoPulsesMs = 2e3 / Math.max(5, practice.askedHz(nowNs));
          double limit = Math.max(100, twoPulsesMs) + firstMs + TICK_MS;
          check("H4", nowNs, "ms driven blind", drivenMs, limit);
        }
        case JAMMED ->
            check("H27", nowNs, "ms driven against a jam", drivenMs, 130 + firstMs + TICK_MS);
        case PEDAL_NC_STUCK, PEDAL_NO_STUCK -> {
          // Both contacts read high where they say "up" or "down" respectively.
          boolean saysUp = (fault.kind() == FaultKind.PEDAL_NO_STUCK) == (fault.size() > 0.5);
          boolean byFoot = session.sample().mode != Mode.TESTING;
          if (saysUp && byFoot && begunBefore && !practice.taps() && !deaf) {
            check("H13", nowNs, "ms driven though a contact says up", drivenMs, 40 + TICK_MS);
          }
        }
        case LINE_NOISE,
            LINE_SILENT,
            UNPLUGGED,
            BOARD_RESET,
            BOARD_BUSY,
            HOST_PAUSE,
            FRICTION,
            SUPPLY_SAG,
            MOTOR_LEAD,
            PWM_STUCK,
            INDEX_STUCK,
            DEPTH_JAMMED,
            TACHOMETER_NOISE,
            COIL_OPEN,
            CURRENT_OFFSET,
            FLOOD -> {}
        case RELAY_WELDED -> {
          boolean refused = disarmedNs > beginNs + 100 * MS;
          check("H12", nowNs, "armed on a welded relay", on && refused ? 1 : 0, 0);
        }
        case TACHOMETER_LOSSES -> {
          double threeTurnsMs = 3e3 / Math.max(20, practice.askedHz(nowNs));
          double limit = 200 + threeTurnsMs + firstMs + TICK_MS;
          check(
              "H5", nowNs, "ms driven by half the pulses", fault.size() > 50 ? drivenMs : 0, limit);
        }
      }
    }
  }

  /** H2: by the plant's own strokes. */
  private void overspeed(long nowNs, boolean on) {
    double most = 1.2 * Math.max(55, practice.askedHz(nowNs)) + 8;
    boolean now = on && session.plant().frequencyHz() > 1.1 * most;
    if (now && !fast) {
      fastSinceNs = nowNs;
    }
    fast = now;
    if (fast && !active(nowNs, 50, TACHOMETER)) {
      double fastMs = (nowNs - fastSinceNs) / MS;
      double limit = 50 + 2e3 / most + (active(nowNs, 150, DEAF) ? 100 : 0);
      check("H2", nowNs, "ms driven much too fast", fastMs, limit);
    }
  }

  /** H32: behind the tip, or somebody is called. */
  private void parked(long nowNs) {
    double upMs = practice.foot() ? 0 : (nowNs - practice.releasedNs()) / MS;
    double armMs = (nowNs - practice.armAskedNs()) / MS;
    boolean settled = upMs > (practice.taps() ? 3500 : parkedMs) && armMs > 20_000;
    if (settled
        && practice.outForNs(nowNs) < 0
        && nowNs - buzzedNs > BURSTS_MS * MS
        && !active(nowNs, 4000, DEAF)
        && !active(nowNs, 4000, SHAFT)) {
      double beyondMm = session.plant().needleBeyondTipMm();
      check("H32", nowNs, "mm beyond the tip with the foot off", beyondMm, -0.45);
    }
  }

  /** H28: who is told of a fault by the panel is told by the ear within a second. */
  private void called(long nowNs, Wiring wiring) {
    if (wiring.isBuzzing()) {
      buzzedNs = nowNs;
    }
    if (session.sample().alarm.compareTo(AlarmPriority.MEDIUM) < 0) {
      noAlarmNs = nowNs;
    }
    if (active(nowNs, 4000, DEAF) || !heard(nowNs)) {
      deafNs = nowNs;
    }
    long silentNs = Math.max(noAlarmNs, Math.max(deafNs, buzzedNs));
    double limit = silentNs == noAlarmNs ? 1000 : BURSTS_MS;
    check("H28", nowNs, "ms of silence with an alarm", (nowNs - silentNs) / MS, limit);
  }

  /** H13: a foot that was on the pedal before arming runs nothing, whatever it asks for. */
  private void oldPress(long nowNs) {
    boolean old = practice.foot() && practice.armAskedNs() > practice.pressedNs();
    if (!old) {
      strokesAtOldPress = session.plant().strokes();
    }
    double strokes = session.plant().strokes() - strokesAtOldPress;
    check("H13", nowNs, "strokes by a foot that was there before arming", strokes, BRAKING_STROKES);
  }

  /** After a trip of the host the needle is drawn in within 300 ms. */
  private void retracted(long nowNs) {
    boolean trip = practice.foot() && practice.outForNs(nowNs) > 0;
    boolean canMove =
        !active(nowNs, 3000, DEAF) && !active(nowNs, Long.MAX_VALUE / 2, AXIS) && heard(nowNs);
    if (trip && canMove && practice.outForNs(nowNs) > 300 * MS) {
      double outMm = session.plant().protrusionMm();
      check("H3", nowNs, "mm of protrusion 300 ms after a trip", outMm, 0.05);
    }
  }

  private boolean heard(long nowNs) {
    boolean down = session.machine().board().shutdownReason() != null;
    downNs = down ? nowNs : downNs;
    return nowNs - downNs > 3000 * MS;
  }

  /** H3: an axis that lost steps on its way back ends at the mechanical stop. */
  private void depth(long nowNs) {
    double stopMm = 1e3 * session.plant().parameters().axis().deepestMetres();
    boolean lost = active(nowNs, Long.MAX_VALUE / 2, AXIS);
    double limit = lost ? stopMm : Math.min(stopMm, 2.06);
    check("H3", nowNs, "mm of protrusion", session.plant().protrusionMm(), limit + 0.001);
  }

  /** A machine that never comes back is safe and of no use. */
  private void back(long nowNs) {
    if (practice.outForNs(nowNs) < 0) {
      return;
    }
    long lastEndMs = 0;
    for (PlannedFault fault : plan.faults()) {
      if (fault.atMs() * 1_000_000 <= nowNs) {
        lastEndMs = Math.max(lastEndMs, fault.endMs());
      }
    }
    double outMs = Math.min(practice.outForNs(nowNs) / MS, nowNs / MS - lastEndMs);
    check("RETURN", nowNs, "ms out of work after the last fault", outMs, 30_000);
  }

  private boolean active(long nowNs, long afterMs, FaultKind[] kinds) {
    return plan.active(nowNs / 1_000_000, afterMs, kinds);
  }

  /** Where a hazard is found. */
  interface Finding {
    /** A value above its limit is a violation, told once a session. */
    void check(String hazard, long nowNs, String what, double value, double limit);
  }

  private void check(String hazard, long nowNs, String what, double value, double limit) {
    if (value <= limit || violations.size() >= VIOLATIONS_MAX) {
      return;
    }
    for (Violation told : violations) {
      if (told.what().equals(what)) {
        return;
      }
    }
    violations.add(new Violation(hazard, nowNs / 1_000_000, what, value, limit));
  }

  private void note(long nowNs, Wiring wiring) {
    Plant plant = session.plant();
    mix(nowNs);
    mix(Double.doubleToRawLongBits(plant.shaftAngleRad()));
    mix(Double.doubleToRawLongBits(wiring.bridgeDuty()));
    mix(Double.doubleToRawLongBits(plant.protrusionMm()));
  }

  private void mix(long value) {
    hash = (hash ^ value) * 0x100000001b3L;
  }

  List<Violation> violations() {
    return violations;
  }

  /** Time with the drive on, s. */
  double onSeconds() {
    return onTimeNs / 1e9;
  }

  /** Of everything plant and pins did; the same session has the same. */
  long hash() {
    return hash;
  }
}
