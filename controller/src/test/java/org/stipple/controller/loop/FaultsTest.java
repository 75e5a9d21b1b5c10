package org.stipple.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.control.Mode;
import org.stipple.controller.machine.Contacts;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.safety.Fault;
import org.stipple.controller.safety.Interlock;

/** Each fault once caused, and once reset. */
final class FaultsTest {

  private static void assertTripped(Bench bench, Fault fault) {
    assertThat(bench.sample.fault).isEqualTo(fault);
    assertThat(bench.machine.runNow).isFalse();
    assertThat(bench.machine.supplyNow).isFalse();
    assertThat(bench.sample.dutyFraction).isZero();
    assertThat(bench.sample.mode).isIn(Mode.RETRACTING, Mode.DISARMED);
  }

  /** With the cause gone and the pedal up a reset clears, and nothing restarts by itself. */
  private static void assertResets(Bench bench) {
    bench.machine.pedal = false;
    bench.ms(2000);
    assertThat(bench.sample.mode).isEqualTo(Mode.DISARMED);
    assertThat(bench.arm()).isEqualTo(Outcome.LATCHED);
    assertThat(bench.reset()).isEqualTo(Outcome.DONE);
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
    bench.ms(500);
    assertThat(bench.sample.mode).isEqualTo(Mode.DISARMED);
    assertThat(bench.machine.runNow).isFalse();
    assertThat(bench.arm()).isEqualTo(Outcome.DONE);
    bench.until(Mode.ARMED, 3000);
    bench.machine.pedal = true;
    bench.ms(300);
    assertThat(bench.sample.mode).isEqualTo(Mode.RUNNING);
    bench.ms(1500);
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
  }

  @Test
  void h1TripsWhenContactLevelsAreNoLongerConfirmed() {
    Bench bench = new Bench().running();
    bench.machine.queriesStop = true;
    bench.ms(100);
    assertTripped(bench, Fault.CONTACTS_SILENT);
    assertThat(bench.sample.interlock).isEqualTo(Interlock.CONTACTS_STALE);
    assertThat(bench.reset()).isEqualTo(Outcome.INTERLOCKED);
    bench.machine.queriesStop = false;
    assertResets(bench);
  }

  @Test
  void h1StopsWhereOnlyTheLevelQuerySawTheRelease() {
    Bench bench = new Bench().running();
    bench.machine.contactsFlippedInQuery = Contacts.PEDAL_NO;
    bench.ms(2);
    assertThat(bench.machine.runNow).isFalse();
    assertThat(bench.sample.mode).isEqualTo(Mode.STOPPING);
  }

  @Test
  void h2TripsWhenTheNeedleRunsFasterThanAsked() {
    Bench bench = new Bench().running();
    bench.machine.dutyGain = 2;
    bench.machine.tauSeconds = 0.010;
    for (int i = 0; i < 50 && bench.sample.fault == Fault.NONE; i++) {
      bench.ms(1);
    }
    assertTripped(bench, Fault.OVERSPEED);
    assertThat(bench.sample.verdictValue).isGreaterThan(bench.sample.verdictLimit);
    bench.machine.dutyGain = 1;
    assertResets(bench);
  }

  @Test
  void h4TripsWhenTheMotorIsDrivenAndNoPulseComes() {
    Bench bench = new Bench().running();
    bench.machine.tachDead = true;
    bench.ms(90);
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
    bench.ms(14);
    assertTripped(bench, Fault.TACHOMETER_SILENT);
    bench.machine.tachDead = false;
    assertResets(bench);
  }

  @Test
  void h4TripsWhenTheShaftDoesNotStart() {
    Bench bench = new Bench().armed();
    bench.machine.stuck = true;
    bench.machine.pedal = true;
    bench.ms(160);
    assertTripped(bench, Fault.TACHOMETER_SILENT);
    bench.machine.stuck = false;
    assertResets(bench);
  }

