package org.stipple.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.control.Mode;
import org.stipple.controller.machine.Contacts;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.profile.Needle;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.profile.Timing;
import org.stipple.controller.safety.Fault;

final class ModesTest {

  @Test
  void armingHomesAndGoesToTheDepthThatIsSet() {
    Bench bench = new Bench();
    bench.ms(200);
    bench.reset();
    assertThat(bench.arm()).isEqualTo(Outcome.NOT_CLEARED);
    bench.clear(true);
    bench.depth(1.5);
    assertThat(bench.arm()).isEqualTo(Outcome.DONE);
    assertThat(bench.sample.mode).isEqualTo(Mode.ARMING);
    assertThat(bench.machine.supplyNow).isTrue();
    bench.until(Mode.ARMED, 1000);
    assertThat(bench.sample.protrusionMm).isCloseTo(1.5, within(0.01));
  }

  @Test
  void depthChangesWhileArmedMoveTheAxis() {
    Bench bench = new Bench().armed();
    assertThat(bench.depth(0.6)).isEqualTo(Outcome.DONE);
    bench.ms(200);
    assertThat(bench.machine.depthMm()).isCloseTo(0.6, within(0.01));
    assertThat(bench.sample.mode).isEqualTo(Mode.ARMED);
  }

  @Test
  void valuesOutsideTheLimitsAreRefusedAndTheOldOnesStay() {
    Bench bench = new Bench().armed();
    assertThat(bench.frequency(181)).isEqualTo(Outcome.OUT_OF_LIMITS);
    assertThat(bench.frequency(Double.NaN)).isEqualTo(Outcome.OUT_OF_LIMITS);
    assertThat(bench.depth(2.1)).isEqualTo(Outcome.OUT_OF_LIMITS);
    assertThat(bench.depth(0.1)).isEqualTo(Outcome.OUT_OF_LIMITS);
    assertThat(bench.sample.frequencySetpointHz).isEqualTo(100);
    assertThat(bench.sample.depthSetpointMm).isEqualTo(1.0);
  }

  @Test
  void disarmingWhileRunningBrakesParksRetractsAndOpensTheSupply() {
    Bench bench = new Bench().running();
    assertThat(bench.disarm()).isEqualTo(Outcome.DONE);
    assertThat(bench.machine.runNow).isFalse();
    assertThat(bench.arm()).isEqualTo(Outcome.NOT_DISARMED);
    bench.until(Mode.DISARMED, 2000);
    assertThat(bench.sample.parked).isTrue();
    assertThat(bench.machine.depthMm()).isCloseTo(-0.5, within(0.001));
    assertThat(bench.machine.supplyNow).isFalse();
    bench.ms(500);
    assertThat(bench.sample.mode).isEqualTo(Mode.DISARMED);
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
  }

  @Test
  void closingTheSessionDisarms() {
    Bench bench = new Bench().armed();
    assertThat(bench.clear(false)).isEqualTo(Outcome.DONE);
    bench.until(Mode.DISARMED, 1000);
    assertThat(bench.sample.cleared).isFalse();
    bench.ms(10);
    assertThat(bench.arm()).isEqualTo(Outcome.NOT_CLEARED);
  }

  @Test
  void disarmingWhileHomingEndsTheHoming() {
    Bench bench = new Bench();
    bench.ms(200);
    bench.reset();
    bench.clear(true);
    bench.arm();
    bench.ms(50);
    bench.stop();
    bench.until(Mode.DISARMED, 1000);
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
  }

  @Test
  void h14BouncesNeverChatterAndOffWins() {
    Bench bench = new Bench().armed();
    int runs = 0;
    Mode before = bench.sample.mode;
    for (int ms = 0; ms < 400; ms++) {
      boolean bounces = ms < 8 || (ms >= 200 && ms < 208);
      boolean down = ms < 200;
      bench.machine.pedal = bounces ? ms % 2 == 0 : down;
      bench.ms(1);
      runs += bench.sample.mode == Mode.RUNNING && before != Mode.RUNNING ? 1 : 0;
      before = bench.sample.mode;
      if (ms > 202) {
        assertThat(bench.machine.runNow && bench.sample.mode == Mode.RUNNING).isFalse();
      }
    }
    assertThat(runs).isEqualTo(1);
  }

