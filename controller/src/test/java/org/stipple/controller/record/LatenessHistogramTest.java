package org.stipple.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LatenessHistogramTest {

  @Test
  void percentilesAreWithinABucketOfTheTruth() {
    LatenessHistogram histogram = new LatenessHistogram();
    for (int i = 1; i <= 1000; i++) {
      histogram.record(i * 10_000L);
    }
    for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 1.0}) {
      double truth = share * 1000 * 10_000;
      assertThat((double) histogram.percentileNs(share)).isBetween(truth, truth * 1.07 + 1000);
    }
    assertThat(histogram.maxNs()).isEqualTo(10_000_000);
  }

  @Test
  void skippedTicksCountWithTheLatenessTheyWouldHaveHad() {
    LatenessHistogram histogram = new LatenessHistogram();
    for (int i = 0; i < 50; i++) {
      histogram.record(0);
    }
    histogram.recordSkipped(50, 50_000_000, 1_000_000);
    assertThat(histogram.count()).isEqualTo(100);
    assertThat(histogram.skipped()).isEqualTo(50);
    assertThat(histogram.percentileNs(0.75)).isBetween(24_000_000L, 27_500_000L);
  }

  @Test
  void theLongestAndTheNegativeFindTheirPlace() {
    LatenessHistogram histogram = new LatenessHistogram();
    histogram.record(-5);
    histogram.record(Long.MAX_VALUE / 2);
    assertThat(histogram.percentileNs(0.5)).isLessThanOrEqualTo(1000);
    assertThat(histogram.percentileNs(1)).isGreaterThan(1_000_000_000_000L);
  }

  @Test
  void anEmptyOneSaysZero() {
    assertThat(new LatenessHistogram().percentileNs(0.99)).isZero();
  }
}