  @Test
  void h6TripsWhenTheBoardShutsItselfDown() {
    Bench bench = new Bench().running();
    bench.machine.link = LinkState.SHUTDOWN;
    bench.ms(1);
    assertTripped(bench, Fault.BOARD_SHUTDOWN);
    assertThat(bench.sample.mode).isEqualTo(Mode.DISARMED);
    bench.machine.pedal = false;
    bench.ms(50);
    assertThat(bench.reset()).isEqualTo(Outcome.INTERLOCKED);
    assertThat(bench.sample.strokesAfterRelease).isEqualTo(-1);
    bench.machine.link = LinkState.READY;
    assertResets(bench);
  }

  @Test
  void h7TripsWhenTheLinkFallsSilent() {
    Bench bench = new Bench().running();
    bench.machine.silent = true;
    bench.ms(55);
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
    bench.ms(10);
    assertTripped(bench, Fault.LINK_LOST);
    bench.machine.silent = false;
    assertResets(bench);
  }

  @Test
  void h7TripsAtOnceWhenTheLineIsGone() {
    Bench bench = new Bench().running();
    bench.machine.link = LinkState.ABSENT;
    bench.ms(1);
    assertTripped(bench, Fault.LINK_LOST);
    assertThat(bench.sample.interlock).isEqualTo(Interlock.LINK_NOT_READY);
    assertThat(bench.sample.frequencyHz).isNaN();
    assertThat(bench.reset()).isEqualTo(Outcome.INTERLOCKED);
    bench.machine.link = LinkState.READY;
    assertResets(bench);
  }

  @Test
  void h7WhileDisarmedAnAbsentLineIsAnInterlockOnly() {
    Bench bench = new Bench().armed();
    bench.disarm();
    bench.until(Mode.DISARMED, 1000);
    bench.machine.link = LinkState.ABSENT;
    bench.ms(200);
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
    assertThat(bench.arm()).isEqualTo(Outcome.INTERLOCKED);
    bench.machine.link = LinkState.READY;
    bench.ms(50);
    assertThat(bench.sample.interlock).isEqualTo(Interlock.NONE);
  }

  @Test
  void h8TripsWithinASecondWhenMostBlocksAreSentAgain() {
    Bench bench = new Bench().running();
    bench.machine.blocksAgainPerTick = 3;
    bench.ms(500);
    assertTripped(bench, Fault.LINK_NOISY);
    bench.machine.pedal = false;
    assertThat(bench.reset()).isEqualTo(Outcome.INTERLOCKED);
    bench.machine.blocksAgainPerTick = 0;
    assertResets(bench);
  }

  @Test
  void h8DoesNotTripAtAFewPercent() {
    Bench bench = new Bench().running();
    bench.machine.blocksAgainPerTick = 0.24;
    bench.ms(5000);
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
    assertThat(bench.sample.mode).isEqualTo(Mode.RUNNING);
  }

  @Test
  void h9TripsWhenTheBoardRestartsByItself() {
    Bench bench = new Bench().running();
    long strokes = bench.sample.strokes;
    bench.machine.restartNow = true;
    bench.ms(1);
    assertTripped(bench, Fault.BOARD_RESTARTED);
    assertThat(bench.sample.strokes).isGreaterThanOrEqualTo(strokes);
    assertResets(bench);
  }

  @Test
  void h11LatchesWithinTwentyMillisecondsWhenTheEstopOpens() {
    Bench bench = new Bench().running();
    bench.machine.estopOpen = true;
    bench.ms(1);
    assertTripped(bench, Fault.ESTOP);
    bench.machine.pedal = false;
    bench.ms(100);
    assertThat(bench.sample.estopOpen).isTrue();
    assertThat(bench.sample.interlock).isEqualTo(Interlock.ESTOP_OPEN);
    assertThat(bench.reset()).isEqualTo(Outcome.INTERLOCKED);
    bench.machine.estopOpen = false;
    assertResets(bench);
  }

