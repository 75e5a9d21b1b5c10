package org.stipple.controller.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BrakingModelTest {

  private static final double LAG_S = 0.020;

  /** The same by small steps of the differential equation it is the solution of. */
  private static double integrated(double fromHz, double frictionHz) {
    double dt = 1e-6;
    double turns = 0;
    for (double hz = fromHz; hz > 0; hz -= dt * (hz + frictionHz) / LAG_S) {
      turns += hz * dt;
    }
    return turns;
  }

  @Test
  void itIsTheSolutionOfItsEquation() {
    BrakingModel braking = new BrakingModel(LAG_S);
    for (double friction : new double[] {4, 15, 30}) {
      braking.friction(friction);
      for (double hz : new double[] {10, 30, 100, 180}) {
        assertThat(braking.turns(hz, 0)).isCloseTo(integrated(hz, friction), within(1e-3));
        assertThat(braking.turns(hz, 5) + braking.turns(5, 0))
            .isCloseTo(braking.turns(hz, 0), within(1e-12));
      }
    }
  }

  @Test
  void aShaftAtRestOrOfUnknownSpeedGoesNowhere() {
    BrakingModel braking = new BrakingModel(LAG_S);
    assertThat(braking.turns(0, 0)).isZero();
    assertThat(braking.turns(Double.NaN, 0)).isZero();
  }
}
