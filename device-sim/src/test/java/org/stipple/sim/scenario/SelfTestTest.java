package org.stipple.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.control.Mode;
import org.stipple.controller.control.TestStage;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.safety.Fault;
import org.stipple.sim.world.Role;

/** What the machine proves before it is armed, on the plant's word. */
final class SelfTestTest {

  private static final long SEED = 11;

  private static VirtualSession ready(VirtualSession session) {
    session.runUntil("board ready", () -> session.sample().link == LinkState.READY, 6000);
    session.runMs(100);
    session.expectDone(new OperatorCommand.Clear(session.newId(), true));
    session.expectDone(new OperatorCommand.Reset(session.newId()));
    return session;
  }

  private static VirtualSession armAsked(VirtualSession session) {
    ready(session);
    session.expectDone(new OperatorCommand.Arm(session.newId()));
    return session;
  }

  private static void untilArmed(VirtualSession session) {
    session.runUntil("armed", () -> session.sample().mode == Mode.ARMED, 15_000);
  }

  private static Fault untilFault(VirtualSession session, long limitMs) {
    session.runUntil("a fault", () -> session.sample().fault != Fault.NONE, limitMs);
    session.runUntil("disarmed", () -> session.sample().mode == Mode.DISARMED, 4000);
    return session.sample().fault;
  }

  private static void assertGuardsSeen(VirtualSession session) {
    List<String> reasons = new ArrayList<>();
    boolean[] wasDown = new boolean[1];
    double[] deepestMm = {0};
    armAsked(session);
    session.runMs(
        9000,
        () -> {
          boolean down = session.sample().link == LinkState.SHUTDOWN;
          if (down && !wasDown[0]) {
            reasons.add(String.valueOf(session.machine().board().shutdownReason()));
          }
          wasDown[0] = down;
          if (session.sample().mode == Mode.TESTING && session.machine().wiring().drive().isOn()) {
            deepestMm[0] = Math.max(deepestMm[0], session.plant().protrusionMm());
          }
        });
    assertThat(session.sample().mode).as(session.toString()).isEqualTo(Mode.ARMED);
    assertThat(reasons).hasSize(2);
    assertThat(reasons.get(0)).contains("digital out");
    assertThat(reasons.get(1)).contains("pwm");
    assertThat(session.sample().runGuardMs).isBetween(20.0, 100.0);
    assertThat(session.sample().pwmGuardMs).isBetween(20.0, 110.0);
    assertThat(session.sample().guardProofs).isEqualTo(1);
    assertThat(deepestMm[0]).as("needle beyond the tip while tested, mm").isLessThan(0.05);
  }

  @Test
  void h16TheBoardIsSeenToStopTheNeedleByItselfBeforeTheFirstArming() {
    assertGuardsSeen(Machines.tested(SEED));
  }

  @Test
  void theSameOnAUart() {
    assertGuardsSeen(Machines.testedAvr(SEED));
  }

  @Test
  void theGuardsAreNotTriedAgainOnTheSameDay() {
    VirtualSession session = armAsked(Machines.tested(SEED));
    untilArmed(session);
    session.expectDone(new OperatorCommand.Disarm(session.newId()));
    session.runUntil("disarmed", () -> session.sample().mode == Mode.DISARMED, 4000);
    session.expectDone(new OperatorCommand.Arm(session.newId()));
    long ms = session.runUntil("armed", () -> session.sample().mode == Mode.ARMED, 3000);
    assertThat(ms).isLessThan(2500);
    assertThat(session.sample().guardProofs).isEqualTo(1);
    session.pedal(true);
    session.runMs(1000);
    assertThat(session.sample().frequencyHz).isBetween(98.0, 102.0);
  }

  @Test
  void h12AWeldedRelayRefusesArmingWithin500Ms() {
    VirtualSession session = ready(Machines.tested(SEED));
    session.machine().wiring().relayWelded(true, session.nowNs());
    session.runMs(500);
    session.expectDone(new OperatorCommand.Arm(session.newId()));
    assertThat(untilFault(session, 500)).isEqualTo(Fault.SUPPLY_STAYS);
    assertThat(session.plant().strokes()).isZero();
    session.machine().wiring().relayWelded(false, session.nowNs());
    session.runMs(200);
    armAsked(session);
    untilArmed(session);
  }

