package org.stipple.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.safety.AlarmPriority;
import org.stipple.controller.safety.Fault;
import org.stipple.sim.world.Role;

/** What is heard of a fault, at the sounder itself (H28). */
final class AlarmTest {

  private static final long SEED = 3;

  private static VirtualSession tripped() {
    VirtualSession session = Machines.pico(SEED);
    session.arm();
    session.pedal(true);
    session.runMs(1000);
    session.machine().wiring().stuck(Role.TACH, true, session.nowNs());
    session.runUntil("a fault", () -> session.sample().fault != Fault.NONE, 500);
    return session;
  }

  private static boolean buzzes(VirtualSession session) {
    return session.machine().wiring().isBuzzing();
  }

  /** Pulses heard in that time, and the longest silence, ms. */
  private static int[] heard(VirtualSession session, long ms) {
    int[] pulsesAndSilence = new int[2];
    boolean[] before = {buzzes(session)};
    int[] silence = new int[1];
    session.runMs(
        ms,
        () -> {
          boolean now = buzzes(session);
          pulsesAndSilence[0] += now && !before[0] ? 1 : 0;
          silence[0] = now ? 0 : silence[0] + 1;
          pulsesAndSilence[1] = Math.max(pulsesAndSilence[1], silence[0]);
          before[0] = now;
        });
    return pulsesAndSilence;
  }

  @Test
  void h28AFaultOfHighPrioritySoundsWithinASecondInBurstsOfTenPulses() {
    VirtualSession session = tripped();
    assertThat(session.sample().alarm).isEqualTo(AlarmPriority.HIGH);
    session.runUntil("a sound", () -> buzzes(session), 1000);
    session.runUntil("its end", () -> !buzzes(session), 1000);
    // The first pulse of the first burst is over; two bursts more follow in ten seconds.
    assertThat(heard(session, 4_500)[0]).isEqualTo(9);
    assertThat(heard(session, 10_000)[0]).isEqualTo(20);
    assertThat(heard(session, 10_000)[1]).as("longest silence, ms").isLessThan(5_000);
  }

  @Test
  void anEstopIsOfMediumPriorityWithThreePulses() {
    VirtualSession session = Machines.pico(SEED);
    session.arm();
    session.machine().wiring().estop(false, session.nowNs());
    session.runUntil("a fault", () -> session.sample().fault == Fault.ESTOP, 100);
    assertThat(session.sample().alarm).isEqualTo(AlarmPriority.MEDIUM);
    session.runUntil("a sound", () -> buzzes(session), 1000);
    assertThat(heard(session, 7_000)[0]).isEqualTo(2);
    assertThat(heard(session, 15_000)[0]).isEqualTo(6);
  }

  @Test
  void aPausedSoundComesBackByItselfAfter120Seconds() {
    VirtualSession session = tripped();
    session.runMs(500);
    session.expectDone(new OperatorCommand.PauseSound(session.newId()));
    session.runMs(5);
    assertThat(heard(session, 119_000)[0]).isZero();
    assertThat(session.sample().alarmPausedForNs).isBetween(1L, 1_100_000_000L);
    session.runUntil("the sound comes back", () -> buzzes(session), 1_500);
    assertThat(session.sample().alarm).isEqualTo(AlarmPriority.HIGH);
  }

  @Test
  void anAcknowledgementNamesTheOccurrenceAndANewOneSoundsAnew() {
    VirtualSession session = tripped();
    long occurrence = session.sample().alarmOccurrence;
    assertThat(session.command(new OperatorCommand.Acknowledge(session.newId(), occurrence - 1)))
        .isEqualTo(Outcome.NO_SUCH_ALARM);
    session.expectDone(new OperatorCommand.Acknowledge(session.newId(), occurrence));
    session.runMs(5);
    assertThat(heard(session, 200_000)[0]).as("for good").isZero();
    assertThat(session.sample().alarmAcknowledged).isTrue();
    assertThat(session.command(new OperatorCommand.Arm(session.newId())))
        .as("an acknowledged fault is latched still")
        .isEqualTo(Outcome.LATCHED);
    session.machine().wiring().mended(Role.TACH, session.nowNs());
    session.pedal(false);
    session.runMs(300);
    session.arm();
    assertThat(session.sample().alarm).isEqualTo(AlarmPriority.NONE);
    session.machine().wiring().estop(false, session.nowNs());
    session.runUntil("it sounds again", () -> buzzes(session), 1000);
    assertThat(session.command(new OperatorCommand.Acknowledge(session.newId(), occurrence)))
        .as("the old occurrence")
        .isEqualTo(Outcome.NO_SUCH_ALARM);
  }

  @Test
  void withoutAnAlarmThereIsNothingToPause() {
    VirtualSession session = Machines.pico(SEED);
    session.arm();
    assertThat(session.command(new OperatorCommand.PauseSound(session.newId())))
        .isEqualTo(Outcome.NO_SUCH_ALARM);
  }

  @Test
  void aDeadBoardSoundsByItself() {
    VirtualSession session = Machines.pico(SEED);
    session.arm();
    session.pedal(true);
    session.runMs(500);
    session.link().silence(true);
    session.runMs(300);
    assertThat(session.machine().board().shutdownReason()).isNotNull();
    assertThat(heard(session, 5_000)[1]).as("silence, ms").isZero();
  }
}
