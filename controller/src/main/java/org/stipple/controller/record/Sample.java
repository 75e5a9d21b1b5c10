package org.stipple.controller.record;

import org.jspecify.annotations.Nullable;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.command.StrokeMode;
import org.stipple.controller.control.Mode;
import org.stipple.controller.control.TestStage;
import org.stipple.controller.estimate.Contact;
import org.stipple.controller.machine.DepthState;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.safety.AlarmPriority;
import org.stipple.controller.safety.Fault;
import org.stipple.controller.safety.Interlock;

/** One tick, as told to the rest of the world. A carrier; the ring copies it. NaN = not known. */
public final class Sample {

  /** Most command outcomes one tick can tell; the tick takes no more commands than that. */
  public static final int OUTCOMES_MAX = 4;

  /** Number of the tick since start. */
  public long tick;

  /** Monotonic time of the tick, ns. */
  public long nowNs;

  /** Monotonic time the tick was due, ns; later ticks that were skipped do not count as due. */
  public long dueNs;

  /** Time the previous tick's work took, ns. */
  public long workNs;

  /** Ticks skipped since start because an earlier one came late. */
  public long overruns;

  /** What the machine is doing. */
  public Mode mode = Mode.DISARMED;

  /** How far a self-test has come. */
  public TestStage testStage = TestStage.NONE;

  /** Times since start that the board's guards were seen to act. */
  public long guardProofs;

  /** How long the board let the motor run without its second key refreshed, ms; NaN = not tried. */
  public double runGuardMs = Double.NaN;

  /** The same without its PWM refreshed. */
  public double pwmGuardMs = Double.NaN;

  /** The fault that is latched, {@link Fault#NONE} when none is. */
  public Fault fault = Fault.NONE;

  /** Times a fault was latched since start: a new occurrence of the same fault counts. */
  public long faultOccurrence;

  /** How soon somebody must look. */
  public AlarmPriority alarm = AlarmPriority.NONE;

  /** What it is about, in words; empty without an alarm. */
  public String alarmText = "";

  /** Its name: that of the fault or notice; empty without an alarm. */
  public String alarmName = "";

  /** Which alarm it is, counted since start; an acknowledgement names it. */
  public long alarmOccurrence;

  /** Somebody has acknowledged the alarm. */
  public boolean alarmAcknowledged;

  /** How much longer its sound is paused, ns; 0 = not. */
  public long alarmPausedForNs;

  /** The most important interlock that stands now, {@link Interlock#NONE} when none does. */
  public Interlock interlock = Interlock.NONE;

  /** Value that made the interlock or fault, in the unit its text names; NaN = none. */
  public double verdictValue = Double.NaN;

  /** Limit it was judged by; NaN = none. */
  public double verdictLimit = Double.NaN;

  /** Whether a session (or bench mode) allows arming. */
  public boolean cleared;

  /** Debounced: the pedal asks for the needle. */
  public boolean pedalPressed;

  /** The e-stop loop is open. */
  public boolean estopOpen;

  /** Needle frequency asked for, Hz. */
  public double frequencySetpointHz;

  /** Most torque of the motor, mNm; 0 = no limit but the motor's own. */
  public double torqueSetpointMnm;

  /** Needle frequency measured, Hz; 0 = at rest. */
  public double frequencyHz = Double.NaN;

  /** Reports of the tachometer since start: a value is as fresh as the last of them. */
  public long tachReports;

  /** Needle strokes (needle-down passages) since start. */
  public long strokes;

  /** Strokes from the last release of the pedal to standstill; -1 = unknown. */
  public long strokesAfterRelease = -1;

  /** What a press of the pedal means. */
  public StrokeMode strokeMode = StrokeMode.CONTINUOUS;

  /** Strokes of a tap, as set. */
  public int tapStrokes = 1;

  /** Time from tap to tap while the pedal is held, s, as set. */
  public double tapPeriodSeconds = 1;

  /** Taps since start. */
  public long taps;

  /** Taps since start whose strokes, as counted, were not those asked for. */
  public long miscounts;

  /** Whether the needles are in the skin, from the motor's load; an estimate. */
  public Contact contact = Contact.NOT_AVAILABLE;

  /** How clearly that can be told, 0 to 1. */
  public double contactQuality;

  /** Contacts since start. */
  public long contacts;

  /** Monotonic time of the last stroke, ns; 0 = not known. */
  public long strokeNs;

  /**
   * From the stroke before to the last one, ns; the mean of several told at once; 0 = not known.
   */
  public long strokePeriodNs;

  /** Motor current averaged over the last whole turn of the shaft, mA; NaN = not known. */
  public double turnMilliamps = Double.NaN;

  /** Shaft angle from needle-up in degrees, -180 to 180; NaN = unknown. */
  public double angleDegrees = Double.NaN;

  /** The needle is at rest behind the tip. */
  public boolean parked;

