package org.stipple.sim.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the board would read. */
final class SensorsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 60, 256})
  void tachGivesItsPulsesEachStroke(int pulses) {
    PlantParameters all = Rig.quiet(1).with(new TachParameters(pulses, 0.1, true, 0.4, 5e-6));
    Plant plant = new Rig(all).volts(6).run(0.5).plant();
    double from = plant.shaftAngleRad();
    long edges = 0;
    boolean level = plant.tachLevel();
    for (int i = 0; i < 500_000; i++) {
      plant.stepNs(2000);
      if (plant.tachLevel() != level) {
        level = !level;
        edges++;
      }
    }
    double strokes = (plant.shaftAngleRad() - from) / (2 * StrictMath.PI);
    assertThat(edges / 2.0).isBetween(strokes * pulses - 2, strokes * pulses + 2);
  }

  @Test
  void indexStandsAtNeedleUpOncePerStroke() {
    Plant plant = new Rig(PlantParameters.defaults()).volts(8).run(0.5).plant();
    long strokes = plant.strokes();
    int rises = 0;
    boolean level = plant.indexLevel();
    for (int i = 0; i < 100_000; i++) {
      plant.stepNs(10_000);
      if (plant.indexLevel() && !level) {
        rises++;
        assertThat(plant.angleFromNeedleUpRad()).isBetween(-0.21, -0.18);
      }
      level = plant.indexLevel();
    }
    assertThat(rises)
        .isBetween((int) (plant.strokes() - strokes) - 1, (int) (plant.strokes() - strokes) + 1);
  }

  @Test
  void onePulseRisesItsLeadBeforeNeedleUpAndThereIsNoIndex() {
    Plant plant = new Rig(Rig.quiet(1).with(TachParameters.onePulse())).volts(8).run(0.5).plant();
    int rises = 0;
    boolean level = plant.tachLevel();
    for (int i = 0; i < 100_000; i++) {
      plant.stepNs(10_000);
      assertThat(plant.indexLevel()).isFalse();
      if (plant.tachLevel() && !level) {
        rises++;
        assertThat(plant.angleFromNeedleUpRad()).isBetween(-0.61, -0.58);
      }
      level = plant.tachLevel();
    }
    assertThat(rises).isBetween(85, 100);
  }

  @Test
  void currentIsSeenThroughItsFilter() {
    PlantParameters all = Rig.quiet(1);
    Plant still = new Rig(all.with(all.drive().withCamFriction(1.2e-3))).plant();
    still.bridge(2.0 / 15);
    still.stepNs(500_000);
    double settled = 2.0 / 13.7;
    assertThat(still.instantMotorCurrentAmps()).isCloseTo(settled, withinPercentage(5));
    double share = still.motorCurrentAmps() / settled;
    assertThat(share).isBetween(0.70, 0.80);
  }

  @Test
  void wholeStrokeMeansCarryTheStatedNoise() {
    PlantParameters all = Rig.quiet(1).with(SenseParameters.defaults());
    Plant plant = new Rig(all).volts(9).run(1).plant();
    double sum = 0;
    double squares = 0;
    int strokes = 0;
    double mean = 0;
    int samples = 0;
    long from = plant.strokes();
    while (strokes < 2000) {
      plant.stepNs(50_000);
      mean += plant.motorCurrentAmps() - plant.instantMotorCurrentAmps();
      samples++;
      if (plant.strokes() > from) {
        from = plant.strokes();
        sum += mean / samples;
        squares += mean / samples * (mean / samples);
        mean = 0;
        samples = 0;
        strokes++;
      }
    }
    double average = sum / strokes;
    assertThat(StrictMath.sqrt(squares / strokes - average * average)).isBetween(0.85e-3, 1.15e-3);
    assertThat(average).isBetween(-0.1e-3, 0.1e-3);
  }

  @Test
  void brakeCurrentShowsOnlyOnAMonitorThatShowsIt() {
    Plant shows = new Rig(Rig.quiet(1)).volts(10).run(1).plant();
    Plant hides =
        new Rig(Rig.quiet(1).with(new SenseParameters(500, 80e3, 0, false)))
            .volts(10)
            .run(1)
            .plant();
    shows.bridge(0);
    hides.bridge(0);
    shows.stepNs(2_000_000);
    hides.stepNs(2_000_000);
    assertThat(shows.instantMotorCurrentAmps()).isNegative();
    assertThat(shows.motorCurrentAmps()).isGreaterThan(0.3);
    assertThat(hides.motorCurrentAmps()).isLessThan(0.001);
  }

  @Test
  void supplyFallsWhenTheRelayOpensAndSagsWhenItLimits() {
    Plant plant = new Rig(PlantParameters.defaults()).plant();
    assertThat(plant.supplyVolts()).isEqualTo(15);
    plant.bridge(1);
    plant.stepNs(2_000_000);
    assertThat(plant.supplyVolts()).isBetween(7.0, 11.0);
    assertThat(plant.instantMotorCurrentAmps()).isLessThanOrEqualTo(0.6);
    plant.stepNs(500_000_000);
    assertThat(plant.supplyVolts()).isBetween(14.9, 14.99);
    plant.supply(false);
    plant.stepNs(60_000_000);
    assertThat(plant.supplyVolts()).isLessThan(0.1);
  }

  @Test
  void windingWarmsToWhereTheDataSheetPutsIt() {
    PlantParameters all = Rig.quiet(1);
    Plant plant = new Rig(all).plant();
    plant.extraLoadNewtonMetres(0.01);
    plant.bridge(5.0 / 15);
    for (int i = 0; i < 1200; i++) {
      plant.stepNs(1_000_000_000);
    }
    double watts = 5 * plant.instantMotorCurrentAmps();
    assertThat(plant.windingCelsius() - 22).isCloseTo(watts * 31, withinPercentage(1));
    assertThat(plant.instantMotorCurrentAmps()).isLessThan(0.9 * 5 / 13.7);
    plant.bridge(0);
    for (int i = 0; i < 3000; i++) {
      plant.stepNs(1_000_000_000);
    }
    assertThat(plant.windingCelsius()).isBetween(21.9, 22.1);
  }
}
