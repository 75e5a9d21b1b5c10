package org.stipple.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.stipple.sim.board.BoardKind;
import org.stipple.sim.plant.Plant;
import org.stipple.sim.plant.PlantParameters;

class WiringTest {

  private static final long MS = 1_000_000;

  private final BoardKind kind = BoardKind.PICO;
  private final Plant plant = new Plant(PlantParameters.defaults(), 1);
  private final Wiring wiring = new Wiring(kind, PinMap.of(kind), plant, 1, 0);

  private int pin(Role role) {
    return kind.pinNumber(java.util.Objects.requireNonNull(PinMap.of(kind).pins().get(role)));
  }

  private void runDrive(long atNs) {
    wiring.digitalOut(pin(Role.SUPPLY_ENABLE), true, atNs);
    wiring.digitalOut(pin(Role.MOTOR_RUN), true, atNs);
    wiring.pwm(pin(Role.MOTOR_PWM), 0.6, atNs);
  }

  @Test
  void bridgeNeedsBothOfItsLines() {
    for (int state = 0; state < 4; state++) {
      double pwm = (state & 1) != 0 ? 0.4 : 0;
      boolean run = (state & 2) != 0;
      wiring.pwm(pin(Role.MOTOR_PWM), pwm, 0);
      wiring.digitalOut(pin(Role.MOTOR_RUN), run, 0);
      assertThat(wiring.bridgeDuty()).isEqualTo(state == 3 ? 0.4 : 0);
      assertThat(wiring.drive().isOn()).isEqualTo(state == 3);
    }
  }

  @Test
  void motorRunsAndEitherLineBrakesIt() {
    runDrive(0);
    wiring.advanceTo(500 * MS);
    assertThat(plant.lastStrokeHz()).isGreaterThan(60);
    wiring.digitalOut(pin(Role.MOTOR_RUN), false, 500 * MS);
    assertThat(wiring.drive().offNs()).isEqualTo(500 * MS);
    wiring.advanceTo(800 * MS);
    assertThat(wiring.drive().standstillNs() - wiring.drive().offNs()).isBetween(MS, 120 * MS);
    assertThat(wiring.drive().strokesOfStop()).isLessThanOrEqualTo(4);
  }

  @Test
  void releasedPinsBrakeShortAndSilence() {
    runDrive(0);
    wiring.digitalOut(pin(Role.BUZZER), true, 0);
    wiring.digitalOut(pin(Role.DEPTH_ENABLE), false, 0);
    wiring.advanceTo(300 * MS);
    assertThat(wiring.isSupplyOn()).isTrue();
    assertThat(wiring.isDepthEnabled()).isTrue();
    wiring.released(300 * MS);
    assertThat(wiring.bridgeDuty()).isZero();
    wiring.advanceTo(306 * MS);
    assertThat(wiring.isSupplyOn()).isFalse();
    assertThat(wiring.isDepthEnabled()).isFalse();
    assertThat(wiring.isBuzzing()).isFalse();
  }

  @Test
  void emergencyStopOpensTheRelayWhateverTheBoardSays() {
    runDrive(0);
    wiring.advanceTo(300 * MS);
    wiring.estop(false, 300 * MS);
    wiring.digitalOut(pin(Role.SUPPLY_ENABLE), true, 301 * MS);
    wiring.advanceTo(306 * MS);
    assertThat(wiring.isSupplyOn()).isFalse();
    wiring.advanceTo(500 * MS);
    assertThat(plant.supplyVolts()).isLessThan(1);
    assertThat(plant.speedRadPerS()).isCloseTo(0, within(1.0));
    wiring.estop(true, 500 * MS);
    wiring.advanceTo(507 * MS);
    assertThat(wiring.isSupplyOn()).isFalse();
    wiring.advanceTo(509 * MS);
    assertThat(wiring.isSupplyOn()).isTrue();
  }