  /** Total time with the needle on (pedal running), ns since start. */
  public long needleOnNs;

  /** Depth asked for, mm. */
  public double depthSetpointMm;

  /** Protrusion by commanded steps, mm; NaN = unknown. */
  public double protrusionMm = Double.NaN;

  /** How often the depth axis found its endstop in this life of the board. */
  public int depthHomings;

  /** By how much the last homing found the commanded protrusion wrong, mm; NaN = not known. */
  public double depthDriftMm = Double.NaN;

  /** Depth in the skin, mm: an estimate, never measured; NaN = nothing to say. */
  public double realDepthMm = Double.NaN;

  /** The shallow end of its band, mm. */
  public double realDepthShallowestMm = Double.NaN;

  /** The deep end of its band, mm. */
  public double realDepthDeepestMm = Double.NaN;

  /** State of the depth axis. */
  public DepthState depth = DepthState.ABSENT;

  /** Motor current, mA; NaN = not measured. */
  public double currentMilliamps = Double.NaN;

  /** Motor supply, V; NaN = not measured. */
  public double supplyVolts = Double.NaN;

  /** Bridge duty sent, 0 to 1. */
  public double dutyFraction;

  /** State of the way to the board. */
  public LinkState link = LinkState.ABSENT;

  /** Age of the last sound byte from the board, ns; -1 = none yet. */
  public long linkAgeNs = -1;

  /** Blocks sent again since start. */
  public long retransmits;

  /** Why the board shut down or was refused; null when neither. */
  public @Nullable String reason;

  /** Number of outcomes told by this tick. */
  public int outcomes;

  /** Ids of the commands whose outcome is told. */
  public final long[] outcomeId = new long[OUTCOMES_MAX];

  /** Their outcomes. */
  public final Outcome[] outcome = new Outcome[OUTCOMES_MAX];

  /** Creates an empty sample. */
  public Sample() {
    java.util.Arrays.fill(outcome, Outcome.DONE);
  }

  /** Adds an outcome. */
  public void tell(long id, Outcome what) {
    outcomeId[outcomes] = id;
    outcome[outcomes] = what;
    outcomes++;
  }

  /** Makes this sample equal to {@code from}. */
  public void copyFrom(Sample from) {
    tick = from.tick;
    nowNs = from.nowNs;
    dueNs = from.dueNs;
    workNs = from.workNs;
    overruns = from.overruns;
    mode = from.mode;
    testStage = from.testStage;
    guardProofs = from.guardProofs;
    runGuardMs = from.runGuardMs;
    pwmGuardMs = from.pwmGuardMs;
    fault = from.fault;
    faultOccurrence = from.faultOccurrence;
    alarm = from.alarm;
    alarmText = from.alarmText;
    alarmName = from.alarmName;
    alarmOccurrence = from.alarmOccurrence;
    alarmAcknowledged = from.alarmAcknowledged;
    alarmPausedForNs = from.alarmPausedForNs;
    interlock = from.interlock;
    verdictValue = from.verdictValue;
    verdictLimit = from.verdictLimit;
    cleared = from.cleared;
    pedalPressed = from.pedalPressed;
    estopOpen = from.estopOpen;
    frequencySetpointHz = from.frequencySetpointHz;
    torqueSetpointMnm = from.torqueSetpointMnm;
    frequencyHz = from.frequencyHz;
    tachReports = from.tachReports;
    strokes = from.strokes;
    strokesAfterRelease = from.strokesAfterRelease;
    strokeMode = from.strokeMode;
    tapStrokes = from.tapStrokes;
    tapPeriodSeconds = from.tapPeriodSeconds;
    taps = from.taps;
    miscounts = from.miscounts;
    contact = from.contact;
    contactQuality = from.contactQuality;
    contacts = from.contacts;
    strokeNs = from.strokeNs;
    strokePeriodNs = from.strokePeriodNs;
    turnMilliamps = from.turnMilliamps;
    angleDegrees = from.angleDegrees;
    parked = from.parked;
    needleOnNs = from.needleOnNs;
    depthSetpointMm = from.depthSetpointMm;
    protrusionMm = from.protrusionMm;
    depthHomings = from.depthHomings;
    depthDriftMm = from.depthDriftMm;
    realDepthMm = from.realDepthMm;
    realDepthShallowestMm = from.realDepthShallowestMm;
    realDepthDeepestMm = from.realDepthDeepestMm;
    depth = from.depth;
    currentMilliamps = from.currentMilliamps;
    supplyVolts = from.supplyVolts;
    dutyFraction = from.dutyFraction;
    link = from.link;
    linkAgeNs = from.linkAgeNs;
    retransmits = from.retransmits;
    reason = from.reason;
    outcomes = from.outcomes;
    System.arraycopy(from.outcomeId, 0, outcomeId, 0, from.outcomes);
    System.arraycopy(from.outcome, 0, outcome, 0, from.outcomes);
  }
}