  @Test
  void pressingAgainWhileItStopsRunsAgain() {
    Bench bench = new Bench().running();
    bench.machine.pedal = false;
    bench.ms(25);
    assertThat(bench.sample.mode).isEqualTo(Mode.STOPPING);
    bench.machine.pedal = true;
    bench.ms(60);
    assertThat(bench.sample.mode).isEqualTo(Mode.RUNNING);
    assertThat(bench.sample.strokesAfterRelease).isEqualTo(-1);
  }

  @Test
  void needleOnTimeIsTheTimeThePedalRan() {
    Bench bench = new Bench().armed();
    bench.machine.pedal = true;
    bench.until(Mode.RUNNING, 100);
    long before = bench.sample.needleOnNs;
    bench.ms(1000);
    assertThat(bench.sample.needleOnNs - before).isEqualTo(1_000_000_000L);
    bench.machine.pedal = false;
    bench.ms(500);
    long after = bench.sample.needleOnNs;
    bench.ms(500);
    assertThat(bench.sample.needleOnNs).isEqualTo(after);
  }

  @Test
  void everyFrequencyFromLowestToHighestIsReachedWithoutATrip() {
    for (double hz : new double[] {20, 35, 60, 100, 150, 175}) {
      for (double tau : new double[] {0.014, 0.020, 0.028}) {
        Bench bench = new Bench().armed();
        bench.machine.tauSeconds = tau;
        bench.frequency(hz);
        bench.machine.pedal = true;
        bench.ms(2500);
        assertThat(bench.sample.fault).as("%s Hz, tau %s s", hz, tau).isEqualTo(Fault.NONE);
        assertThat(bench.machine.hz).as("tau %s s", tau).isCloseTo(hz, within(0.01 * hz));
      }
    }
  }

  @Test
  void stepsOfTheSetpointWhileRunningDoNotTrip() {
    Bench bench = new Bench().running();
    for (double hz : new double[] {150, 40, 170, 25, 100}) {
      bench.frequency(hz);
      bench.ms(2500);
      assertThat(bench.sample.fault)
          .as(
              "to %s Hz: %s Hz, allowed %s",
              hz, bench.sample.verdictValue, bench.sample.verdictLimit)
          .isEqualTo(Fault.NONE);
      assertThat(bench.machine.hz).isCloseTo(hz, within(0.01 * hz));
    }
  }

  @Test
  void aUartWithItsLongLeadRegulatesAndParks() {
    Profile profile = Profile.reference().with(Timing.uart());
    Bench bench = new Bench(Equipment.all(), profile).running();
    bench.ms(3000);
    assertThat(bench.machine.hz).isCloseTo(100, within(0.5));
    bench.machine.pedal = false;
    bench.until(Mode.ARMED, 1500);
    assertThat(bench.sample.parked).isTrue();
  }

  @Test
  void aMachineWithNothingButAPedalRunsAndStops() {
    Equipment bare =
        new Equipment(Contacts.PEDAL_NO, false, false, false, false, false, false, false, false);
    Bench bench = new Bench(bare, Profile.reference());
    bench.ms(100);
    bench.reset();
    bench.clear(true);
    assertThat(bench.depth(1)).isEqualTo(Outcome.NOT_FITTED);
    bench.arm();
    bench.until(Mode.ARMED, 1000);
    bench.machine.pedal = true;
    bench.ms(500);
    assertThat(bench.sample.mode).isEqualTo(Mode.RUNNING);
    bench.machine.pedal = false;
    bench.ms(500);
    assertThat(bench.sample.mode).isEqualTo(Mode.ARMED);
    assertThat(bench.sample.parked).isFalse();
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
  }

  @Test
  void onePulseAStrokeWithoutAnIndexCountsAndNeverFaultsForParking() {
    Needle needle = new Needle(3.0, 1, 1.17, 0.0732, 15);
    Profile profile = Profile.reference().with(needle);
    Equipment equipment =
        new Equipment(
            Contacts.PEDAL_NO | Contacts.PEDAL_NC | Contacts.ESTOP,
            true,
            false,
            true,
            true,
            true,
            true,
            true,
            true);
    Bench bench = new Bench(equipment, profile).running();
    bench.ms(3000);
    assertThat(bench.machine.hz).isCloseTo(100, within(0.5));
    bench.machine.pedal = false;
    bench.ms(1000);
    assertThat(bench.sample.fault).isEqualTo(Fault.NONE);
    assertThat(bench.sample.mode).isEqualTo(Mode.ARMED);
    assertThat(bench.sample.strokes).isCloseTo(bench.machine.truthStrokes, within(1L));
  }
}
