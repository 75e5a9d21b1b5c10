package org.stipple.controller.control;

import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.command.StrokeMode;
import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.operator.Pedal;
import org.stipple.controller.profile.Cartridge;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.safety.Fault;
import org.stipple.controller.safety.Interlock;
import org.stipple.controller.safety.Safety;
import org.stipple.controller.safety.Situation;
import org.stipple.controller.safety.Verdict;

/** Takes commands and makes the drive of each tick from mode, setpoints, estimate and verdict. */
public final class Control {

  private static final long RETRACT_NS_MAX = 3_000_000_000L;

  /**
   * A press that finds the needle elsewhere still counts so long after, ns; later nobody means it.
   */
  private static final long OWED_NS = 500_000_000;

  /** How long a needle takes to lose the frequency that no duty keeps up any more, ns. */
  private static final long FADING_NS = 20_000_000;

  /** How long the cue of a tap sounds, ns. */
  private static final long CUE_NS = 40_000_000;

  /** How long the tone of a latched run that ended by itself sounds, ns. */
  private static final long FORGOTTEN_CUE_NS = 600_000_000;

  private final Safety safety;
  private final Setpoints setpoints;
  private final FrequencyRegulator regulator;
  private final Landing landing;
  private final Tap tap = new Tap();
  private final LatchedRun latched;
  private final DepthPlan depth;
  private final SelfTest selfTest;
  private final long leadNs;
  private final Drive drive = new Drive();
  private final Situation situation = new Situation();

  private Mode mode = Mode.DISARMED;
  private boolean disarmAsked;
  private boolean pedalSeenUp;
  private boolean lastPress;
  private boolean tapOwed;
  private long owedUntilNs;
  private long nextTapNs = Long.MIN_VALUE;
  private long cueUntilNs = Long.MIN_VALUE;
  private boolean landingInArming;
  private long modeSinceNs;
  private long lastNs;
  private long needleOnNs;
  private boolean begun;

  /** A disarmed control of the machine with this equipment and profile. */
  public Control(Equipment equipment, Profile profile, Safety safety) {
    this.safety = safety;
    setpoints = new Setpoints(equipment, profile);
    regulator = new FrequencyRegulator(profile);
    landing = new Landing(equipment, profile);
    latched = new LatchedRun(equipment);
    depth = new DepthPlan(equipment, profile);
    selfTest = new SelfTest(equipment, profile);
    leadNs = (long) (profile.timing().leadMs() * 1e6);
  }

  /** Carries out one command, or tells why not; a refusal changes nothing. */
  public Outcome apply(long nowNs, OperatorCommand command, Pedal pedal) {
    return switch (command) {
      case OperatorCommand.Arm _ -> arm(nowNs, pedal);
      case OperatorCommand.Disarm _ -> disarm();
      case OperatorCommand.Stop _ -> disarm();
      case OperatorCommand.Reset _ -> safety.reset(pedal);
      case OperatorCommand.Acknowledge seen -> safety.acknowledge(seen.occurrence());
      case OperatorCommand.PauseSound _ -> safety.pauseSound(nowNs);
      case OperatorCommand.Attend attend -> attend(attend.seen());
      case OperatorCommand.SetFrequency set -> setpoints.frequency(set.frequencyHz());
      case OperatorCommand.SetDepth set -> setpoints.depth(set.depthMm());
      case OperatorCommand.SetTorque set -> setpoints.torque(set.millinewtonMetres());
      case OperatorCommand.SetStrokes set -> setStrokes(set, pedal);
      case OperatorCommand.Mount mount -> mount(mount.cartridge());
      case OperatorCommand.Worry worry -> safety.worry(worry.concern());
      case OperatorCommand.Clear clear -> clear(clear.allowed());
    };
  }

  /**
   * The encoder was turned: by detents of 1 Hz of needle frequency, of one step of depth while it
   * is pushed. It stops at the limits, as a knob does.
   */
  public void turn(int detents, boolean pushed) {
    if (pushed) {
      setpoints.depthBy(detents);
    } else {
      setpoints.frequencyBy(detents);
    }
  }

