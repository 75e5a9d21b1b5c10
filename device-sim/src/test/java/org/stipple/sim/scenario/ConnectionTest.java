package org.stipple.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.stipple.controller.board.BoardSettings;
import org.stipple.controller.board.Role;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.control.Mode;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.profile.Profile;
import org.stipple.sim.board.BoardKind;
import org.stipple.sim.world.SimulatedMachine;

/** Boards of many kinds, in many states, found by the real host. */
final class ConnectionTest {

  private static VirtualSession with(BoardKind kind, BoardSettings settings) {
    return new VirtualSession(
        new SimulatedMachine(kind, 3, 0), settings, Profile.reference(), 3, 0);
  }

  private static VirtualSession with(BoardKind kind) {
    return with(kind, BoardSettings.reference(Profile.reference()));
  }

  private static void assertRuns(VirtualSession session) {
    session.arm();
    session.pedal(true);
    session.runMs(800);
    assertThat(session.sample().mode).isEqualTo(Mode.RUNNING);
    session.pedal(false);
    session.waitParked();
    assertThat(session.sample().strokes).isEqualTo(session.plant().strokes());
    assertThat(session.sample().strokes).isGreaterThan(40);
  }

  private static String refusal(VirtualSession session) {
    session.runUntil("refused", () -> session.sample().link == LinkState.REFUSED, 6000);
    String reason = session.sample().reason;
    assertThat(reason).isNotNull().doesNotContain("\n");
    return String.valueOf(reason);
  }

  @Test
  void everySeedOfIdsIsUnderstood() {
    for (long seed = 1; seed <= 20; seed++) {
      VirtualSession session = Machines.pico(seed);
      session.runUntil("ready, seed " + seed, () -> session.sample().link == LinkState.READY, 3000);
    }
  }

  @Test
  void aBoardOnUartRuns() {
    assertRuns(Machines.avr(3, 0));
  }

  @Test
  void theOldFormOfTheAnalogQueryRuns() {
    VirtualSession session = with(BoardKind.PICO.withOldAnalogForm());
    assertRuns(session);
    assertThat(session.sample().supplyVolts).isBetween(13.0, 15.5);
  }

  @Test
  void aBoardThatIsResetByConfigResetRunsAgainAfterAShutdown() {
    VirtualSession session = with(BoardKind.PICO.withConfigReset());
    assertRuns(session);
    session.link().silence(true);
    session.runUntil("lost", () -> session.sample().link != LinkState.READY, 2000);
    session.link().silence(false);
    session.runUntil("ready again", () -> session.sample().link == LinkState.READY, 8000);
    assertRuns(session);
  }

  @Test
  void aBoardThatAnotherHostConfiguredIsResetAndConfiguredAnew() {
    SimulatedMachine machine = new SimulatedMachine(BoardKind.PICO, 3, 0);
    Profile profile = Profile.reference();
    VirtualSession first =
        new VirtualSession(machine, Machines.picoWith(Role.BUZZER, "gpio20"), profile, 3, 0);
    first.runUntil("ready", () -> first.sample().link == LinkState.READY, 3000);
    int boots = machine.board().boots();
    VirtualSession second =
        new VirtualSession(machine, BoardSettings.reference(profile), profile, 3, 0, first.nowNs());
    assertRuns(second);
    assertThat(machine.board().boots()).isGreaterThan(boots);
  }

