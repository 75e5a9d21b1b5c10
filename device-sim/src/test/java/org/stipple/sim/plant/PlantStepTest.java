package org.stipple.sim.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every step owes: equal bits, real rest, no allocation, little dependence on its size. */
final class PlantStepTest {
  /** A busy half minute: taps, skin, load, depth and relay, all from one seed; a digest of it. */
  private static long digest(long seed) {
    SplittableRandom script = new SplittableRandom(11);
    Plant plant = new Rig(PlantParameters.defaults(), seed).plant();
    long digest = 17;
    for (int i = 0; i < 3000; i++) {
      plant.bridge(script.nextInt(3) == 0 ? 0 : script.nextDouble());
      plant.skin(script.nextBoolean());
      plant.extraLoadNewtonMetres(script.nextDouble() * 4e-4);
      plant.supply(script.nextInt(20) != 0);
      for (int k = script.nextInt(40); k > 0; k--) {
        plant.depthStep(i % 100 < 60);
      }
      for (int k = 0; k < 100; k++) {
        plant.stepNs(100_000);
        digest = digest * 31 + Double.doubleToRawLongBits(plant.motorCurrentAmps());
        digest = digest * 31 + Double.doubleToRawLongBits(plant.shaftAngleRad());
      }
      digest = digest * 31 + Double.doubleToRawLongBits(plant.lastStrokePenetrationMm());
      digest = digest * 31 + Double.doubleToRawLongBits(plant.windingCelsius());
      digest = digest * 31 + plant.strokes();
    }
    return digest;
  }

  @Test
  void sameSeedGivesSameBitsAndAnotherSeedOthers() {
    assertThat(digest(3)).isEqualTo(digest(3)).isNotEqualTo(digest(4));
  }

  @Test
  void brakedShaftStandsExactlyStill() {
    SplittableRandom script = new SplittableRandom(5);
    Plant plant = new Rig(PlantParameters.defaults()).plant();
    for (int i = 0; i < 100; i++) {
      plant.bridge(0.2 + 0.8 * script.nextDouble());
      plant.skin(script.nextBoolean());
      plant.stepNs(20_000_000 + script.nextLong(200_000_000));
      plant.bridge(0);
      plant.stepNs(1_000_000_000);
      double angle = plant.shaftAngleRad();
      long strokes = plant.strokes();
      boolean level = plant.tachLevel();
      for (int k = 0; k < 2000; k++) {
        plant.stepNs(50_000);
        assertThat(plant.shaftAngleRad()).isEqualTo(angle);
        assertThat(plant.tachLevel()).isEqualTo(level);
      }
      assertThat(plant.speedRadPerS()).isZero();
      assertThat(plant.strokes()).isEqualTo(strokes);
    }
  }

  @Test
  void stalledShaftStandsStillUnderVoltage() {
    Plant plant = new Rig(PlantParameters.defaults()).volts(2).run(1).plant();
    double angle = plant.shaftAngleRad();
    assertThat(angle).isPositive();
    plant.stepNs(200_000_000);
    assertThat(plant.shaftAngleRad()).isEqualTo(angle);
    assertThat(plant.instantMotorCurrentAmps() * 13.7).isCloseTo(2, withinPercentage(2));
  }

  @Test
  void springTurnsAStandingShaftBackAsFarAsFrictionLetsIt() {
    PlantParameters all = Rig.quiet(1);
    PlantParameters low =
        all.with(all.drive().withCamFriction(0.3e-3).withStartAngle(StrictMath.PI / 2));
    assertThat(new Rig(low).run(1).plant().shaftAngleRad()).isBetween(0.0, 1.0);
    PlantParameters high =
        all.with(all.drive().withCamFriction(1.2e-3).withStartAngle(StrictMath.PI / 2));
    assertThat(new Rig(high).run(1).plant().shaftAngleRad()).isEqualTo(StrictMath.PI / 2);
  }