  private Outcome arm(long nowNs, Pedal pedal) {
    if (safety.latch().latched()) {
      return Outcome.LATCHED;
    }
    if ((mode == Mode.STOPPING && disarmAsked) || mode == Mode.RETRACTING) {
      return Outcome.NOT_DISARMED;
    }
    if (mode != Mode.DISARMED) {
      return Outcome.DONE;
    }
    if (!setpoints.cleared()) {
      return Outcome.NOT_CLEARED;
    }
    Interlock standing = safety.interlock();
    if (standing != Interlock.NONE && standing != Interlock.PEDAL_DOWN) {
      return Outcome.INTERLOCKED;
    }
    if (!pedal.up()) {
      return Outcome.PEDAL_DOWN;
    }
    disarmAsked = false;
    if (selfTest.wanted()) {
      enter(Mode.TESTING, nowNs);
      selfTest.begin(nowNs);
    } else {
      beginArming(nowNs);
    }
    return Outcome.DONE;
  }

  private void beginArming(long nowNs) {
    enter(Mode.ARMING, nowNs);
    landingInArming = false;
    depth.begin(nowNs);
  }

  private Outcome disarm() {
    tapOwed = false;
    disarmAsked = mode != Mode.DISARMED;
    return Outcome.DONE;
  }

  private Outcome attend(boolean seen) {
    situation.unattended = !seen;
    lastPress |= !seen && mode != Mode.DISARMED;
    return Outcome.DONE;
  }

  private Outcome setStrokes(OperatorCommand.SetStrokes set, Pedal pedal) {
    boolean standing = mode == Mode.DISARMED || (mode == Mode.ARMED && pedal.up() && !tapOwed);
    return standing ? setpoints.strokes(set) : Outcome.NOT_STANDING;
  }

  private Outcome mount(Cartridge cartridge) {
    if (mode != Mode.DISARMED) {
      return Outcome.NOT_DISARMED;
    }
    Outcome outcome = setpoints.mount(cartridge);
    if (outcome == Outcome.DONE) {
      regulator.mount(cartridge);
    }
    return outcome;
  }

  private Outcome clear(boolean allowed) {
    setpoints.clear(allowed);
    return allowed ? Outcome.DONE : disarm();
  }

  /** The drive of this tick; the one carrier, filled anew. */
  public Drive step(long nowNs, Pedal pedal, Estimate estimate, Verdict verdict) {
    begin(nowNs);
    landing.friction(regulator.frictionHz());
    switch (verdict) {
      case Verdict.Trip trip -> trip(nowNs, trip.fault(), estimate);
      case Verdict.Limit _ -> {
        // Nothing new may begin; what runs is brought to its end.
        disarmAsked = mode != Mode.DISARMED && !selfTest.guardsTried();
        act(nowNs, pedal, estimate, false);
      }
      case Verdict.Permit _ -> act(nowNs, pedal, estimate, true);
    }
    finish(nowNs);
    return drive;
  }

  private void begin(long nowNs) {
    if (begun && mode == Mode.RUNNING) {
      needleOnNs += nowNs - lastNs;
    }
    begun = true;
    lastNs = nowNs;
    drive.dutyFraction = 0;
    drive.run = false;
    drive.depth = Drive.Depth.STAND;
    drive.lapsing = Drive.Key.NONE;
    drive.discardStale = safety.late() && mode != Mode.DISARMED;
    situation.referenceHz = 0;
  }

  private void trip(long nowNs, Fault fault, Estimate estimate) {
    boolean retracts = fault != Fault.HOST_ERROR && depth.canRetract(estimate);
    disarmAsked = false;
    tap.breakOff();
    tapOwed = false;
    regulator.forgetLoad();
    selfTest.breakOff();
    situation.testFault = Fault.NONE;
    situation.homingFailed = false;
    situation.parkingFailed = false;
    if (mode != Mode.DISARMED) {
      enter(retracts ? Mode.RETRACTING : Mode.DISARMED, nowNs);
    }
  }

