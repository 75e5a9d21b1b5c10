package org.stipple.controller.control;

import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.safety.Fault;

/**
 * What the machine proves before it is armed, with the needle behind the tip.
 *
 * <p>At every arming: the relay opens, and the supply goes; the current of a motor without supply
 * is zero; the relay closes, and the supply comes (H12). Once a day in addition, and first of all
 * after a start: the needle runs, tachometer and current show it (H4, H5), and for each key of the
 * motor in turn the host stops refreshing it while the needle runs. The board must then stop the
 * motor within {@link #OFF_MS_MAX} by its own guard, which shuts it down by design; it is brought
 * back each time (H7, H15, H16).
 *
 * <p>What is not fitted is not looked at. The footswitch must be up all the time.
 */
final class SelfTest {

  /** How a step of it ended. */
  enum Progress {
    /** It goes on. */
    BUSY,
    /** The machine may be armed. */
    PASSED,
    /** See {@link SelfTest#fault()}. */
    FAILED
  }

  /** Supply that counts as gone, V: what the motor's own current could not come from. */
  static final double GONE_VOLTS = 2;

  /** Share of the nominal supply that counts as there. */
  private static final double THERE_SHARE = 0.5;

  /** Most that the current sense may show of no current, mA. */
  static final double ZERO_MILLIAMPS = 20;

  /** Least that a running needle draws, mA; the reference needs about 90. */
  private static final double RUNNING_MILLIAMPS = 5;

  /** The needle runs so fast, Hz. */
  static final double TEST_HZ = 40;

  /** And is within this share of it. */
  private static final double NEAR_SHARE = 0.15;

  /** A silent host means drive off within this, ms (hazard table, H16). */
  static final double OFF_MS_MAX = 100;

  private static final long RELAY_NS_MAX = 450_000_000;
  private static final long ZERO_NS = 60_000_000;
  private static final long STEADY_NS = 100_000_000;
  private static final long BLIND_SPIN_NS = 300_000_000;
  private static final long SPIN_NS_MAX = 2_000_000_000;

  /** Beyond {@link #OFF_MS_MAX} for the message to be heard. */
  private static final long LAPSE_NS_MAX = 150_000_000;

  /** A slow line tells of a shutdown so much late, ms. */
  private static final double HEARD_LATE_MS = 20;

  /** So long after the shutdown the motor's current and supply are gone, ns. */
  private static final long FADED_NS = 200_000_000;

  private static final long BACK_NS_MAX = 20_000_000_000L;
  private static final long STILL_NS_MAX = 1_000_000_000;
  private static final long DAY_NS = 24L * 3_600_000_000_000L;

  private final Equipment equipment;
  private final double nominalVolts;
  private final boolean wanted;
  private TestStage stage = TestStage.NONE;
  private long sinceNs;
  private Drive.Key lapsing = Drive.Key.NONE;
  private long steadySinceNs;
  private double sumMilliamps;
  private int readings;
  private boolean fadedSeen;
  private long backNs;
  private boolean proven;
  private long provenNs;
  private double runGuardMs = Double.NaN;
  private double pwmGuardMs = Double.NaN;
  private long proofs;
  private Fault fault = Fault.NONE;
  private double value = Double.NaN;
  private double limit = Double.NaN;

  SelfTest(Equipment equipment, Profile profile) {
    this.equipment = equipment;
    nominalVolts = profile.needle().supplyVolts();
    wanted = profile.arming().selfTest();
  }

  /** Whether arming begins with it. */
  boolean wanted() {
    return wanted;
  }

  void begin(long nowNs) {
    fault = Fault.NONE;
    value = Double.NaN;
    limit = Double.NaN;
    enter(TestStage.RELAY_OPEN, nowNs);
  }

  /** Ends it, however far it came. */
  void breakOff() {
    stage = TestStage.NONE;
    lapsing = Drive.Key.NONE;
  }

  /**
   * One tick of it.
   *
   * @param permitted neither an interlock nor the latch stands in the way
   */
  Progress step(
      long nowNs,
      boolean permitted,
      Estimate estimate,
      DepthPlan depth,
      FrequencyRegulator regulator,
      Drive drive) {
    switch (stage) {
      case NONE -> throw new IllegalStateException("a self-test that was not begun");
      case RELAY_OPEN -> relayOpen(nowNs, estimate);
      case RELAY_CLOSED -> relayClosed(nowNs, estimate, depth);
      case HOMING -> home(nowNs, estimate, depth, drive, regulator);
      case SPINNING -> spin(nowNs, estimate, regulator, drive);
      case LAPSING -> lapse(nowNs, estimate, regulator, drive);
      case COMING_BACK -> comeBack(nowNs, permitted, estimate, regulator);
    }
    if (fault != Fault.NONE) {
      drive.run = false;
      drive.dutyFraction = 0;
      breakOff();
      return Progress.FAILED;
    }
    return stage == TestStage.NONE ? Progress.PASSED : Progress.BUSY;
  }