  @Test
  void aHostStartedAnewTakesTheBoardAsItsEarlierLifeLeftIt() {
    SimulatedMachine machine = new SimulatedMachine(BoardKind.PICO, 3, 0);
    Profile profile = Profile.reference();
    BoardSettings settings = BoardSettings.reference(profile);
    VirtualSession first = new VirtualSession(machine, settings, profile, 3, 0);
    assertRuns(first);
    first.expectDone(new OperatorCommand.Disarm(first.newId()));
    first.runUntil("disarmed", () -> first.sample().mode == Mode.DISARMED, 3000);
    int boots = machine.board().boots();
    long strokes = machine.plant().strokes();

    VirtualSession second = new VirtualSession(machine, settings, profile, 3, 0, first.nowNs());
    // Retracted as it is, the depth axis stands on its endstop.
    second.arm();
    second.pedal(true);
    second.runMs(800);
    second.pedal(false);
    second.waitParked();
    assertThat(second.sample().strokes).isEqualTo(machine.plant().strokes() - strokes);
    assertThat(machine.board().boots()).isEqualTo(boots);
    assertThat(machine.plant().protrusionMm()).isCloseTo(1.0, within(0.03));
  }

  @Test
  void anUnknownPinIsRefusedNamingKeyAndPins() {
    assertThat(refusal(with(BoardKind.PICO, Machines.picoWith(Role.TACH, "gpio99"))))
        .startsWith("pins.tach:")
        .contains("gpio99", "rp2040", "gpio0..gpio29");
  }

  @Test
  void aBoardOfAnotherKindIsRefused() {
    BoardSettings usual = BoardSettings.reference(Profile.reference());
    BoardSettings wantsStm =
        new BoardSettings(
            "stm32f103",
            0,
            usual.pins(),
            usual.pwmHz(),
            0,
            usual.currentTripMilliamps(),
            usual.depth());
    assertThat(refusal(with(BoardKind.PICO, wantsStm))).contains("stm32f103", "rp2040");
  }

  @Test
  void aBoardWithoutANeededCommandIsRefusedNamingIt() {
    assertThat(refusal(with(BoardKind.PICO.without("config_counter"))))
        .contains("pins.tach", "config_counter");
  }

  @Test
  void aBrokenDictionaryIsRefused() {
    assertThat(refusal(with(BoardKind.PICO.withBrokenDictionary()))).contains("dictionary");
  }

  @Test
  void aPullDownThatAnAvrDoesNotHaveIsRefused() {
    BoardSettings avr = Machines.avrSettings();
    java.util.Map<Role, org.stipple.controller.board.PinName> pins =
        new java.util.EnumMap<>(avr.pins());
    pins.put(Role.TACH, org.stipple.controller.board.PinName.parse("~PA3"));
    BoardSettings wrong =
        new BoardSettings(
            null, avr.baud(), pins, avr.pwmHz(), 0, avr.currentTripMilliamps(), avr.depth());
    VirtualSession session =
        new VirtualSession(
            new SimulatedMachine(BoardKind.AVR, 3, 0), wrong, Machines.uartProfile(), 3, 0);
    assertThat(refusal(session)).startsWith("pins.tach:").contains("pull-down");
  }

  @Test
  void aMachineWithoutIndexDepthAndCurrentStillRunsAndStops() {
    BoardSettings settings = BoardSettings.reference(Profile.reference());
    java.util.Map<Role, org.stipple.controller.board.PinName> pins =
        new java.util.EnumMap<>(settings.pins());
    for (Role role :
        new Role[] {
          Role.INDEX,
          Role.DEPTH_STEP,
          Role.DEPTH_DIR,
          Role.DEPTH_ENABLE,
          Role.DEPTH_ENDSTOP,
          Role.MOTOR_CURRENT,
          Role.MOTOR_SUPPLY,
          Role.BUZZER
        }) {
      pins.remove(role);
    }
    VirtualSession session =
        with(
            BoardKind.PICO,
            new BoardSettings(null, 0, pins, settings.pwmHz(), 0, 900, settings.depth()));
    session.arm();
    session.pedal(true);
    session.runMs(1000);
    assertThat(session.sample().frequencyHz).isBetween(98.0, 102.0);
    session.pedal(false);
    session.waitParked();
    assertThat(Math.abs(session.sample().strokes - session.plant().strokes()))
        .as("without an index a stroke at the boundary may be off by one")
        .isLessThanOrEqualTo(1);
  }
}