  private void act(long nowNs, Pedal pedal, Estimate estimate, boolean permitted) {
    switch (mode) {
      case DISARMED -> disarmAsked = false;
      case TESTING -> testing(nowNs, pedal, estimate, permitted);
      case ARMING -> arming(nowNs, pedal, estimate);
      case ARMED -> armed(nowNs, pedal, estimate);
      case RUNNING -> running(nowNs, pedal, estimate);
      case STOPPING -> stopping(nowNs, pedal, estimate);
      case RETRACTING -> retracting(nowNs, estimate);
    }
  }

  private void testing(long nowNs, Pedal pedal, Estimate estimate, boolean permitted) {
    boolean pedalKnown = !selfTest.guardsTried();
    if (disarmAsked || (pedalKnown && !pedal.up())) {
      disarmAsked = true;
      selfTest.breakOff();
      beginStop(nowNs);
      stopMotor(nowNs, estimate);
      return;
    }
    SelfTest.Progress progress = selfTest.step(nowNs, permitted, estimate, depth, regulator, drive);
    if (drive.run) {
      situation.referenceHz = regulator.judgedByHz();
    }
    if (progress == SelfTest.Progress.PASSED) {
      beginArming(nowNs);
    } else if (progress == SelfTest.Progress.FAILED) {
      situation.testFault = selfTest.fault();
      situation.testValue = selfTest.value();
      situation.testLimit = selfTest.limit();
    }
  }

  /** Home first, with the needle wherever it is; then park it; only then let it protrude. */
  private void arming(long nowNs, Pedal pedal, Estimate estimate) {
    if (disarmAsked) {
      beginStop(nowNs);
      stopMotor(nowNs, estimate);
    } else if (!depth.trusted(nowNs, estimate)) {
      situation.homingFailed = !depth.home(nowNs, estimate, drive);
    } else if (landingInArming || !landing.isParked(estimate)) {
      if (!landingInArming) {
        landingInArming = true;
        landing.begin(nowNs);
      }
      landingInArming = stopMotor(nowNs, estimate) == Landing.Progress.BUSY;
    } else if (depth.to(setpoints.depthMm(), estimate, drive)) {
      pedalSeenUp = pedal.up();
      enter(Mode.ARMED, nowNs);
    }
  }

  private void armed(long nowNs, Pedal pedal, Estimate estimate) {
    depth.to(setpoints.depthMm(), estimate, drive);
    if (pedal.up()) {
      pedalSeenUp = true;
      nextTapNs = nowNs;
    }
    tapOwed &= nowNs < owedUntilNs;
    disarmAsked |= lastPress && !tapOwed;
    if (disarmAsked) {
      beginStop(nowNs);
    } else if (tapOwed || (pedal.pressed() && pedalSeenUp && nowNs >= nextTapNs)) {
      press(nowNs, estimate);
    }
  }

  /** What a press means, or goes on to mean while it is held. */
  private void press(long nowNs, Estimate estimate) {
    StrokeMode strokes = setpoints.strokeMode();
    if (strokes.taps()) {
      // A tap begins at needle-up; the press is not lost where the needle must go there first.
      if (!landing.mayTap(estimate)) {
        owedUntilNs = tapOwed ? owedUntilNs : nowNs + OWED_NS;
        tapOwed = true;
        beginStop(nowNs);
        return;
      }
      tapOwed = false;
      tap.begin(estimate, setpoints.tapStrokes(), landing);
      // One press is one tap, unless holding it means more.
      pedalSeenUp = strokes == StrokeMode.PULSED;
      if (strokes == StrokeMode.PULSED) {
        nextTapNs = nowNs + (long) (setpoints.tapPeriodSeconds() * 1e9);
        cueUntilNs = nowNs + CUE_NS;
      }
    } else if (strokes == StrokeMode.LATCHED) {
      latched.begin(nowNs);
    }
    beginRun(nowNs, estimate);
  }

