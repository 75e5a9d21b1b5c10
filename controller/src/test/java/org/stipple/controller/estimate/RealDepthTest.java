package org.stipple.controller.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.profile.Tissue;

class RealDepthTest {

  /** Set and real depth at 100 Hz of the independent model in machine.md section 3, mm. */
  private static final double[][] CHECK_POINTS = {
    {0.8, 0.42}, {1.0, 0.67}, {1.2, 0.89}, {1.5, 1.21}, {2.0, 1.72}
  };

  private static RealDepth of(Tissue tissue, double mm, double hz) {
    RealDepth depth = new RealDepth(Profile.reference().with(tissue));
    depth.update(mm, hz);
    return depth;
  }

  @Test
  void itMeetsTheCheckPoints() {
    for (double[] point : CHECK_POINTS) {
      RealDepth depth = of(Tissue.reference(), point[0], 100);
      assertThat(depth.mm()).as("%s mm set", point[0]).isCloseTo(point[1], within(0.1 * point[1]));
      assertThat(depth.shallowestMm()).isLessThan(depth.mm());
      assertThat(depth.deepestMm()).isGreaterThan(depth.mm()).isLessThan(point[0]);
    }
  }

  @Test
  void softerSkinAndMoreNeedlesTakeMoreOfIt() {
    double usual = of(Tissue.reference(), 1.2, 100).mm();
    assertThat(of(new Tissue(3, 0.6), 1.2, 100).mm()).isLessThan(usual);
    assertThat(of(new Tissue(3, 2), 1.2, 100).mm()).isGreaterThan(usual);
    assertThat(of(new Tissue(7, 1), 1.2, 100).mm()).isLessThan(usual);
  }

  @Test
  void aNeedleThatOnlyDentsTheSkinIsNotInIt() {
    assertThat(of(new Tissue(7, 0.6), 0.3, 60).deepestMm()).isZero();
  }

  @Test
  void withoutARunningNeedleThereIsNothingToSay() {
    assertThat(of(Tissue.reference(), 1.2, 0).mm()).isNaN();
    assertThat(of(Tissue.reference(), Double.NaN, 100).mm()).isNaN();
  }
}
