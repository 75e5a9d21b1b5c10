package org.stipple.sim.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Depth axis and skin. */
final class DepthAndSkinTest {
  private static void steps(Plant plant, int count, boolean deeper) {
    for (int i = 0; i < count; i++) {
      plant.depthStep(deeper);
    }
  }

  @Test
  void sixHundredFortyMicrostepsAreOneMillimetre() {
    Plant plant = new Rig(PlantParameters.defaults()).plant();
    steps(plant, 640, true);
    assertThat(plant.protrusionMm()).isCloseTo(1.3, within(1e-9));
  }

  @Test
  void turningRoundTakesUpTheBacklashFirst() {
    Plant plant = new Rig(PlantParameters.defaults()).plant();
    steps(plant, 64, true);
    double deepest = plant.protrusionMm();
    steps(plant, 12, false);
    assertThat(plant.protrusionMm()).isEqualTo(deepest);
    steps(plant, 52, false);
    assertThat(plant.protrusionMm()).isCloseTo(0.3 + 0.020, within(1e-9));
  }

  @Test
  void endstopClosesAtFullRetractionAndStepsBeyondTheStopsAreLost() {
    Plant plant = new Rig(PlantParameters.defaults()).plant();
    assertThat(plant.endstopLevel()).isFalse();
    steps(plant, 2000, false);
    assertThat(plant.endstopLevel()).isTrue();
    assertThat(plant.protrusionMm()).isCloseTo(-0.58, within(1e-9));
    assertThat(plant.depthStepsLost()).isEqualTo(2000 - 576);
    steps(plant, 3000, true);
    assertThat(plant.protrusionMm()).isCloseTo(2.2, within(1e-9));
    assertThat(plant.endstopLevel()).isFalse();
  }

  @Test
  void axisStandsWhenDisabledOrJammed() {
    Plant plant = new Rig(PlantParameters.defaults()).plant();
    plant.depthEnabled(false);
    steps(plant, 100, true);
    assertThat(plant.protrusionMm()).isCloseTo(0.3, within(1e-9));
    plant.depthEnabled(true);
    plant.depthJammed(true);
    steps(plant, 100, true);
    assertThat(plant.protrusionMm()).isCloseTo(0.3, within(1e-9));
    assertThat(plant.depthStepsLost()).isEqualTo(100);
  }

  @Test
  void needleStandsBeyondTheTipByTheProtrusionWhenDown() {
    PlantParameters all = Rig.quiet(1);
    Plant up = new Rig(all).plant();
    assertThat(up.needleBeyondTipMm()).isCloseTo(-2.0, within(1e-9));
    Plant down = new Rig(all.with(all.drive().withStartAngle(-StrictMath.PI))).plant();
    assertThat(down.needleBeyondTipMm()).isCloseTo(1.0, within(1e-6));
  }

  @Test
  void shallowNeedlesOnlyTentTheSkin() {
    Plant plant = new Rig(Rig.quiet(0.3)).volts(8).plant();
    plant.skin(true);
    boolean touched = false;
    for (int i = 0; i < 20_000; i++) {
      plant.stepNs(50_000);
      touched |= plant.inContact();
      assertThat(plant.penetrationMm()).isZero();
    }
    assertThat(touched).isTrue();
  }

  @Test
  void contactComesAndGoesWithEachStrokeAndEndsWithTheSkin() {
    Plant plant = new Rig(PlantParameters.defaults()).volts(8).plant();
    plant.skin(true);
    steps(plant, 448, true);
    plant.stepNs(500_000_000);
    long strokes = plant.strokes();
    int contacts = 0;
    boolean was = plant.inContact();
    for (int i = 0; i < 20_000; i++) {
      plant.stepNs(50_000);
      contacts += plant.inContact() && !was ? 1 : 0;
      was = plant.inContact();
      assertThat(plant.penetrationMm()).isLessThan(plant.protrusionMm());
    }
    assertThat((long) contacts).isCloseTo(plant.strokes() - strokes, within(1L));
    plant.skin(false);
    assertThat(plant.inContact()).isFalse();
    plant.stepNs(200_000_000);
    assertThat(plant.lastStrokePenetrationMm()).isZero();
  }

  @Test
  void retractedNeedlesNeverReachTheSkin() {
    PlantParameters all = Rig.quiet(1);
    Plant plant = new Rig(all.with(all.axis().withStart(-0.5e-3))).volts(10).plant();
    plant.skin(true);
    for (int i = 0; i < 20_000; i++) {
      plant.stepNs(50_000);
      assertThat(plant.inContact()).isFalse();
    }
    assertThat(plant.strokes()).isGreaterThan(80);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 7})
  void moreNeedlesDrawMoreAndGoLessDeep(int needles) {
    PlantParameters all = Rig.quiet(1);
    Rig rig = new Rig(all.with(all.skin().withNeedles(needles))).volts(10);
    double idle = rig.run(1).read(2).milliamps();
    rig.plant().skin(true);
    assertThat(rig.run(1).read(2).milliamps() - idle).isBetween(1.0, 6.5);
    double depth = rig.plant().lastStrokePenetrationMm();
    assertThat(depth).isBetween(needles < 3 ? 0.8 : 0.45, needles < 3 ? 0.95 : 0.75);
  }

  @Test
  void hardSkinTakesTheNeedlesDeeperThanSoftSkin() {
    PlantParameters all = Rig.quiet(1);
    Rig soft = new Rig(all.with(all.skin().withTenting(108))).volts(8);
    Rig scar = new Rig(all.with(all.skin().withTenting(360))).volts(8);
    soft.plant().skin(true);
    scar.plant().skin(true);
    assertThat(soft.run(1).plant().lastStrokePenetrationMm())
        .isLessThan(scar.run(1).plant().lastStrokePenetrationMm());
  }
}