  private void relayOpen(long nowNs, Estimate estimate) {
    boolean gone =
        !equipment.supplySwitch() || !equipment.motorSupply() || estimate.supplyVolts < GONE_VOLTS;
    if (!gone) {
      sinceOf(nowNs, RELAY_NS_MAX, Fault.SUPPLY_STAYS, estimate.supplyVolts, GONE_VOLTS);
      sumMilliamps = 0;
      readings = 0;
      return;
    }
    read(estimate);
    if (!equipment.motorCurrent() || readings * 1_000_000L >= ZERO_NS) {
      double mean = readings == 0 ? 0 : sumMilliamps / readings;
      if (Math.abs(mean) > ZERO_MILLIAMPS) {
        fail(Fault.CURRENT_SENSE, mean, ZERO_MILLIAMPS);
      }
      enter(TestStage.RELAY_CLOSED, nowNs);
    } else {
      sinceOf(nowNs, RELAY_NS_MAX, Fault.CURRENT_SENSE, Double.NaN, ZERO_MILLIAMPS);
    }
  }

  private void relayClosed(long nowNs, Estimate estimate, DepthPlan depth) {
    double least = THERE_SHARE * nominalVolts;
    boolean there =
        !equipment.supplySwitch() || !equipment.motorSupply() || estimate.supplyVolts > least;
    if (!there) {
      sinceOf(nowNs, RELAY_NS_MAX, Fault.SUPPLY_ABSENT, estimate.supplyVolts, least);
    } else if (proven && nowNs - provenNs < DAY_NS) {
      breakOff();
    } else {
      depth.begin(nowNs);
      enter(TestStage.HOMING, nowNs);
    }
  }

  private void home(
      long nowNs, Estimate estimate, DepthPlan depth, Drive drive, FrequencyRegulator regulator) {
    if (depth.trusted(nowNs, estimate)) {
      if (depth.retract(estimate, drive)) {
        lapsing = Drive.Key.NONE;
        beginSpin(nowNs, estimate, regulator);
      }
    } else if (!depth.home(nowNs, estimate, drive)) {
      fail(Fault.HOMING_FAILED, Double.NaN, Double.NaN);
    }
  }

  private void beginSpin(long nowNs, Estimate estimate, FrequencyRegulator regulator) {
    regulator.begin(nowNs, estimate);
    enter(TestStage.SPINNING, nowNs);
    steadySinceNs = nowNs;
  }

  private void spin(long nowNs, Estimate estimate, FrequencyRegulator regulator, Drive drive) {
    run(nowNs, estimate, regulator, drive);
    boolean near = Math.abs(estimate.frequencyHz - TEST_HZ) < NEAR_SHARE * TEST_HZ;
    if (equipment.tachometer() && !near) {
      steadySinceNs = nowNs;
      sumMilliamps = 0;
      readings = 0;
      sinceOf(nowNs, SPIN_NS_MAX, Fault.TACHOMETER_DOUBTFUL, estimate.frequencyHz, TEST_HZ);
      return;
    }
    read(estimate);
    if (nowNs - steadySinceNs < (equipment.tachometer() ? STEADY_NS : BLIND_SPIN_NS)) {
      return;
    }
    double mean = sumMilliamps / Math.max(1, readings);
    if (equipment.motorCurrent() && !(mean > RUNNING_MILLIAMPS)) {
      fail(Fault.CURRENT_SENSE, mean, RUNNING_MILLIAMPS);
      return;
    }
    if (!equipment.guardsSeen()) {
      beProven(nowNs);
      return;
    }
    boolean first = lapsing == Drive.Key.NONE;
    lapsing = first && equipment.secondKey() ? Drive.Key.RUN : Drive.Key.PWM;
    fadedSeen = false;
    enter(TestStage.LAPSING, nowNs);
  }

