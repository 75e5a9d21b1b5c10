package org.stipple.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.stipple.controller.board.BoardSettings;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.command.StrokeMode;
import org.stipple.controller.control.Mode;
import org.stipple.controller.profile.Limits;
import org.stipple.controller.profile.Profile;
import org.stipple.sim.board.BoardKind;
import org.stipple.sim.world.SimulatedMachine;

/** What a press of the pedal means, on the plant. */
class StrokeModesTest {

  private static VirtualSession armed(boolean latchedAllowed) {
    Profile profile = Profile.reference().with(new Limits(20, 180, 0.2, 2.0, latchedAllowed));
    VirtualSession session =
        new VirtualSession(
            new SimulatedMachine(BoardKind.PICO, 7, 0),
            BoardSettings.reference(profile),
            profile,
            7,
            0);
    session.arm();
    return session;
  }

  private static Outcome set(VirtualSession session, StrokeMode mode, int strokes, double every) {
    return session.command(new OperatorCommand.SetStrokes(session.newId(), mode, strokes, every));
  }

  /** A press just long enough for the debouncing to take it. */
  private static void pressBriefly(VirtualSession session) {
    session.pedal(true);
    session.runMs(70);
    session.pedal(false);
  }

  @Test
  void aTapIsFinishedAlsoWhenThePedalIsLetGoAndOnePressIsOneTap() {
    VirtualSession session = armed(false);
    assertThat(set(session, StrokeMode.TAPS, 20, 1)).isEqualTo(Outcome.DONE);
    pressBriefly(session);
    session.runMs(1000);
    assertThat(session.plant().strokes()).isEqualTo(20);
    session.pedal(true);
    session.runMs(3000);
    assertThat(session.plant().strokes()).as("held, it makes no second one").isEqualTo(40);
    assertThat(session.sample().taps).isEqualTo(2);
    assertThat(session.sample().miscounts).isZero();
    assertThat(session.sample().mode).isEqualTo(Mode.ARMED);
  }

  @Test
  void aHeldPedalMakesTapsInTimeEachWithACue() {
    VirtualSession session = armed(false);
    assertThat(set(session, StrokeMode.PULSED, 3, 0.5)).isEqualTo(Outcome.DONE);
    session.pedal(true);
    int[] soundingMs = {0};
    session.runMs(2_250, () -> soundingMs[0] += session.machine().wiring().isBuzzing() ? 1 : 0);
    session.pedal(false);
    session.runMs(500);
    assertThat(session.sample().taps).isEqualTo(5);
    assertThat(session.plant().strokes()).isEqualTo(15);
    assertThat(soundingMs[0]).isBetween(5 * 30, 5 * 60);
  }

  @Test
  void aNeedleOfLimitedTorqueDoesNotPushThroughWhatAnotherWould() {
    VirtualSession session = armed(false);
    session.pedal(true);
    session.runMs(1500);
    session.machine().wiring().loadMillinewtonMetres(1.6, session.nowNs());
    session.runMs(1500);
    assertThat(session.sample().frequencyHz).as("without a limit").isBetween(99.0, 101.0);
    session.machine().wiring().loadMillinewtonMetres(0, session.nowNs());
    session.runMs(1500);

    session.expectDone(new OperatorCommand.SetTorque(session.newId(), 2.0));
    session.runMs(1500);
    assertThat(session.sample().frequencyHz).as("enough to run free").isBetween(99.0, 101.0);
    session.machine().wiring().loadMillinewtonMetres(1.6, session.nowNs());
    session.runMs(300);
    assertThat(session.plant().frequencyHz()).as("held, it gives way").isLessThan(50);
    assertThat(session.command(new OperatorCommand.SetTorque(session.newId(), 0.5)))
        .isEqualTo(Outcome.OUT_OF_LIMITS);
  }

  @Test
  void stopEndsATapAtOnce() {
    VirtualSession session = armed(false);
    assertThat(set(session, StrokeMode.TAPS, 50, 1)).isEqualTo(Outcome.DONE);
    session.pedal(true);
    session.runMs(200);
    session.expectDone(new OperatorCommand.Stop(session.newId()));
    session.runMs(1500);
    assertThat(session.plant().strokes()).isLessThan(25);
    assertThat(session.sample().mode).isEqualTo(Mode.DISARMED);
    assertThat(session.sample().taps).isZero();
  }

  @Test
  void stopInALandingLeavesTheDriveOff() {
    VirtualSession session = armed(false);
    for (int ms = 0; ms < 40; ms += 3) {
      session.pedal(true);
      session.runMs(500);
      session.pedal(false);
      session.runUntil("landing", () -> session.sample().mode == Mode.STOPPING, 40);
      session.runMs(ms);
      session.expectDone(new OperatorCommand.Stop(session.newId()));
      session.runMs(3);
      long[] drivenMs = {0};
      // 40 ms: it stands then, and may creep.
      session.runMs(40, () -> drivenMs[0] += session.machine().wiring().drive().isOn() ? 1 : 0);
      assertThat(drivenMs[0]).as("STOP %d ms into the landing", ms).isZero();
      session.runUntil("disarmed", () -> session.sample().mode == Mode.DISARMED, 3000);
      session.runMs(100);
      session.expectDone(new OperatorCommand.Arm(session.newId()));
      session.runUntil("armed", () -> session.sample().mode == Mode.ARMED, 5000);
    }
  }

