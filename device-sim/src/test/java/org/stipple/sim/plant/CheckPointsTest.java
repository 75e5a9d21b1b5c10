package org.stipple.sim.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plant against figures of an independent model of the same machine, to ten percent. */
final class CheckPointsTest {
  @ParameterizedTest
  @CsvSource({"6, 66, 92", "8, 93, 96", "10, 120, 100", "12, 148, 104"})
  void turnsAtTheFrequencyAndCurrentOfTheVoltage(double volts, double hz, double milliamps) {
    Rig.Reading idle = new Rig(Rig.quiet(1)).volts(volts).run(1).read(2);
    assertThat(idle.hz()).isCloseTo(hz, withinPercentage(3));
    assertThat(idle.milliamps()).isCloseTo(milliamps, withinPercentage(5));
  }

  @ParameterizedTest
  @CsvSource({"6", "8", "10", "12"})
  void slowsInSkinAtConstantVoltage(double volts) {
    Rig rig = new Rig(Rig.quiet(1)).volts(volts).run(1);
    double idleHz = rig.read(2).hz();
    rig.plant().skin(true);
    double slower = 1 - rig.run(1).read(2).hz() / idleHz;
    assertThat(slower).isBetween(0.0036, 0.011);
  }

  @ParameterizedTest
  @CsvSource({"3, 3.0, 10", "1, 1.4, 20"})
  void drawsMoreCurrentInSkin(int needles, double milliamps, double percent) {
    PlantParameters all = Rig.quiet(1);
    Rig rig = new Rig(all.with(all.skin().withNeedles(needles))).volts(10).run(1);
    double idle = rig.read(3).milliamps();
    rig.plant().skin(true);
    double more = rig.run(1).read(3).milliamps() - idle;
    assertThat(more).isCloseTo(milliamps, withinPercentage(percent));
  }

  @ParameterizedTest
  @CsvSource({"0.8, 0.42", "1.0, 0.67", "1.2, 0.89", "1.5, 1.21", "2.0, 1.72"})
  void reachesTheRealDepthAtHundredHertz(double setMm, double realMm) {
    Rig rig = new Rig(Rig.quiet(setMm)).volts(8.55);
    rig.plant().skin(true);
    assertThat(rig.run(1).read(1).hz()).isBetween(98.5, 101.5);
    assertThat(rig.plant().lastStrokePenetrationMm()).isCloseTo(realMm, withinPercentage(5));
  }

  @ParameterizedTest
  @CsvSource({"6", "8", "10", "12"})
  void plungesFirstWithinTheStatedTime(double volts) {
    Rig rig = new Rig(Rig.quiet(1)).volts(volts);
    long from = rig.plant().nowNs();
    for (int i = 0; i < 10_000 && rig.plant().strokes() == 0; i++) {
      rig.plant().stepNs(50_000);
    }
    assertThat((rig.plant().nowNs() - from) * 1e-6).isBetween(13.0 * 0.98, 22.0 * 1.02);
  }

  @Test
  void stallsOpenLoopBelowTwoAndAHalfVolts() {
    Rig rig = new Rig(Rig.quiet(1)).volts(6).run(0.5);
    for (double volts = 6; volts > 2.6; volts -= 0.05) {
      rig.volts(volts).run(0.1);
    }
    assertThat(rig.volts(2.6).run(1).read(1).hz()).isGreaterThan(10);
    assertThat(rig.volts(2.25).run(1).read(1).hz()).isZero();
  }

  @Test
  void startsFromNeedleUpAboveTheStallOnly() {
    assertThat(new Rig(Rig.quiet(1)).volts(2.5).run(1).plant().strokes()).isZero();
    assertThat(new Rig(Rig.quiet(1)).volts(3.0).run(1).plant().strokes()).isPositive();
  }

  /** Where in a stroke the brake falls in matters by up to a third of a stroke. */
  @Test
  void brakesWithinTheStatedStrokes() {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (double volts = 6; volts <= 12; volts += 2) {
      for (int phase = 0; phase < 20; phase++) {
        Rig rig = new Rig(Rig.quiet(1)).volts(volts).run(1 + phase * 0.7e-3);
        rig.plant().bridge(0);
        double turns = rig.turnsUntilStill();
        least = Math.min(least, turns);
        most = Math.max(most, turns);
      }
    }
    assertThat(least).isBetween(0.65, 0.88);
    assertThat(most).isBetween(2.1 * 0.9, 2.6);
  }

  @Test
  void brakesByTheRelayAsByTheBridge() {
    Rig rig = new Rig(Rig.quiet(1)).volts(10).run(1);
    rig.plant().supply(false);
    assertThat(rig.turnsUntilStill()).isBetween(1.5, 2.0);
  }

  @ParameterizedTest
  @CsvSource({"6, 2.7", "12, 11.8"})
  void coastsOnlyWithABrokenLead(double volts, double strokes) {
    Rig rig = new Rig(Rig.quiet(1)).volts(volts).run(1);
    rig.plant().motorLeadBroken(true);
    assertThat(rig.turnsUntilStill()).isCloseTo(strokes, withinPercentage(10));
  }

  @Test
  void wattsAtIdleAreAboutWhatTheFrictionWasFittedTo() {
    double milliamps = new Rig(Rig.quiet(1)).volts(10.5).run(1).read(1).milliamps();
    assertThat(milliamps * 10.5e-3).isCloseTo(1.1, withinPercentage(10));
  }
}
