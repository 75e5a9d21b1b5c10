package org.stipple.sim.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Short forms of {@code ./stipple bench control}: what must hold on every build. */
class TrialsTest {

  private static final Subject REFERENCE = Subject.reference();

  @Test
  void theNeedleRunsAtTheFrequencyAsked() {
    for (double hz : new double[] {25, 100, 150}) {
      FrequencyTrial.Result result = FrequencyTrial.run(REFERENCE, hz, 1);
      assertThat(Math.abs(result.meanErrorPercent())).as("%s Hz, mean", hz).isLessThan(0.02);
      assertThat(result.deviationPercent()).as("%s Hz, strokes", hz).isLessThan(0.4);
    }
  }

  @Test
  void itDoesSoWithOnePulseAStrokeAndWithEightBitsOfPwm() {
    FrequencyTrial.Result one = FrequencyTrial.run(Subject.onePulse(), 100, 1);
    assertThat(Math.abs(one.meanErrorPercent())).isLessThan(0.05);
    assertThat(one.deviationPercent()).isLessThan(0.8);
    FrequencyTrial.Result eight = FrequencyTrial.run(Subject.eightBit(), 100, 1);
    assertThat(Math.abs(eight.meanErrorPercent())).isLessThan(0.02);
    assertThat(eight.deviationPercent()).isLessThan(0.4);
  }

  @Test
  void skinAndGrowingFrictionAreMadeUpForBetterThanByAnybodyElse() {
    DisturbanceTrial.Contact contact = DisturbanceTrial.contacts(REFERENCE, 100, 1);
    assertThat(contact.recoveryMs()).isLessThan(contact.limitMs());
    double ours = DisturbanceTrial.ramp(REFERENCE, 100, 1).worstPercent();
    double textbook = DisturbanceTrial.ramp(Peer.TEXTBOOK_PI, REFERENCE, 100, 1).worstPercent();
    double constant = DisturbanceTrial.ramp(Peer.OPEN_LOOP, REFERENCE, 100, 1).worstPercent();
    assertThat(ours).isLessThan(1).isLessThan(textbook);
    assertThat(textbook).isLessThan(constant);
  }

  @Test
  void aSpinUpIsNearlyAsQuickAsFullVoltage() {
    for (double hz : new double[] {60, 100, 150}) {
      assertThat(SpinUpTrial.run(REFERENCE, hz, 1).ratio()).as("%s Hz", hz).isLessThan(1.25);
    }
  }

  @Test
  void aStopTakesFewStrokesAndEndsParked() {
    StopTrial.Result usual = StopTrial.run(REFERENCE, 100, 12, 1);
    assertThat(usual.strokesMax()).isLessThanOrEqualTo(3);
    assertThat(usual.parkedMsMax()).isLessThan(300);
    assertThat(usual.miscounted()).isZero();
    assertThat(StopTrial.run(REFERENCE, 180, 6, 1).strokesMax()).isLessThanOrEqualTo(5);
  }

  @Test
  void tapsHaveExactlyTheStrokesAskedFor() {
    for (int[] range : new int[][] {{1, 3}, {4, 10}, {11, 50}}) {
      TapTrial.Result result = TapTrial.run(REFERENCE, range[0], range[1], 60, 1);
      assertThat(result.run()).isEqualTo(60);
      assertThat(result.miscounts()).as("%d to %d", range[0], range[1]).isZero();
      assertThat(result.unparked()).isZero();
      assertThat(result.parkedMsMax()).isLessThan(300);
    }
  }

  @Test
  void contactsAreFoundAndNoneInventedAndNothingIsClaimedInNoise() {
    SenseTrial.Contacts contacts = SenseTrial.contacts(REFERENCE, 100, 20, 1);
    assertThat(contacts.found()).isEqualTo(20);
    assertThat(contacts.unavailable()).isZero();
    assertThat(SenseTrial.falseContacts(REFERENCE, 100, 1, 1)).isZero();
    SenseTrial.Contacts noisy = SenseTrial.contacts(Subject.noisyCurrent(), 100, 5, 1);
    assertThat(noisy.unavailable()).isGreaterThan(0.8);
    assertThat(noisy.found()).isZero();
  }

  @Test
  void theDepthAxisGoesWhereItIsTold() {
    DepthTrial.Result result = DepthTrial.run(REFERENCE, 12, 1);
    assertThat(result.errorMmMax()).isLessThan(0.02);
    assertThat(result.millimetreMsMax()).isLessThan(150);
  }

  /** What was sent for a faster needle acts for 60 ms yet: that is no overspeed. */
  @Test
  void tapsOverASlowLineTripNothing() {
    for (long seed = 2; seed <= 6; seed++) {
      TapTrial.Result taps = TapTrial.run(Subject.eightBit(), 3, 12, 40, seed);
      assertThat(taps.run()).isEqualTo(40);
      assertThat(taps.miscounts()).as("seed " + seed).isZero();
    }
  }
}
