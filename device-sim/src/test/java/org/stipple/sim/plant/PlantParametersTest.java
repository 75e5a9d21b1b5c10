package org.stipple.sim.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ranges and motor variants. */
final class PlantParametersTest {
  static List<String> motors() {
    return MotorParameters.names();
  }

  @ParameterizedTest
  @MethodSource("motors")
  void everyMotorRunsNearItsNoLoadSpeedAndStops(String name) {
    MotorParameters motor = MotorParameters.named(name);
    Rig rig = new Rig(Rig.quiet(1).with(motor));
    double volts = Math.min(motor.nominalVolts(), Rig.SUPPLY_VOLTS);
    double hz = rig.volts(volts).run(1).read(1).hz();
    double lossless = volts / motor.torqueConstantNmPerA() / (2 * StrictMath.PI);
    assertThat(hz).isBetween(0.75 * lossless, 0.98 * lossless);
    rig.plant().bridge(0);
    assertThat(rig.turnsUntilStill()).isBetween(0.5, 6.0);
    double angle = rig.run(0.5).plant().shaftAngleRad();
    assertThat(rig.run(0.2).plant().shaftAngleRad()).isEqualTo(angle);
  }

  @Test
  void defaultsAreTheReferenceMachine() {
    PlantParameters all = PlantParameters.defaults();
    assertThat(all.motor().name()).isEqualTo("1331T012");
    assertThat(all.motor().resistanceOhms()).isEqualTo(13.7);
    assertThat(all.tach().pulsesPerStroke()).isEqualTo(16);
    assertThat(MotorParameters.names()).hasSize(7).startsWith("1331T012");
  }

  @Test
  void refusesWhatLiesOutsideItsRangeAndNamesIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NeedleDriveParameters.defaults().withCamFriction(0.2e-3))
        .withMessageContaining("camFrictionNewtonMetres");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SkinParameters.defaults().withNeedles(8))
        .withMessageContaining("needles");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TachParameters(257, 0, true, 0.4, 0))
        .withMessageContaining("pulsesPerStroke");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DepthAxisParameters.defaults().withStart(5e-3))
        .withMessageContaining("startMetres");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SenseParameters(500, 80e3, Double.NaN, true))
        .withMessageContaining("strokeNoiseAmps");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MotorParameters.named("none"))
        .withMessageContaining("1331T012");
  }
}