  @Test
  void aNeedleThatATripLeftAnywhereIsNotCalledParkedAndIsParkedBeforeItIsArmed() {
    VirtualSession session = armed(false);
    session.pedal(true);
    session.runMs(600);
    session.pedal(false);
    session.waitParked();
    int elsewhere = 0;
    for (int i = 0; i < 12; i++) {
      session.pedal(true);
      session.runMs(600 + 7 * i);
      session.machine().wiring().estop(false, session.nowNs());
      session.runMs(200);
      session.pedal(false);
      session.runMs(1500);
      if (Math.abs(session.plant().angleFromNeedleUpRad()) > Math.toRadians(95)) {
        elsewhere++;
        assertThat(session.sample().parked).as("left there by the trip").isFalse();
      }
      session.machine().wiring().estop(true, session.nowNs());
      session.runMs(300);
      session.arm();
      assertThat(Math.abs(session.plant().angleFromNeedleUpRad())).isLessThan(Math.toRadians(95));
    }
    assertThat(elsewhere).as("trips that left it elsewhere").isPositive();
  }

  @Test
  void aChangedMeaningDoesNotWaitOutThePeriodOfThePulses() {
    VirtualSession session = armed(true);
    assertThat(set(session, StrokeMode.PULSED, 2, 10)).isEqualTo(Outcome.DONE);
    pressBriefly(session);
    session.runMs(500);
    assertThat(session.plant().strokes()).isEqualTo(2);
    assertThat(set(session, StrokeMode.CONTINUOUS, 1, 1)).isEqualTo(Outcome.DONE);
    session.pedal(true);
    session.runMs(500);
    assertThat(session.sample().mode).as("does not wait out the 10 s").isEqualTo(Mode.RUNNING);
  }

  @Test
  void h33LatchedRunningIsOffByDefault() {
    assertThat(set(armed(false), StrokeMode.LATCHED, 1, 1)).isEqualTo(Outcome.NOT_ALLOWED);
  }

  @Test
  void h33ALatchedNeedleRunsOnUntilTheNextPress() {
    VirtualSession session = latched();
    session.runMs(2000);
    assertThat(session.sample().mode).isEqualTo(Mode.RUNNING);
    session.pedal(true);
    session.runUntil("stopping", () -> session.sample().mode != Mode.RUNNING, 40);
    session.runMs(2000);
    assertThat(session.sample().mode)
        .as("the press that stops does not start")
        .isEqualTo(Mode.ARMED);
  }

  @Test
  void h33AForgottenLatchedNeedleStopsByItselfWithATone() {
    VirtualSession session = latched();
    session.runUntil("stopping", () -> session.sample().mode != Mode.RUNNING, 21_000);
    int[] soundingMs = {0};
    session.runMs(1000, () -> soundingMs[0] += session.machine().wiring().isBuzzing() ? 1 : 0);
    assertThat(soundingMs[0]).isGreaterThan(400);
    assertThat(session.sample().mode).isEqualTo(Mode.ARMED);
  }

  private static VirtualSession latched() {
    VirtualSession session = armed(true);
    assertThat(set(session, StrokeMode.LATCHED, 1, 1)).isEqualTo(Outcome.DONE);
    session.pedal(true);
    session.runMs(200);
    session.pedal(false);
    session.runMs(200);
    return session;
  }

  @Test
  void theMeaningOfAPressIsNotChangedUnderTheFoot() {
    VirtualSession session = armed(false);
    session.pedal(true);
    session.runMs(300);
    assertThat(set(session, StrokeMode.TAPS, 3, 1)).isEqualTo(Outcome.NOT_STANDING);
    session.pedal(false);
    session.waitParked();
    session.runMs(100);
    assertThat(set(session, StrokeMode.TAPS, 51, 1)).isEqualTo(Outcome.OUT_OF_LIMITS);
    assertThat(set(session, StrokeMode.PULSED, 3, 0.1)).isEqualTo(Outcome.OUT_OF_LIMITS);
    assertThat(session.sample().strokeMode).isEqualTo(StrokeMode.CONTINUOUS);
  }

  /** A count of steps is trusted for ten minutes; then arming looks at the endstop again. */
  @Test
  void stepsThatTheDepthAxisLostAreToldAtTheNextHoming() {
    VirtualSession session = armed(false);
    session.runMs(100);
    assertThat(session.sample().depthHomings).isEqualTo(1);
    assertThat(session.sample().depthDriftMm).isNaN();
    session.expectDone(new OperatorCommand.SetDepth(session.newId(), 2.0));
    session.runMs(60);
    long lostBefore = session.plant().depthStepsLost();
    session.plant().depthJammed(true);
    session.runMs(5); // less than the axis has behind its endstop
    session.plant().depthJammed(false);
    double lostMm = (session.plant().depthStepsLost() - lostBefore) / 640.0;
    assertThat(lostMm).isBetween(0.03, 0.095);
    session.expectDone(new OperatorCommand.Disarm(session.newId()));
    session.runMs(2000);
    session.arm();
    assertThat(session.sample().depthHomings).as("too soon to look again").isEqualTo(1);
    session.expectDone(new OperatorCommand.Disarm(session.newId()));

    session.runMs(601_000);
    session.arm();

    assertThat(session.sample().depthHomings).isEqualTo(2);
    assertThat(session.sample().depthDriftMm).isCloseTo(-lostMm, within(0.005));
    assertThat(session.plant().protrusionMm()).isCloseTo(2.0, within(0.02));
  }
}