  @Test
  void h11LatchesWhileDisarmedToo() {
    Bench bench = new Bench();
    bench.ms(200);
    assertThat(bench.reset()).isEqualTo(Outcome.DONE);
    bench.machine.estopOpen = true;
    bench.ms(2);
    assertThat(bench.sample.fault).isEqualTo(Fault.ESTOP);
    bench.machine.estopOpen = false;
    bench.ms(40);
    assertThat(bench.reset()).isEqualTo(Outcome.DONE);
  }

  @Test
  void h13TripsWhenTheContactsDisagreeForTooLong() {
    Bench bench = new Bench().armed();
    bench.machine.contactsFlipped = Contacts.PEDAL_NC;
    bench.ms(49);
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
    bench.ms(5);
    assertTripped(bench, Fault.PEDAL_CONTACTS);
    assertThat(bench.reset()).isEqualTo(Outcome.INTERLOCKED);
    assertThat(bench.sample.interlock).isEqualTo(Interlock.PEDAL_DISAGREES);
    bench.machine.contactsFlipped = 0;
    assertResets(bench);
  }

  @Test
  void h13APedalThatIsDownRefusesArmingAndReset() {
    Bench bench = new Bench();
    bench.machine.pedal = true;
    bench.ms(200);
    assertThat(bench.reset()).isEqualTo(Outcome.PEDAL_DOWN);
    bench.machine.pedal = false;
    bench.ms(50);
    assertThat(bench.reset()).isEqualTo(Outcome.DONE);
    bench.clear(true);
    bench.machine.pedal = true;
    bench.ms(50);
    assertThat(bench.sample.interlock).isEqualTo(Interlock.PEDAL_DOWN);
    assertThat(bench.arm()).isEqualTo(Outcome.PEDAL_DOWN);
  }

  @Test
  void h13APedalPressedWhileArmingMustComeUpFirst() {
    Bench bench = new Bench();
    bench.ms(200);
    bench.reset();
    bench.clear(true);
    bench.arm();
    bench.machine.pedal = true;
    bench.until(Mode.ARMED, 2000);
    bench.ms(500);
    assertThat(bench.sample.mode).isEqualTo(Mode.ARMED);
    bench.machine.pedal = false;
    bench.ms(300);
    bench.machine.pedal = true;
    bench.ms(60);
    assertThat(bench.sample.mode).isEqualTo(Mode.RUNNING);
  }

  @Test
  void h15TripsAndDiscardsWhenTheHostIsLate() {
    Bench bench = new Bench().running();
    bench.tickAfterMs(20);
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
    bench.tickAfterMs(21);
    assertTripped(bench, Fault.HOST_LATE);
    assertThat(bench.machine.discarded).isTrue();
    assertThat(bench.sample.verdictLimit).isEqualTo(20);
    assertResets(bench);
  }

  @Test
  void h15ALateTickWhileDisarmedIsNoFault() {
    Bench bench = new Bench();
    bench.ms(200);
    bench.reset();
    bench.tickAfterMs(500);
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
    assertThat(bench.machine.discarded).isFalse();
  }

  @Test
  void h15AHostThatIsLateAgainAndAgainDisarmsAndDoesNotArm() {
    Bench bench = new Bench().armed();
    beLate(bench);
    assertThat(bench.sample.interlock).isEqualTo(Interlock.HOST_LATE);
    assertThat(bench.sample.verdictLimit).isEqualTo(10);
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
    beLate(bench);
    assertThat(bench.sample.mode).isEqualTo(Mode.DISARMED);
    assertThat(bench.arm()).isEqualTo(Outcome.INTERLOCKED);
    bench.ms(1_100);
    assertThat(bench.sample.interlock).isEqualTo(Interlock.NONE);
    assertThat(bench.arm()).isEqualTo(Outcome.DONE);
  }

  @Test
  void h15AnOrdinaryHostMayBeLateMoreOften() {
    Bench bench = new Bench(Equipment.all(), Profile.reference().onAnOrdinaryHost()).armed();
    beLate(bench);
    assertThat(bench.sample.interlock).isEqualTo(Interlock.NONE);
    assertThat(bench.sample.mode).isEqualTo(Mode.ARMED);
  }