  private void lapse(long nowNs, Estimate estimate, FrequencyRegulator regulator, Drive drive) {
    double ms = (nowNs - sinceNs) / 1e6;
    if (estimate.linkReady) {
      run(nowNs, estimate, regulator, drive);
      sinceOf(nowNs, LAPSE_NS_MAX, Fault.GUARD_FAILED, ms, OFF_MS_MAX);
    } else if (!estimate.boardShutdown) {
      fail(Fault.LINK_LOST, Double.NaN, Double.NaN);
    } else if (ms > OFF_MS_MAX + HEARD_LATE_MS) {
      fail(Fault.GUARD_FAILED, ms, OFF_MS_MAX);
    } else {
      if (lapsing == Drive.Key.RUN) {
        runGuardMs = ms;
      } else {
        pwmGuardMs = ms;
      }
      backNs = 0;
      enter(TestStage.COMING_BACK, nowNs);
    }
  }

  private void comeBack(
      long nowNs, boolean permitted, Estimate estimate, FrequencyRegulator regulator) {
    if (estimate.boardShutdown && !fadedSeen && nowNs - sinceNs >= FADED_NS) {
      fadedSeen = true;
      if (estimate.currentMilliamps > ZERO_MILLIAMPS) {
        fail(Fault.GUARD_FAILED, estimate.currentMilliamps, ZERO_MILLIAMPS);
      } else if (equipment.supplySwitch() && estimate.supplyVolts > GONE_VOLTS) {
        fail(Fault.SUPPLY_STAYS, estimate.supplyVolts, GONE_VOLTS);
      }
      return;
    }
    if (!permitted) {
      backNs = 0;
      sinceOf(nowNs, BACK_NS_MAX, Fault.LINK_LOST, (nowNs - sinceNs) / 1e6, BACK_NS_MAX / 1e6);
      return;
    }
    backNs = backNs == 0 ? nowNs : backNs;
    if (equipment.tachometer() && !estimate.standstill) {
      if (nowNs - backNs > STILL_NS_MAX) {
        fail(Fault.GUARD_FAILED, (nowNs - sinceNs) / 1e6, OFF_MS_MAX);
      }
    } else if (lapsing == Drive.Key.RUN) {
      beginSpin(nowNs, estimate, regulator);
    } else {
      proofs++;
      beProven(nowNs);
    }
  }

  private void beProven(long nowNs) {
    proven = true;
    provenNs = nowNs;
    breakOff();
  }

  private void run(long nowNs, Estimate estimate, FrequencyRegulator regulator, Drive drive) {
    regulator.giveWayBeyond(0);
    drive.dutyFraction = regulator.duty(nowNs, TEST_HZ, estimate);
    drive.run = true;
    drive.lapsing = stage == TestStage.LAPSING ? lapsing : Drive.Key.NONE;
  }

  private void read(Estimate estimate) {
    if (!Double.isNaN(estimate.currentMilliamps)) {
      sumMilliamps += estimate.currentMilliamps;
      readings++;
    }
  }

  private void enter(TestStage next, long nowNs) {
    stage = next;
    sinceNs = nowNs;
    sumMilliamps = 0;
    readings = 0;
  }

  /** Fails where this stage has taken longer. */
  private void sinceOf(long nowNs, long mostNs, Fault what, double measured, double allowed) {
    if (nowNs - sinceNs > mostNs) {
      fail(what, measured, allowed);
    }
  }

  private void fail(Fault what, double measured, double allowed) {
    fault = what;
    value = measured;
    limit = allowed;
  }

  /** How far it has come. */
  TestStage stage() {
    return stage;
  }

  /** The supply relay must be open. */
  boolean relayOpen() {
    return stage == TestStage.RELAY_OPEN || stage == TestStage.COMING_BACK;
  }

  /** The board is expected to shut itself down, or on its way back from that. */
  boolean guardsTried() {
    return stage == TestStage.LAPSING || stage == TestStage.COMING_BACK;
  }

  /** Why it failed. */
  Fault fault() {
    return fault;
  }

  /** What was measured; NaN = nothing. */
  double value() {
    return value;
  }

  /** What it was judged by; NaN = nothing. */
  double limit() {
    return limit;
  }

  /** From the last refresh of the second key until the board had stopped, ms; NaN = not tried. */
  double runGuardMs() {
    return runGuardMs;
  }

  /** The same for the PWM. */
  double pwmGuardMs() {
    return pwmGuardMs;
  }

  /** Times since start that the guards were seen to act. */
  long proofs() {
    return proofs;
  }
}