  @Test
  void strokesAreNeedleDownPassages() {
    PlantParameters all = Rig.quiet(1);
    Plant plant = new Rig(all.with(all.drive().withStartAngle(-1))).plant();
    assertThat(plant.strokes()).isZero();
    plant.bridge(0.6);
    double greatest = plant.shaftAngleRad();
    for (int i = 0; i < 40_000; i++) {
      plant.bridge(i % 4000 < 3000 ? 0.6 : 0);
      plant.stepNs(50_000);
      greatest = Math.max(greatest, plant.shaftAngleRad());
      long expected = (long) Math.floor((greatest + StrictMath.PI) / (2 * StrictMath.PI));
      assertThat(plant.strokes()).isEqualTo(expected);
    }
    assertThat(plant.strokes()).isGreaterThan(80);
  }

  @ParameterizedTest
  @CsvSource({"5000", "20000", "33333", "100000", "1000000"})
  void sizeOfTheStepMattersLittle(long dtNs) {
    Plant fine = new Rig(Rig.quiet(1)).volts(10).plant();
    Plant other = new Rig(Rig.quiet(1)).volts(10).plant();
    fine.skin(true);
    other.skin(true);
    for (int i = 0; i < 1_000_000; i++) {
      fine.stepNs(2000);
    }
    while (other.nowNs() < fine.nowNs()) {
      other.stepNs(Math.min(dtNs, fine.nowNs() - other.nowNs()));
    }
    assertThat(other.shaftAngleRad()).isCloseTo(fine.shaftAngleRad(), withinPercentage(0.1));
  }

  @Test
  void sleepingCostsNothingAndWakesOnEveryInputThatMovesIt() {
    Plant plant = new Rig(PlantParameters.defaults()).plant();
    plant.stepNs(10_000_000_000L);
    assertThat(plant.shaftAngleRad()).isZero();
    plant.bridge(0.6);
    plant.stepNs(100_000_000);
    assertThat(plant.strokes()).isPositive();
    plant.supply(false);
    plant.stepNs(1_000_000_000);
    long strokes = plant.strokes();
    plant.stepNs(1_000_000_000);
    assertThat(plant.strokes()).isEqualTo(strokes);
    plant.supply(true);
    plant.stepNs(100_000_000);
    assertThat(plant.strokes()).isGreaterThan(strokes);
  }

  @Test
  void allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Plant plant = new Rig(PlantParameters.defaults()).plant();
    busy(plant);
    long own = threads.getCurrentThreadAllocatedBytes();
    own = threads.getCurrentThreadAllocatedBytes() - own;
    long before = threads.getCurrentThreadAllocatedBytes();
    boolean levels = busy(plant);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before - own;
    assertThat(bytes).as("levels %s", levels).isZero();
  }

  private static boolean busy(Plant plant) {
    boolean levels = false;
    for (int i = 0; i < 40_000; i++) {
      plant.bridge((i % 700) / 1000.0);
      plant.skin(i % 9000 > 4000);
      plant.extraLoadNewtonMetres((i % 10) * 1e-5);
      plant.depthStep(i % 200 < 100);
      plant.stepNs(50_000);
      levels ^= plant.tachLevel() ^ plant.indexLevel() ^ plant.endstopLevel();
      levels ^= plant.motorCurrentAmps() > 0.1 ^ plant.supplyVolts() < 14;
    }
    return levels;
  }

  @Test
  void refusesWhatNoMachineCanDo() {
    Plant plant = new Plant(PlantParameters.defaults(), 1);
    assertThatIllegalArgumentException().isThrownBy(() -> plant.stepNs(0));
    assertThatIllegalArgumentException().isThrownBy(() -> plant.bridge(1.01));
    assertThatIllegalArgumentException().isThrownBy(() -> plant.bridge(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> plant.extraLoadNewtonMetres(-1e-6));
  }
}