  private void beginRun(long nowNs, Estimate estimate) {
    regulator.begin(nowNs, estimate);
    enter(Mode.RUNNING, nowNs);
    run(nowNs, estimate);
  }

  private void running(long nowNs, Pedal pedal, Estimate estimate) {
    depth.to(setpoints.depthMm(), estimate, drive);
    if (tap.active()) {
      tapping(nowNs, estimate);
    } else if (goesOn(nowNs, pedal, estimate)) {
      run(nowNs, estimate);
    } else {
      beginStop(nowNs);
    }
  }

  private boolean goesOn(long nowNs, Pedal pedal, Estimate estimate) {
    if (disarmAsked) {
      return false;
    }
    if (setpoints.strokeMode() != StrokeMode.LATCHED) {
      return pedal.pressed();
    }
    boolean on = latched.goesOn(nowNs, pedal, estimate);
    if (!on) {
      pedalSeenUp = false;
      cueUntilNs = latched.forgotten() ? nowNs + FORGOTTEN_CUE_NS : cueUntilNs;
    }
    return on;
  }

  private void tapping(long nowNs, Estimate estimate) {
    if (disarmAsked || !estimate.phaseKnown) {
      tap.breakOff();
      beginStop(nowNs);
    } else if (tap.mustLand(estimate, landing)) {
      landing.begin(nowNs, tap.targetTurns());
      enter(Mode.STOPPING, nowNs);
      stopMotor(nowNs, estimate);
    } else {
      run(nowNs, estimate);
    }
  }

  private void run(long nowNs, Estimate estimate) {
    double hz = setpoints.frequencyHz();
    // A tap must end where it is counted to: it is not left to the skin.
    regulator.giveWayBeyond(tap.active() ? 0 : setpoints.torqueMnm());
    if (tap.active()) {
      double then = regulator.turnsOnTheWay(nowNs);
      double asked = tap.askedHz(hz, then, regulator.modelHz(), estimate, landing);
      drive.dutyFraction = regulator.dutyFallingFast(nowNs, asked, estimate);
    } else {
      drive.dutyFraction = regulator.duty(nowNs, hz, estimate);
    }
    drive.run = true;
    situation.referenceHz = regulator.judgedByHz();
  }

  private void beginStop(long nowNs) {
    landing.begin(nowNs);
    enter(Mode.STOPPING, nowNs);
  }

  private void stopping(long nowNs, Pedal pedal, Estimate estimate) {
    if (depth.homed(estimate)) {
      depth.to(setpoints.depthMm(), estimate, drive);
    }
    boolean again = !setpoints.strokeMode().taps() && pedal.pressed() && pedalSeenUp;
    pedalSeenUp |= pedal.up();
    if (again && !disarmAsked && !lastPress && setpoints.strokeMode() != StrokeMode.LATCHED) {
      beginRun(nowNs, estimate);
      return;
    }
    Landing.Progress progress = stopMotor(nowNs, estimate);
    if (progress != Landing.Progress.BUSY && tap.active()) {
      tap.end(estimate);
    }
    if (progress == Landing.Progress.DONE) {
      enter(disarmAsked ? Mode.RETRACTING : Mode.ARMED, nowNs);
    }
  }

  private Landing.Progress stopMotor(long nowNs, Estimate estimate) {
    if (disarmAsked) {
      // STOP means the drive off now; what parks the needle waits until the shaft stands.
      landing.brakeOnly();
      tap.breakOff();
    }
    Landing.Progress progress =
        landing.step(
            nowNs,
            estimate,
            regulator.supplyVolts(),
            regulator.voltsFor(Landing.APPROACH_HZ),
            drive);
    situation.parkingFailed = progress == Landing.Progress.FAILED;
    if (drive.run) {
      // What was sent for the running needle acts for a lead yet, and then takes time to fade.
      boolean olderDutyActs = nowNs - modeSinceNs < leadNs + FADING_NS;
      situation.referenceHz =
          Math.max(Landing.JUDGED_BY_HZ, olderDutyActs ? regulator.judgedByHz() : 0);
    }
    return progress;
  }

