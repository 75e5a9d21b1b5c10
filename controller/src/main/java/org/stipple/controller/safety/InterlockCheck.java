package org.stipple.controller.safety;

import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.operator.Pedal;
import org.stipple.controller.profile.Profile;

/** Which condition forbids arming now; the most important one where there are several. */
final class InterlockCheck {

  private final boolean contactsFitted;
  private final double overduePctMax;
  private final OverdueWindow overdue = new OverdueWindow();
  private Interlock standing = Interlock.LINK_NOT_READY;
  private double value = Double.NaN;
  private double limit = Double.NaN;

  InterlockCheck(Equipment equipment, Profile profile) {
    contactsFitted = equipment.contacts() != 0;
    overduePctMax = profile.timing().overduePctMax();
  }

  void look(long nowNs, Reports reports, Pedal pedal, Estimate estimate, boolean armed) {
    overdue.tick(nowNs);
    if (!estimate.linkReady) {
      stand(Interlock.LINK_NOT_READY, Double.NaN, Double.NaN);
    } else if (estimate.lossRatio > FaultCheck.LOSS_RATIO_MAX) {
      stand(Interlock.LINK_NOT_READY, 100 * estimate.lossRatio, 100 * FaultCheck.LOSS_RATIO_MAX);
    } else if (pedal.estopOpen()) {
      stand(Interlock.ESTOP_OPEN, Double.NaN, Double.NaN);
    } else if (pedal.disagrees()) {
      stand(Interlock.PEDAL_DISAGREES, pedal.disagreesMs(), Pedal.TRANSFER_NS / 1e6);
    } else if (contactsFitted && stale(nowNs, reports)) {
      stand(Interlock.CONTACTS_STALE, ageMs(nowNs, reports), FaultCheck.CONTACTS_NS / 1e6);
    } else if (overdue.percent() > overduePctMax) {
      stand(Interlock.HOST_LATE, overdue.percent(), overduePctMax);
    } else if (!armed && !pedal.up()) {
      stand(Interlock.PEDAL_DOWN, Double.NaN, Double.NaN);
    } else {
      stand(Interlock.NONE, Double.NaN, Double.NaN);
    }
  }

  private void stand(Interlock what, double measured, double allowed) {
    standing = what;
    value = measured;
    limit = allowed;
  }

  static boolean stale(long nowNs, Reports reports) {
    return reports.contactsQueriedNs == 0
        || nowNs - reports.contactsQueriedNs > FaultCheck.CONTACTS_NS;
  }

  private static double ageMs(long nowNs, Reports reports) {
    return reports.contactsQueriedNs == 0 ? Double.NaN : (nowNs - reports.contactsQueriedNs) / 1e6;
  }

  Interlock standing() {
    return standing;
  }

  double value() {
    return value;
  }

  double limit() {
    return limit;
  }
}
