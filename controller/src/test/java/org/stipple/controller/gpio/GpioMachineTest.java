package org.stipple.controller.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.stipple.controller.board.PinName;
import org.stipple.controller.command.CommandQueue;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.control.Mode;
import org.stipple.controller.io.PiLine;
import org.stipple.controller.loop.ControlLoop;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.profile.Arming;
import org.stipple.controller.profile.Limits;
import org.stipple.controller.profile.Needle;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.profile.Timing;
import org.stipple.controller.record.LoopTimes;
import org.stipple.controller.record.Sample;
import org.stipple.controller.record.SampleRing;
import org.stipple.controller.safety.Fault;

/** The whole tick on pins, with a motor and a charge pump behind them, on virtual time. */
final class GpioMachineTest {

  private final FakePins pins = new FakePins();
  private final CommandQueue commands = new CommandQueue();
  private final SampleRing samples = new SampleRing();
  private final Sample sample = new Sample();
  private final ControlLoop loop;
  private long nowNs = 1_000_000_000;
  private long id;

  GpioMachineTest() {
    GpioSettings settings = settings();
    loop =
        new ControlLoop(
            new GpioMachine(pins, settings, profile()),
            settings.equipment(),
            profile(),
            commands,
            samples,
            LoopTimes.withoutStages());
    pins.advance(nowNs);
  }

  private static GpioSettings settings() {
    Map<PiLine, PinName> lines = new EnumMap<>(PiLine.class);
    for (PiLine line : PiLine.values()) {
      if (line != PiLine.INDEX) {
        lines.put(line, new PinName("gpio" + line.place(), 0, false));
      }
    }
    return new GpioSettings(
        null,
        lines,
        -1,
        20_000,
        50,
        new GpioSettings.Servo(1000, 2000, 5, 10),
        new GpioSettings.Current(GpioSettings.Converter.INA219, 1, 0x40, 0.1, 600));
  }

  private static Profile profile() {
    Needle usual = Needle.reference();
    return Profile.reference()
        .with(
            new Needle(
                usual.strokeMm(),
                FakePins.PULSES_PER_STROKE,
                usual.feedForwardOffsetVolts(),
                usual.feedForwardVoltsPerHz(),
                usual.supplyVolts()))
        .with(Timing.pins(50))
        .with(new Limits(20, 100, 0.2, 2.0, false, 10))
        .with(Arming.tested());
  }

  private void tick() {
    nowNs += 1_000_000;
    pins.advance(nowNs);
    loop.tick(nowNs, nowNs);
    while (samples.read(sample)) {
      // the last one counts
    }
  }

  private void runMs(int ms) {
    for (int i = 0; i < ms; i++) {
      tick();
    }
  }

  private int runUntil(BooleanSupplier what, int limitMs) {
    for (int i = 1; i <= limitMs; i++) {
      tick();
      if (what.getAsBoolean()) {
        return i;
      }
    }
    throw new AssertionError(
        "not in %d ms; mode %s, fault %s, reason %s, %.1f Hz"
            .formatted(limitMs, sample.mode, sample.fault, sample.reason, sample.frequencyHz));
  }

  private void arm() {
    runMs(100);
    assertThat(commands.offer(new OperatorCommand.Clear(++id, true))).isTrue();
    assertThat(commands.offer(new OperatorCommand.SetFrequency(++id, 40))).isTrue();
    assertThat(commands.offer(new OperatorCommand.Reset(++id))).isTrue();
    assertThat(commands.offer(new OperatorCommand.Arm(++id))).isTrue();
    runUntil(() -> sample.mode == Mode.ARMED, 10_000);
  }

  private void run() {
    arm();
    pins.pedal(true);
    runUntil(() -> pins.motorNs > 0, 100);
    runMs(400);
  }

  @Test
  void provesItsChargePumpBeforeItIsArmedForTheFirstTime() {
    arm();

    assertThat(sample.guardProofs).isEqualTo(1);
    assertThat(sample.pwmGuardMs).isBetween(30.0, 60.0);
    assertThat(sample.fault).isEqualTo(Fault.NONE);
  }

  @Test
  void runsAtTheFrequencyThatIsAskedForAndTogglesTheHeartbeatEveryTick() {
    run();
    long before = pins.toggles;
    runMs(1000);

    assertThat(sample.frequencyHz).isBetween(38.0, 42.0);
    assertThat(pins.toggles - before).isEqualTo(1000);
  }

  @Test
  void heartbeatAndDutyEndInTheTickThatSeesTheRelease() {
    run();
    pins.pedal(false);
    int ticks = runUntil(() -> pins.motorNs == 0, 10);
    long toggles = pins.toggles;
    runMs(300);

    assertThat(ticks).isEqualTo(1);
    assertThat(pins.toggles).isEqualTo(toggles);
    assertThat(sample.mode).isEqualTo(Mode.ARMED);
  }

  @Test
  void anOpenEstopEndsBothInTheTickThatSeesIt() {
    run();
    pins.estop = false;
    tick();
    long toggles = pins.toggles;
    runMs(50);

    assertThat(sample.fault).isEqualTo(Fault.ESTOP);
    assertThat(pins.motorNs).isZero();
    assertThat(pins.toggles).isEqualTo(toggles);
  }