  private void retracting(long nowNs, Estimate estimate) {
    boolean done = !depth.canRetract(estimate) || depth.retract(estimate, drive);
    if (done || nowNs - modeSinceNs > RETRACT_NS_MAX) {
      enter(Mode.DISARMED, nowNs);
      disarmAsked = false;
    }
  }

  private void enter(Mode next, long nowNs) {
    lastPress &= next != Mode.DISARMED;
    mode = next;
    modeSinceNs = nowNs;
  }

  private void finish(long nowNs) {
    boolean isLatched = safety.latch().latched();
    drive.supply = mode != Mode.DISARMED && !isLatched && !selfTest.relayOpen();
    if (drive.supply && !situation.supplied) {
      situation.suppliedSinceNs = nowNs;
    }
    situation.supplied = drive.supply;
    situation.parking = mode == Mode.STOPPING;
    situation.parkingSinceNs = modeSinceNs;
    situation.guardsTried = selfTest.guardsTried();
    drive.sound = safety.alarm().sounds(nowNs) || nowNs < cueUntilNs;
    boolean drives = drive.run;
    if (drives && !situation.driven) {
      situation.drivenSinceNs = nowNs;
    }
    situation.driven = drives;
    situation.dutyFraction = drive.dutyFraction;
    situation.armed = mode != Mode.DISARMED;
  }

  /** A check inside the tick failed: disarmed, everything off. */
  public Drive failSafe(long nowNs) {
    safety.hostError(nowNs, mode != Mode.DISARMED);
    enter(Mode.DISARMED, nowNs);
    selfTest.breakOff();
    tap.breakOff();
    tapOwed = false;
    disarmAsked = false;
    drive.makeSafe();
    finish(nowNs);
    return drive;
  }

  /** What safety must know to judge the next tick. */
  public Situation situation() {
    return situation;
  }

  /** What the machine is doing. */
  public Mode mode() {
    return mode;
  }

  /** Whether a session (or bench mode) allows arming. */
  public boolean cleared() {
    return setpoints.cleared();
  }

  /** Needle frequency asked for, Hz. */
  public double frequencySetpointHz() {
    return setpoints.frequencyHz();
  }

  /** Depth asked for, mm. */
  public double depthSetpointMm() {
    return setpoints.depthMm();
  }

  /** Most torque of the motor, mNm; 0 = no limit but the motor's own. */
  public double torqueSetpointMnm() {
    return setpoints.torqueMnm();
  }

  /** What a press of the pedal means. */
  public StrokeMode strokeMode() {
    return setpoints.strokeMode();
  }

  /** Strokes of a tap. */
  public int tapStrokes() {
    return setpoints.tapStrokes();
  }

  /** Time from tap to tap while the pedal is held, s. */
  public double tapPeriodSeconds() {
    return setpoints.tapPeriodSeconds();
  }

  /** Taps since start. */
  public long taps() {
    return tap.taps();
  }

  /** Taps since start whose strokes, as counted, were not those asked for. */
  public long miscounts() {
    return tap.miscounts();
  }

  /** What the machine proves before it is armed. */
  public TestStage testStage() {
    return selfTest.stage();
  }

  /** How long the board let the motor run without its second key refreshed, ms; NaN = not tried. */
  public double runGuardMs() {
    return selfTest.runGuardMs();
  }

  /** The same without its PWM refreshed. */
  public double pwmGuardMs() {
    return selfTest.pwmGuardMs();
  }

  /** Times since start that the guards were seen to act. */
  public long guardProofs() {
    return selfTest.proofs();
  }

  /** Total time with the needle on, ns since start. */
  public long needleOnNs() {
    return needleOnNs;
  }

  /** Whether the needle is known to rest behind the tip. */
  public boolean parked(Estimate estimate) {
    return landing.knownParked(estimate);
  }
}