  @Test
  void h12AnOpenChannelInTheRelaysCoilRefusesArming() {
    VirtualSession session = ready(Machines.tested(SEED));
    session.machine().wiring().coilOpen(true, session.nowNs());
    session.expectDone(new OperatorCommand.Arm(session.newId()));
    assertThat(untilFault(session, 1000)).isEqualTo(Fault.SUPPLY_ABSENT);
    assertThat(session.plant().strokes()).isZero();
  }

  @Test
  void aCurrentThatIsNotZeroRefusesArming() {
    VirtualSession session = ready(Machines.tested(SEED));
    session.machine().wiring().currentSense(1, 0.08, session.nowNs());
    session.expectDone(new OperatorCommand.Arm(session.newId()));
    assertThat(untilFault(session, 1000)).isEqualTo(Fault.CURRENT_SENSE);
    assertThat(session.plant().strokes()).isZero();
  }

  @Test
  void aCurrentSenseThatShowsNothingRefusesArming() {
    VirtualSession session = ready(Machines.tested(SEED));
    session.machine().wiring().currentSense(0, 0, session.nowNs());
    session.expectDone(new OperatorCommand.Arm(session.newId()));
    assertThat(untilFault(session, 6000)).isEqualTo(Fault.CURRENT_SENSE);
  }

  @Test
  void h4ABrokenTachometerWireRefusesArming() {
    VirtualSession session = ready(Machines.tested(SEED));
    session.machine().wiring().stuck(Role.TACH, true, session.nowNs());
    session.expectDone(new OperatorCommand.Arm(session.newId()));
    assertThat(untilFault(session, 6000)).isIn(Fault.TACHOMETER_SILENT, Fault.STALLED);
    assertThat(session.machine().wiring().drive().isOn()).isFalse();
  }

  @Test
  void aGuardThatDoesNotActRefusesArming() {
    VirtualSession session = ready(Machines.tested(SEED));
    session.machine().board().guardless(true);
    session.expectDone(new OperatorCommand.Arm(session.newId()));
    assertThat(untilFault(session, 6000)).isEqualTo(Fault.GUARD_FAILED);
    session.runMs(200);
    assertThat(session.machine().wiring().drive().isOn()).isFalse();
  }

  @Test
  void h13APedalPressedDuringTheTestEndsIt() {
    VirtualSession session = armAsked(Machines.tested(SEED));
    session.runUntil(
        "the needle runs", () -> session.sample().testStage == TestStage.SPINNING, 6000);
    session.runMs(300);
    session.pedal(true);
    session.runUntil("disarmed", () -> session.sample().mode == Mode.DISARMED, 4000);
    session.runMs(1000);
    assertThat(session.machine().wiring().drive().isOn()).isFalse();
    assertThat(session.sample().guardProofs).isZero();
    assertThat(session.sample().fault).isEqualTo(Fault.NONE);
  }

  @Test
  void h11TheEstopEndsTheTestInEachOfItsStages() {
    for (TestStage stage : TestStage.values()) {
      if (stage == TestStage.NONE) {
        continue;
      }
      VirtualSession session = armAsked(Machines.tested(SEED));
      session.runUntil(stage.name(), () -> session.sample().testStage == stage, 8000);
      session.runMs(10);
      session.machine().wiring().estop(false, session.nowNs());
      session.runUntil("disarmed", () -> session.sample().mode == Mode.DISARMED, 6000);
      session.runMs(200);
      long strokes = session.plant().strokes();
      session.runMs(3000);
      assertThat(session.sample().mode).as(stage.name()).isEqualTo(Mode.DISARMED);
      assertThat(session.machine().wiring().drive().isOn()).as(stage.name()).isFalse();
      assertThat(session.plant().strokes()).as(stage.name()).isEqualTo(strokes);
    }
  }

  @Test
  void aCablePulledWhileTheBoardComesBackIsALostLink() {
    VirtualSession session = armAsked(Machines.tested(SEED));
    session.runUntil(
        "the board is away", () -> session.sample().testStage == TestStage.COMING_BACK, 8000);
    session.machine().board().unplug(session.nowNs());
    assertThat(untilFault(session, 25_000)).isEqualTo(Fault.LINK_LOST);
  }
}
