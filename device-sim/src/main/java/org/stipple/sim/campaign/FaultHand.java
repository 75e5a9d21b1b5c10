package org.stipple.sim.campaign;

import org.stipple.controller.command.OperatorCommand;
import org.stipple.sim.fault.FaultPlan;
import org.stipple.sim.fault.PlannedFault;
import org.stipple.sim.scenario.VirtualSession;
import org.stipple.sim.world.Role;
import org.stipple.sim.world.Wiring;

/** Causes the faults of a plan when their time has come, and ends them. One thread. */
final class FaultHand {

  /** Far more than the motor has, mNm. */
  private static final double JAM_MNM = 60;

  private final VirtualSession session;
  private final FaultPlan plan;
  private final boolean[] begun;
  private final boolean[] ended;

  FaultHand(VirtualSession session, FaultPlan plan) {
    this.session = session;
    this.plan = plan;
    begun = new boolean[plan.faults().size()];
    ended = new boolean[plan.faults().size()];
  }

  /** Does what is due at the session's present. */
  void act() {
    for (int i = 0; i < begun.length; i++) {
      PlannedFault fault = plan.faults().get(i);
      long nowMs = session.nowNs() / 1_000_000;
      if (!begun[i] && nowMs >= fault.atMs()) {
        begun[i] = true;
        set(fault, true);
      } else if (begun[i] && !ended[i] && nowMs >= fault.endMs()) {
        ended[i] = true;
        set(fault, false);
      }
    }
  }

  private void set(PlannedFault fault, boolean on) {
    Wiring wiring = session.machine().wiring();
    long nowNs = session.nowNs();
    switch (fault.kind()) {
      case LINE_NOISE -> session.link().corruption(on ? fault.size() / 100 : 0);
      case LINE_SILENT -> session.link().silence(on);
      case UNPLUGGED -> {
        if (on) {
          session.machine().board().unplug(nowNs);
        } else {
          session.machine().board().plug(nowNs);
        }
      }
      case BOARD_RESET -> {
        if (on && session.machine().board().isAttached()) {
          session.machine().board().reset(nowNs);
        }
      }
      case BOARD_BUSY -> {
        if (on) {
          session.machine().board().stallTasks(fault.lastsMs() * 1_000_000L);
        }
      }
      case HOST_PAUSE -> {
        if (on) {
          session.pauseHostMs(fault.lastsMs());
        }
      }
      case ESTOP -> wiring.estop(!on, nowNs);
      case FRICTION -> wiring.loadMillinewtonMetres(on ? fault.size() : 0, nowNs);
      case JAMMED -> wiring.loadMillinewtonMetres(on ? JAM_MNM : 0, nowNs);
      case SUPPLY_SAG -> {
        double usual = session.plant().parameters().supply().openVolts();
        session.plant().supplyOpenVolts(on ? Math.min(usual, fault.size()) : usual);
      }
      case MOTOR_LEAD -> session.plant().motorLeadBroken(on);
      case PWM_STUCK -> wiring.pwmStuck(on, nowNs);
      case TACHOMETER_STUCK -> wire(Role.TACH, fault, on);
      case TACHOMETER_LOSSES -> wiring.tachDamage(on ? fault.size() / 100 : 0, 0, nowNs);
      case TACHOMETER_NOISE -> wiring.tachDamage(0, on ? fault.size() / 100 : 0, nowNs);
      case RELAY_WELDED -> wiring.relayWelded(on, nowNs);
      case COIL_OPEN -> wiring.coilOpen(on, nowNs);
      case CURRENT_OFFSET -> wiring.currentSense(1, on ? 1e-3 * fault.size() : 0, nowNs);
      case INDEX_STUCK -> wire(Role.INDEX, fault, on);
      case PEDAL_NC_STUCK -> wire(Role.PEDAL_NC, fault, on);
      case PEDAL_NO_STUCK -> wire(Role.PEDAL_NO, fault, on);
      case DEPTH_JAMMED -> session.plant().depthJammed(on);
      case FLOOD -> flood(on ? (int) fault.size() : 0);
    }
  }

  private void wire(Role role, PlannedFault fault, boolean on) {
    if (on) {
      session.machine().wiring().stuck(role, fault.size() > 0.5, session.nowNs());
    } else {
      session.machine().wiring().mended(role, session.nowNs());
    }
  }

  private void flood(int count) {
    for (int i = 0; i < count; i++) {
      session.offer(new OperatorCommand.SetDepth(session.newId(), i % 2 == 0 ? 0.9 : 1.1));
    }
  }
}
