package org.stipple.sim.campaign;

import org.stipple.controller.control.Mode;
import org.stipple.controller.safety.Fault;
import org.stipple.sim.fault.FaultKind;
import org.stipple.sim.fault.FaultPlan;
import org.stipple.sim.fault.PlannedFault;
import org.stipple.sim.scenario.VirtualSession;

/**
 * Whether the host says what went wrong: what it holds latched, against what was done to it. Only
 * faults that befall a machine that is armed must be told. One thread.
 */
final class Told {

  private static final double MS = 1e6;

  /** A trip of the board itself is told with its next answer, or with the silence it leaves. */
  private static final double SHUTDOWN_MS = 200;

  /** The contacts may transfer for 50 ms, and a report lost on the way is asked for anew. */
  private static final double CONTACTS_MS = 350;

  /** From here on a host that stood still must say so, ms. */
  private static final int PAUSE_MS = 22;

  /** So much damage is noticed within a second (H8), percent. */
  private static final double DAMAGE_PCT = 2;

  /** A supply that falls below this share of the usual one has broken down (H10). */
  private static final double BREAKS_DOWN_SHARE = 0.55;

  /** Just armed, the supply is given half a second to come. */
  private static final int SUPPLY_MS = 700;

  private final VirtualSession session;
  private final Practice practice;
  private final FaultPlan plan;
  private final Judge.Finding finding;
  private final boolean[] armedAtBegin;
  private final boolean[] seen;
  private final boolean[] told;
  private long contradictNs;
  private boolean contradictionArmed;
  private long shutdownNs;
  private boolean armed;

  Told(VirtualSession session, Practice practice, FaultPlan plan, Judge.Finding finding) {
    this.session = session;
    this.practice = practice;
    this.plan = plan;
    this.finding = finding;
    int count = plan.faults().size();
    armedAtBegin = new boolean[count];
    seen = new boolean[count];
    told = new boolean[count];
  }

  void look(long nowNs) {
    boolean latched = session.sample().fault != Fault.NONE;
    for (int i = 0; i < seen.length; i++) {
      PlannedFault fault = plan.faults().get(i);
      double sinceMs = nowNs / MS - fault.atMs();
      if (sinceMs < 0) {
        continue;
      }
      if (!seen[i]) {
        seen[i] = true;
        armedAtBegin[i] = armed && !latched;
      }
      told[i] |= latched;
      if (armedAtBegin[i] && !told[i]) {
        mustTell(fault, nowNs, sinceMs);
      }
    }
    contacts(nowNs, latched);
    shutdown(nowNs, latched);
    armed = session.sample().mode == Mode.ARMED || session.sample().mode == Mode.RUNNING;
  }

  private void mustTell(PlannedFault fault, long nowNs, double sinceMs) {
    double limit =
        switch (fault.kind()) {
          case ESTOP -> fault.lastsMs() > 150 ? (quietLine(nowNs) ? 21 : 150) : 0;
          case UNPLUGGED -> 150;
          case LINE_SILENT -> fault.lastsMs() > 150 ? 150 : 0;
          case BOARD_RESET -> 400;
          case HOST_PAUSE -> fault.lastsMs() > PAUSE_MS ? fault.lastsMs() + 5 : 0;
          case SUPPLY_SAG -> {
            double usualVolts = session.plant().parameters().supply().openVolts();
            boolean breaksDown = fault.size() < BREAKS_DOWN_SHARE * usualVolts;
            yield breaksDown && fault.lastsMs() > SUPPLY_MS ? SUPPLY_MS : 0;
          }
          case LINE_NOISE -> fault.size() > DAMAGE_PCT && fault.lastsMs() > 1100 ? 1100 : 0;
          case BOARD_BUSY,
              FRICTION,
              JAMMED,
              MOTOR_LEAD,
              PWM_STUCK,
              TACHOMETER_STUCK,
              TACHOMETER_LOSSES,
              TACHOMETER_NOISE,
              RELAY_WELDED,
              COIL_OPEN,
              CURRENT_OFFSET,
              INDEX_STUCK,
              PEDAL_NC_STUCK,
              PEDAL_NO_STUCK,
              DEPTH_JAMMED,
              FLOOD ->
              0;
        };
    if (limit > 0) {
      finding.check("TOLD", nowNs, "ms untold: " + fault.kind(), sinceMs, limit);
    }
  }

  private boolean quietLine(long nowNs) {
    return !plan.active(nowNs / 1_000_000, 300, Judge.DEAF);
  }

  /** H13: contacts that contradict each other. */
  private void contacts(long nowNs, boolean latched) {
    boolean contradict = false;
    for (PlannedFault fault : plan.faults()) {
      boolean now = nowNs / MS > fault.atMs() && nowNs / MS < fault.endMs();
      boolean high = fault.size() > 0.5;
      boolean opener = fault.kind() == FaultKind.PEDAL_NC_STUCK && high != practice.foot();
      boolean closer = fault.kind() == FaultKind.PEDAL_NO_STUCK && high == practice.foot();
      contradict |= now && (opener || closer);
    }
    if (!contradict) {
      contradictNs = nowNs;
      contradictionArmed = armed && !latched;
    }
    contradictionArmed &= !latched;
    if (!contradictionArmed) {
      contradictNs = nowNs;
    }
    double ms = (nowNs - contradictNs) / MS;
    finding.check("TOLD", nowNs, "ms untold: contacts contradict", ms, CONTACTS_MS);
  }

  /** H6, H27: a board that shut itself down. */
  private void shutdown(long nowNs, boolean latched) {
    boolean down = session.machine().board().shutdownReason() != null;
    if (!down || latched || !armed) {
      shutdownNs = nowNs;
    }
    double ms = (nowNs - shutdownNs) / MS;
    finding.check("TOLD", nowNs, "ms untold: the board shut down", ms, SHUTDOWN_MS);
  }
}