  /** Every third tick is missing: in a sixth of a second and more, a tick is owed. */
  private static void beLate(Bench bench) {
    for (int i = 0; i < 350; i++) {
      bench.tickAfterMs(1);
      bench.tickAfterMs(2);
    }
  }

  @Test
  void h3TripsWhenTheEndstopIsNotFound() {
    Bench bench = new Bench();
    bench.ms(200);
    bench.reset();
    bench.clear(true);
    bench.machine.homingFails = true;
    bench.arm();
    bench.ms(300);
    assertTripped(bench, Fault.HOMING_FAILED);
    bench.machine.homingFails = false;
    assertResets(bench);
  }

  @Test
  void h32TripsWhenTheNeedleCannotBeParked() {
    Bench bench = new Bench().running();
    int tries = 0;
    do {
      bench.machine.stuck = false;
      bench.machine.pedal = true;
      bench.ms(137);
      bench.machine.pedal = false;
      bench.ms(5);
      bench.machine.stuck = true;
      bench.ms(400);
    } while (bench.sample.mode == Mode.ARMED && ++tries < 20);
    bench.ms(1600);
    assertThat(bench.sample.fault).isEqualTo(Fault.NOT_PARKED);
    bench.machine.stuck = false;
    assertResets(bench);
  }

  @Test
  void h31StopOvertakesAFloodOfCommands() {
    Bench bench = new Bench().running();
    for (int i = 0; i < 60; i++) {
      assertThat(bench.commands.offer(new OperatorCommand.SetFrequency(1000 + i, 50))).isTrue();
    }
    assertThat(bench.stop()).isEqualTo(Outcome.DONE);
    assertThat(bench.machine.runNow).isFalse();
    assertThat(bench.sample.mode).isEqualTo(Mode.STOPPING);
    bench.until(Mode.DISARMED, 2000);
    assertThat(bench.machine.depthMm()).isCloseTo(-0.5, within(0.001));
  }

  @Test
  void theFirstFaultIsKeptAndEachOccurrenceCounted() {
    Bench bench = new Bench().running();
    long before = bench.sample.faultOccurrence;
    bench.machine.estopOpen = true;
    bench.ms(1);
    bench.machine.link = LinkState.ABSENT;
    bench.ms(5);
    assertThat(bench.sample.fault).isEqualTo(Fault.ESTOP);
    assertThat(bench.sample.faultOccurrence).isEqualTo(before + 1);
    bench.machine.link = LinkState.READY;
    bench.machine.estopOpen = false;
    assertResets(bench);
    bench.machine.estopOpen = true;
    bench.ms(1);
    assertThat(bench.sample.faultOccurrence).isEqualTo(before + 2);
  }

  @Test
  void aTripRetractsTheDepthAxisAndSoundsUntilReset() {
    Bench bench = new Bench().running();
    assertThat(bench.machine.depthMm()).isGreaterThan(0.9);
    bench.machine.estopOpen = true;
    bench.ms(450); // within the second of three pulses
    assertThat(bench.machine.depthMm()).isCloseTo(-0.5, within(0.001));
    assertThat(bench.machine.soundNow).isTrue();
    bench.machine.estopOpen = false;
    bench.machine.pedal = false;
    bench.ms(300);
    assertThat(bench.reset()).isEqualTo(Outcome.DONE);
    assertThat(bench.machine.soundNow).isFalse();
  }

  @Test
  void aProgrammersErrorMakesSafeAndIsNeverResetInThisLife() {
    Bench bench = new Bench().running();
    bench.loop.failSafe(bench.nowNs);
    assertThat(bench.machine.runNow).isFalse();
    assertThat(bench.machine.supplyNow).isFalse();
    bench.machine.pedal = false;
    bench.ms(100);
    assertTripped(bench, Fault.HOST_ERROR);
    assertThat(bench.reset()).isEqualTo(Outcome.LATCHED);
    assertThat(new Bench().running().sample.mode).isEqualTo(Mode.RUNNING);
  }
}
