package org.stipple.controller.session;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.command.StrokeMode;
import org.stipple.controller.control.Mode;
import org.stipple.controller.control.TestStage;
import org.stipple.controller.estimate.Contact;
import org.stipple.controller.machine.DepthState;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.record.Sample;
import org.stipple.controller.safety.AlarmPriority;
import org.stipple.controller.safety.Fault;
import org.stipple.controller.safety.Interlock;
import org.stipple.telemetry.session.PauseReason;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Zone;

/**
 * What the machine is and does, at the latest tick that was told. NaN = not known.
 *
 * @param tick number of that tick; it grows while the loop lives, whatever the values do
 * @param nowNs monotonic time of that tick
 * @param mode what the machine is doing
 * @param selfTest the self-test before arming
 * @param safety what stands in the way
 * @param inputs what people press
 * @param needle the needle
 * @param strokes what a press means, and what is counted of it
 * @param depth the depth axis
 * @param motor the motor
 * @param link the way to the board
 * @param loop the tick itself
 * @param work the open session and what is mounted
 * @param outlook how records and flight log are doing
 * @param trouble what is wrong with the record, in words
 */
public record Status(
    long tick,
    long nowNs,
    Mode mode,
    SelfTest selfTest,
    Safety safety,
    Inputs inputs,
    Needle needle,
    Strokes strokes,
    Depth depth,
    Motor motor,
    Link link,
    Loop loop,
    Work work,
    Outlook outlook,
    Optional<String> trouble) {

  /**
   * What stands in the way.
   *
   * @param fault latched fault
   * @param occurrence number of faults latched since start
   * @param interlock most important interlock that stands now
   * @param value value that made the fault or interlock; NaN = none
   * @param limit limit it was judged by; NaN = none
   * @param cleared whether a session allows arming
   * @param alarm what calls somebody
   */
  public record Safety(
      Fault fault,
      long occurrence,
      Interlock interlock,
      double value,
      double limit,
      boolean cleared,
      Alarm alarm) {}

  /**
   * What calls somebody.
   *
   * @param priority how soon somebody must look
   * @param name of the fault or notice; empty without an alarm
   * @param text what it is about; empty without an alarm
   * @param occurrence which one, counted since start; an acknowledgement names it
   * @param acknowledged somebody has seen it
   * @param pausedForNs how much longer its sound is paused; 0 = not
   */
  public record Alarm(
      AlarmPriority priority,
      String name,
      String text,
      long occurrence,
      boolean acknowledged,
      long pausedForNs) {}

  /**
   * The self-test before arming.
   *
   * @param stage how far it has come
   * @param proofs times since start that the board's guards were seen to act
   * @param runGuardMs how long the board let the needle run without its second key refreshed; NaN =
   *     not tried
   * @param pwmGuardMs the same without its PWM refreshed
   */
  public record SelfTest(TestStage stage, long proofs, double runGuardMs, double pwmGuardMs) {}

  /** What people press: pedal down, e-stop open. */
  public record Inputs(boolean pedalPressed, boolean estopOpen) {}

  /**
   * The needle.
   *
   * @param setHz frequency asked for
   * @param torqueMnm most torque of the motor; 0 = no limit but the motor's own
   * @param measuredHz frequency measured, 0 = at rest
   * @param reports of the tachometer since start
   * @param strokes since start
   * @param strokesAfterRelease of the last release; -1 = unknown
   * @param onNs time with the needle on since start
   * @param parked at rest behind the tip
   */
  public record Needle(
      double setHz,
      double torqueMnm,
      double measuredHz,
      long reports,
      long strokes,
      long strokesAfterRelease,
      long onNs,
      boolean parked) {}

  /**
   * What a press means, and what is counted of it.
   *
   * @param mode what a press means
   * @param tapStrokes strokes of a tap
   * @param tapPeriodS time from tap to tap while the pedal is held, s
   * @param taps since start
   * @param miscounts taps whose strokes, as counted, were not those asked for
   * @param contact whether the needles are in the skin; an estimate
   * @param contactQuality how clearly that can be told, 0 to 1
   * @param contacts since start
   */
  public record Strokes(
      StrokeMode mode,
      int tapStrokes,
      double tapPeriodS,
      long taps,
      long miscounts,
      Contact contact,
      double contactQuality,
      long contacts) {}

  /**
   * The depth axis.
   *
   * @param setMm depth asked for
   * @param protrusionMm by commanded steps
   * @param driftMm by how much the last homing found that wrong; NaN = not known
   * @param state what it does
   * @param estimatedMm depth in the skin, an estimate, never measured; NaN = nothing to say
   * @param shallowestMm the shallow end of its band
   * @param deepestMm the deep end of its band
   */
  public record Depth(
      double setMm,
      double protrusionMm,
      double driftMm,
      DepthState state,
      double estimatedMm,
      double shallowestMm,
      double deepestMm) {}

  /** The motor: current (mA), supply (V), duty sent (0 to 1). */
  public record Motor(double currentMilliamps, double supplyVolts, double dutyFraction) {}

  /**
   * The way to the board.
   *
   * @param state how far it stands open
   * @param ageNs age of the last sound byte; -1 = none yet
   * @param retransmits blocks sent again since start
   * @param reason why the board shut down or was refused; null when neither
   */
  public record Link(LinkState state, long ageNs, long retransmits, @Nullable String reason) {}

  /**
   * The tick itself.
   *
   * @param overruns ticks skipped since start
   * @param samplesDropped samples nobody took in time
   * @param figures how late ticks came and how long they took
   */
  public record Loop(long overruns, long samplesDropped, LoopFigures figures) {}

  /**
   * The open session and what is mounted.
   *
   * @param session the open session
   * @param cartridge what is in the handpiece
   * @param skin name of the skin that is expected
   * @param bench whether this is a bench, where nobody is treated
   * @param armingRefusal why the machine must not be armed, whatever the tick thinks
   */
  public record Work(
      Optional<Session> session,
      Optional<Cartridge> cartridge,
      String skin,
      boolean bench,
      Optional<String> armingRefusal) {

    static final Work NONE =
        new Work(Optional.empty(), Optional.empty(), "normal", false, Optional.empty());
  }

  /**
   * What is in the handpiece.
   *
   * @param type its kind
   * @param lot the maker's lot
   * @param expires last day on which it may be used
   * @param serial its own number, where it bears one
   * @param strokes since it was mounted
   */
  public record Cartridge(
      String type, String lot, LocalDate expires, Optional<String> serial, long strokes) {}

  /**
   * The open session.
   *
   * @param id its name
   * @param client the client's pseudonym
   * @param zone where the work is
   * @param openedAt when it was opened, UTC
   * @param elapsedS seconds since then, pauses left out
   * @param pausedS seconds that it stood still, the present pause included
   * @param pause the present pause
   * @param strokes needle strokes in it
   * @param needleOnS seconds with the needle on in it
   * @param zones what was done in each zone, presses that are over, by the zone's label
   * @param course what it follows, what is planned and used
   * @param dose what the zone under work has taken and may take
   */
  public record Session(
      SessionId id,
      String client,
      Zone zone,
      Instant openedAt,
      double elapsedS,
      double pausedS,
      Optional<Pause> pause,
      long strokes,
      double needleOnS,
      Map<String, ZoneCounts> zones,
      Course course,
      Optional<Dose> dose) {}

  /**
   * A session that stands still.
   *
   * @param why for a rest, or to change the cartridge
   * @param forS seconds so far
   * @param cartridgeOut whether a cartridge was taken out in it
   */
  public record Pause(PauseReason why, double forS, boolean cartridgeOut) {}

  /** What is known before the first tick was told. */
  static Status beforeTheFirstTick() {
    return of(
        new Sample(),
        new Loop(0, 0, LoopFigures.none()),
        Work.NONE,
        Outlook.NONE,
        Optional.empty());
  }

  static Status of(Sample s, Loop loop, Work work, Outlook outlook, Optional<String> trouble) {
    return new Status(
        s.tick,
        s.nowNs,
        s.mode,
        new SelfTest(s.testStage, s.guardProofs, s.runGuardMs, s.pwmGuardMs),
        new Safety(
            s.fault,
            s.faultOccurrence,
            s.interlock,
            s.verdictValue,
            s.verdictLimit,
            s.cleared,
            new Alarm(
                s.alarm,
                s.alarmName,
                s.alarmText,
                s.alarmOccurrence,
                s.alarmAcknowledged,
                s.alarmPausedForNs)),
        new Inputs(s.pedalPressed, s.estopOpen),
        new Needle(
            s.frequencySetpointHz,
            s.torqueSetpointMnm,
            s.frequencyHz,
            s.tachReports,
            s.strokes,
            s.strokesAfterRelease,
            s.needleOnNs,
            s.parked),
        new Strokes(
            s.strokeMode,
            s.tapStrokes,
            s.tapPeriodSeconds,
            s.taps,
            s.miscounts,
            s.contact,
            s.contactQuality,
            s.contacts),
        new Depth(
            s.depthSetpointMm,
            s.protrusionMm,
            s.depthDriftMm,
            s.depth,
            s.realDepthMm,
            s.realDepthShallowestMm,
            s.realDepthDeepestMm),
        new Motor(s.currentMilliamps, s.supplyVolts, s.dutyFraction),
        new Link(s.link, s.linkAgeNs, s.retransmits, s.reason),
        loop,
        work,
        outlook,
        trouble);
  }

  /** The open session. */
  public Optional<Session> session() {
    return work.session();
  }

  /** Whether a press of the pedal would run the needle, or does. */
  public boolean armed() {
    return switch (mode) {
      case ARMED, RUNNING, STOPPING -> true;
      case DISARMED, TESTING, ARMING, RETRACTING -> false;
    };
  }

  /** Whether the needle is driven. */
  public boolean needleOn() {
    return mode == Mode.RUNNING;
  }
}