  @Test
  void aBouncingContactNeverLeavesTheMotorOnAfterItsEnd() {
    arm();
    Random random = new Random(7);
    for (int burst = 0; burst < 200; burst++) {
      for (int i = 0; i < 20; i++) {
        pins.pedal(random.nextBoolean());
        tick();
      }
      pins.pedal(burst % 2 == 0);
      runMs(burst % 2 == 0 ? 60 : 3);

      assertThat(pins.motorNs > 0).as("burst %d", burst).isEqualTo(burst % 2 == 0);
      runMs(150);
    }
    assertThat(sample.fault).isEqualTo(Fault.NONE);
  }

  @Test
  void anEnableThatStaysWithoutAHeartbeatCutsTheMachineOff() {
    arm();
    pins.enableStuck = true;
    runUntil(() -> sample.link == LinkState.SHUTDOWN, 100);

    assertThat(sample.reason).isEqualTo(EnableWatch.STUCK);
    assertThat(sample.fault).isEqualTo(Fault.BOARD_SHUTDOWN);
  }

  @Test
  void anEnableThatDoesNotComeEndsThePressInAFault() {
    arm();
    pins.enableBroken = true;
    pins.pedal(true);
    runUntil(() -> sample.fault != Fault.NONE, 300);
    runMs(2);

    assertThat(pins.motorNs).isZero();
  }

  @Test
  void aChargePumpThatDoesNotFallIsNoMachineToArm() {
    runMs(100);
    assertThat(commands.offer(new OperatorCommand.Clear(++id, true))).isTrue();
    assertThat(commands.offer(new OperatorCommand.Reset(++id))).isTrue();
    assertThat(commands.offer(new OperatorCommand.Arm(++id))).isTrue();
    runUntil(() -> pins.motorNs > 0, 5_000);
    pins.enableStuck = true;
    runUntil(() -> sample.fault != Fault.NONE, 3_000);

    assertThat(sample.fault).isIn(Fault.GUARD_FAILED, Fault.BOARD_SHUTDOWN);
    assertThat(pins.motorNs).isZero();
  }

  @Test
  void tooMuchCurrentIsCutOffAsABoardWouldDoIt() {
    run();
    for (int i = 0; i < 6; i++) {
      nowNs += 1_000_000;
      pins.advance(nowNs);
      pins.code = 7_000;
      loop.tick(nowNs, nowNs);
    }
    while (samples.read(sample)) {
      // the last one counts
    }

    assertThat(sample.fault).isEqualTo(Fault.OVER_CURRENT);
    assertThat(pins.motorNs).isZero();
  }

  @Test
  void aConverterThatFallsSilentCutsTheMachineOffAndComesBackInANewLife() {
    run();
    pins.converterDead = true;
    runUntil(() -> sample.fault != Fault.NONE, 400);
    runMs(2);

    assertThat(sample.reason).isEqualTo(GpioMachine.SILENT);
    assertThat(pins.motorNs).isZero();
    pins.converterDead = false;
    runUntil(() -> sample.link == LinkState.READY, 800);
  }

  @Test
  void aChipThatIsGoneTripsAndNothingIsDrivenAnyMore() {
    run();
    pins.gone = true;
    tick();
    tick();

    assertThat(sample.fault).isEqualTo(Fault.LINK_LOST);
    assertThat(sample.reason).isEqualTo(GpioMachine.GONE);
    assertThat(pins.motorNs).isZero();
  }

  @Test
  void depthMovesOnlyWhileTheNeedleStands() {
    run();
    long pulseNs = pins.servoNs;
    assertThat(commands.offer(new OperatorCommand.SetDepth(++id, 1.5))).isTrue();
    runMs(300);
    assertThat(pins.servoNs).isEqualTo(pulseNs);

    pins.pedal(false);
    runUntil(() -> sample.mode == Mode.ARMED, 1_000);
    runMs(500);
    assertThat(pins.servoNs).isEqualTo(1_400_000);
  }

  @Test
  void theEncoderTurnsTheFrequencyAndPushedTheDepth() {
    arm();
    detent(true);
    detent(true);
    detent(false);
    assertThat(sample.frequencySetpointHz).isEqualTo(41);

    pins.encoder = PiLine.ENCODER_PUSH.bit();
    runMs(20);
    detent(true);
    assertThat(sample.depthSetpointMm).isEqualTo(1.05);
    assertThat(sample.frequencySetpointHz).isEqualTo(41);
  }

  private void detent(boolean clockwise) {
    int push = pins.encoder & PiLine.ENCODER_PUSH.bit();
    int first = clockwise ? PiLine.ENCODER_A.bit() : PiLine.ENCODER_B.bit();
    int both = PiLine.ENCODER_A.bit() | PiLine.ENCODER_B.bit();
    for (int levels : new int[] {first, both, both & ~first, 0}) {
      pins.encoder = push | levels;
      runMs(3);
    }
  }
}