  @Test
  void contactsReadAsWiredAndBounceForEightMillisecondsAtMost() {
    for (Role role : new Role[] {Role.PEDAL_NO, Role.PEDAL_NC, Role.ESTOP_SENSE}) {
      wiring.input(pin(role), 1, 0);
    }
    assertThat(wiring.level(pin(Role.PEDAL_NO), MS)).isTrue();
    assertThat(wiring.level(pin(Role.PEDAL_NC), MS)).isFalse();
    assertThat(wiring.level(pin(Role.ESTOP_SENSE), MS)).isFalse();
    wiring.pedal(true, 10 * MS);
    assertThat(wiring.level(pin(Role.PEDAL_NC), 10 * MS)).as("opens at once").isTrue();
    int edges = 0;
    boolean before = true;
    for (long at = 10 * MS; at < 50 * MS; at += 10_000) {
      boolean now = wiring.level(pin(Role.PEDAL_NO), at);
      edges += now == before ? 0 : 1;
      before = now;
      if (at > 18 * MS) {
        assertThat(wiring.level(pin(Role.PEDAL_NC), at)).isTrue();
      }
    }
    assertThat(edges).isOdd().isLessThanOrEqualTo(9);
    assertThat(before).isFalse();
    wiring.estop(false, 60 * MS);
    assertThat(wiring.level(pin(Role.ESTOP_SENSE), 70 * MS)).isTrue();
  }

  @Test
  void bounceDiffersBySeedAndNeverEndsWrong() {
    boolean bounced = false;
    for (long seed = 0; seed < 200; seed++) {
      Contact contact = new Contact(false, new java.util.SplittableRandom(seed));
      contact.move(true, 5 * MS);
      assertThat(contact.closed(5 * MS - 1)).isFalse();
      assertThat(contact.closed(5 * MS)).as("seed %d", seed).isTrue();
      bounced |= !contact.closed(6 * MS);
      assertThat(contact.closed(13 * MS)).as("seed %d", seed).isTrue();
      contact.move(false, 14 * MS);
      contact.move(true, 14 * MS + 100_000);
      assertThat(contact.closed(23 * MS)).as("seed %d", seed).isTrue();
    }
    assertThat(bounced).isTrue();
  }

  @Test
  void anOpenContactWithoutPullUpReadsLow() {
    wiring.input(pin(Role.PEDAL_NO), 0, 0);
    assertThat(wiring.level(pin(Role.PEDAL_NO), MS)).isFalse();
  }

  @Test
  void convertersSeeCurrentAndSupply() {
    runDrive(0);
    wiring.advanceTo(800 * MS);
    double supply = wiring.analogFraction(pin(Role.MOTOR_SUPPLY), 800 * MS);
    assertThat(supply * Wiring.FULL_SCALE_VOLTS).isBetween(13.0, 15.1);
    double current = wiring.analogFraction(pin(Role.MOTOR_CURRENT), 800 * MS);
    assertThat(current * Wiring.FULL_SCALE_AMPS).isBetween(0.05, 0.2);
  }

  @Test
  void stepsMoveTheAxisOnlyWhileItIsEnabled() {
    double start = plant.protrusionMm();
    wiring.digitalOut(pin(Role.DEPTH_DIR), true, 0);
    steps(640);
    assertThat(plant.protrusionMm()).isEqualTo(start);
    wiring.digitalOut(pin(Role.DEPTH_ENABLE), false, MS);
    steps(640);
    assertThat(plant.protrusionMm() - start).isCloseTo(1.0, within(0.05));
    wiring.digitalOut(pin(Role.DEPTH_DIR), false, MS);
    wiring.input(pin(Role.DEPTH_ENDSTOP), 1, MS);
    assertThat(wiring.level(pin(Role.DEPTH_ENDSTOP), 2 * MS)).isTrue();
    steps(2000);
    assertThat(wiring.level(pin(Role.DEPTH_ENDSTOP), 3 * MS)).isFalse();
  }

  private void steps(int count) {
    for (int i = 0; i < count; i++) {
      wiring.step(pin(Role.DEPTH_STEP), MS);
    }
  }

  @Test
  void refusesAPinTheBoardLacks() {
    PinMap wrong = new PinMap(java.util.Map.of(Role.TACH, "PH3"));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Wiring(kind, wrong, plant, 1, 0))
        .hasMessage("board pico has no pin PH3");
  }
}
